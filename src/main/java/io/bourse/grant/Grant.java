package io.bourse.grant;

import io.bourse.oauth.GrantType;
import io.bourse.token.Authorization;
import io.vertx.core.Future;

/** One grant type: proves what it is shown and decides what may be issued for it. */
public interface Grant {

    GrantType type();

    /**
     * Decides, and makes and spends nothing before all who can refuse were asked. Fails with {@link
     * io.bourse.oauth.OAuthException}, or with {@link io.bourse.db.StoreException} when something cannot be known. Called on
     * an event loop; must not block.
     */
    Future<Authorization> authorize(TokenRequest request);
}
