package io.bourse.grant;

import io.bourse.oauth.OAuthError;
import io.bourse.oauth.OAuthException;
import io.bourse.token.OwnSessionToken;
import io.bourse.token.OwnToken;
import io.bourse.token.OwnTokens;
import io.vertx.core.Future;

/** Session tokens that were issued by the exchange of another token. */
public final class OwnSessionTokens implements SessionTokens {

    private final OwnTokens ownTokens;

    public OwnSessionTokens(OwnTokens ownTokens) {
        this.ownTokens = ownTokens;
    }

    @Override
    public Future<SessionToken> prove(String jwt) {
        return ownTokens
                .verifySession(jwt)
                .map(OwnSessionTokens::of)
                .recover(failure -> Future.failedFuture(
                        failure instanceof OAuthException refusal && refusal.error() == OAuthError.INVALID_TOKEN
                                ? OAuthException.invalidClient("session token: " + refusal.getMessage())
                                : failure));
    }

    private static SessionToken of(OwnSessionToken session) {
        OwnToken token = session.token();
        return new SessionToken(
                token.client(),
                token.identity(),
                session.key(),
                token.scopes(),
                token.audiences(),
                token.lineage().asAncestors(),
                token.expiresAt());
    }
}
