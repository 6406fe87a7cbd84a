package io.bourse.grant;

import io.bourse.audit.AuditEvent.Origin;
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
 * The way of every request for a token, whatever door it came by: read it, authenticate the client unless its door did, let
 * the grant decide, issue, audit.
 */
public final class TokenPipeline {

    private final ClientAuthenticator clients;
    private final Decider decider;
    private final TokenIssuer issuer;
    private final DecisionLog decisions;
    private final InstantSource clock;

    public TokenPipeline(
            ClientAuthenticator clients,
            Decider decider,
            TokenIssuer issuer,
            DecisionLog decisions,
            InstantSource clock) {
        this.clients = clients;
        this.decider = decider;
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
        return clients.prove(request.credentials())
                .onFailure(read::refused)
                .compose(caller -> decide(request.by(caller, begun, Trace.NONE), read.by(caller.client())));
    }

    /**
     * As the other, and asks for no proof of the client: for a door whose dialect proves it otherwise than OAuth does, and which
     * has done so. What the request says of its client is believed.
     */
    public Future<TokenResponse> issue(Origin origin, TokenRequest request) {
        return decide(request, decisions.begin(origin).by(request.client()));
    }

    private Future<TokenResponse> decide(TokenRequest request, DecisionLog.Entry entry) {
        DecisionLog.Entry meant = entry.asking(request.grant());
        return decider.decide(request)
                .compose(authorization -> issuer.issue(authorization, request.begun())
                        .onSuccess(response -> meant.granted(authorization, response)))
                .onFailure(meant::refused);
    }

    /** The grants that are built in. */
    public Set<GrantType> grantTypes() {
        return decider.grantTypes();
    }
}
