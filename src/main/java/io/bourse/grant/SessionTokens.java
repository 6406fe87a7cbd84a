package io.bourse.grant;

import io.vertx.core.Future;

/** Session tokens that we issued ourselves, such as those of Oracle's workload identity federation. */
public interface SessionTokens {

    /**
     * What the token says, if it is ours, alive, not revoked, and all its parties are in good standing. Fails with
     * {@code invalid_client} if it is not, and with {@code temporarily_unavailable} if that cannot be known.
     *
     * @param jwt claims to be of our issuer
     */
    Future<SessionToken> prove(String jwt);
}
