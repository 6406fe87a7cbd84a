package io.bourse.grant;

import io.bourse.oauth.GrantType;
import io.bourse.token.Authorization;
import io.vertx.core.Future;

/** One grant type: proves what it is shown and decides what may be issued for it. */
public interface Grant {

    GrantType type();

    /**
     * Decides. Fails with {@link io.bourse.oauth.OAuthException}, or with {@link io.bourse.db.StoreException} when
     * something cannot be known. Called on an event loop; must not block.
     */
    Future<Authorization> authorize(TokenRequest request);
}
