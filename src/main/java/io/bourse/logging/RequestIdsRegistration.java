package io.bourse.logging;

import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.spi.VertxServiceProvider;

/** Found by Vert.x as it starts, through {@code META-INF/services}. */
public final class RequestIdsRegistration implements VertxServiceProvider {

    @Override
    public void init(VertxBootstrap builder) {
        RequestIds.register();
    }
}
