package io.bourse.grant;

import io.bourse.client.Client;
import io.bourse.grant.Trace.Step;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Scopes;
import io.bourse.token.Admitted;
import io.bourse.token.Authorization;
import io.bourse.token.RefreshPlan;
import io.vertx.core.Future;
import java.util.List;

/** A client for itself (RFC 6749 section 4.4): no user, no refresh token, no database. */
public final class ClientCredentialsGrant implements Grant {

    @Override
    public GrantType type() {
        return GrantType.CLIENT_CREDENTIALS;
    }

    @Override
    public Future<Authorization> authorize(TokenRequest request) {
        Client client = request.client();
        request.trace().at(Step.GRANT);
        if (client.isPublic()) {
            throw OAuthException.unauthorizedClient("a public client cannot act for itself");
        }
        return Future.succeededFuture(new Authorization(
                Admitted.itself(client),
                scopes(request),
                Entitlement.audiences(request),
                null,
                List.of(),
                RefreshPlan.NONE,
                null,
                "client"));
    }

    /** Nobody is there who could be offline. */
    private static Scopes scopes(TokenRequest request) {
        Scopes entitled = Entitlement.scopes(request);
        request.trace().at(Step.SCOPE);
        return Entitlement.remaining(entitled, entitled.without(Scopes.OFFLINE_ACCESS));
    }
}
