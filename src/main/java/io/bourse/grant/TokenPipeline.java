package io.bourse.grant;

import io.bourse.audit.AuditEvent.Origin;
import io.bourse.client.Client;
import io.bourse.client.ClientAuthenticator;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.TokenResponse;
import io.bourse.token.TokenIssuer;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The way of every request for a token, whatever door it came by: read it, authenticate the client, let the grant
 * decide, issue, audit.
 */
public final class TokenPipeline {

    private final ClientAuthenticator clients;
    private final Grants grants;
    private final TokenIssuer issuer;
    private final DecisionLog decisions;
    private final InstantSource clock;

    public TokenPipeline(
            ClientAuthenticator clients,
            Grants grants,
            TokenIssuer issuer,
            DecisionLog decisions,
            InstantSource clock) {
        this.clients = clients;
        this.grants = grants;
        this.issuer = issuer;
        this.decisions = decisions;
        this.clock = clock;
    }

    /**
     * Decides and issues. Every outcome leaves one line in the audit, also when the request cannot be read. Fails as
     * {@link Grant#authorize} does.
     *
     * @param reading reads the door's dialect; throws {@link OAuthException}
     */
    public Future<TokenResponse> issue(Origin origin, Supplier<UnauthenticatedRequest> reading) {
        Instant begun = clock.instant();
        DecisionLog.Entry unread = decisions.begin(origin);
        UnauthenticatedRequest request;
        try {
            request = reading.get();
        } catch (RuntimeException unreadable) {
            unread.refused(unreadable);
            return Future.failedFuture(unreadable);
        }
        DecisionLog.Entry read = unread.asking(request.grant());
        return clients.authenticate(request.credentials())
                .onFailure(read::refused)
                .compose(client -> decide(request.by(client), begun, read.by(client)));
    }

    private Future<TokenResponse> decide(TokenRequest request, Instant begun, DecisionLog.Entry entry) {
        return Future.succeededFuture(request)
                .map(this::permitted)
                .compose(grant -> grant.authorize(request))
                .compose(authorization -> issuer.issue(authorization, begun)
                        .onSuccess(response -> entry.granted(authorization, response)))
                .onFailure(entry::refused);
    }

    private Grant permitted(TokenRequest request) {
        Grant grant = grants.require(request.grant());
        Client client = request.client();
        if (!client.mayUse(request.grant())) {
            throw OAuthException.unauthorizedClient("the entry of client " + client.id() + " does not list this grant");
        }
        return grant;
    }

    /** The grants that are built in. */
    public Set<GrantType> grantTypes() {
        return grants.types();
    }
}
