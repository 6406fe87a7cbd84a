package io.bourse.grant;

import io.bourse.client.ProvedClient;
import io.bourse.client.Signer;
import io.bourse.client.Signer.Spoken;
import io.bourse.grant.Trace.Step;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.TokenType;
import io.bourse.token.Admitted;
import io.bourse.token.AssignedUsers;
import io.bourse.token.Authorization;
import io.bourse.token.Identity;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;

/**
 * Whoever signed the request asks for itself: the two-legged flow of Oracle Cloud's identity domains. What it may have is
 * for the entry of the client to say through which it asks. A refresh token goes with {@code offline_access} alone.
 */
public final class SignedRequestGrant implements Grant {

    private static final String REQUESTED_TYPE = "requested_token_type";

    /** By which other grants have something proved, or hear what it proves. */
    private static final Set<String> PROOFS = Set.of(
            "username",
            "password",
            "refresh_token",
            "backend",
            "token",
            "assertion",
            "subject_token",
            "subject_token_type",
            "actor_token",
            "actor_token_type",
            "public_key");

    private final AssignedUsers assigned;

    public SignedRequestGrant(AssignedUsers assigned) {
        this.assigned = assigned;
    }

    @Override
    public GrantType type() {
        return GrantType.SIGNED_REQUEST;
    }

    @Override
    public Future<Authorization> authorize(TokenRequest request) {
        request.trace().at(Step.PROOF);
        Signer signer = request.caller().signer();
        if (signer == null) {
            throw OAuthException.invalidGrant("nobody signed the request");
        }
        request.trace().hear(Step.PROOF, () -> "signed by " + signer.described());
        requireNoOtherProof(request);
        requireAccessToken(request);
        Entitlement.check(request);
        request.trace().at(Step.SUBJECT);
        return signer.identify()
                .compose(spoken -> admit(request, spoken))
                .recover(ProvedClient::disbelieved)
                .map(admitted -> authorize(request, signer, admitted));
    }

    private Future<Admitted> admit(TokenRequest request, Spoken spoken) {
        request.trace().hear(Step.SUBJECT, () -> "speaks for " + spoken.subject() + ", who is in good standing");
        return assigned.admit(request.client(), new Identity(spoken.subject(), spoken.actors(), spoken.attributes()));
    }

    /** Whoever sends one expects it to count. What is no proof is ignored, as everywhere (RFC 6749 section 3.2). */
    private static void requireNoOtherProof(TokenRequest request) {
        request.parameters().keySet().stream()
                .filter(PROOFS::contains)
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    request.trace().at(Step.REQUEST);
                    throw OAuthException.parameter(name, "is not for a signed request, which is for its signer");
                });
    }

    private static void requireAccessToken(TokenRequest request) {
        boolean other = request.optional(REQUESTED_TYPE)
                .filter(type -> !type.equals(TokenType.ACCESS_TOKEN.uri()))
                .isPresent();
        if (other) {
            request.trace().at(Step.REQUEST);
            throw OAuthException.parameter(REQUESTED_TYPE, "is not supported");
        }
    }

    private static Authorization authorize(TokenRequest request, Signer signer, Admitted admitted) {
        Authorization login = Logins.authorize(request, admitted, List.of(), signer.described(), signer.notAfter());
        if (request.scopes().contains(Scopes.OFFLINE_ACCESS)) {
            return login;
        }
        Scopes online = login.scopes().without(Scopes.OFFLINE_ACCESS);
        return login.withoutRefresh().within(Entitlement.remaining(login.scopes(), online), null);
    }
}
