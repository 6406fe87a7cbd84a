package io.bourse.revocation;

import io.bourse.keys.SigningKeyStore;
import io.bourse.oauth.OAuthException;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import java.time.Duration;

/** The typed client of the revocation verticle; callers never see the bus. */
public final class Revocations {

    static final String ADDRESS = "revocation.revoke.v1";

    /** Nobody may be told of a failure while the store is still at it: the longest that it takes is to end a key. */
    static final Duration PATIENCE = SigningKeyStore.DEADLINE.plusSeconds(5);

    private static final DeliveryOptions OPTIONS =
            new DeliveryOptions().setLocalOnly(true).setSendTimeout(PATIENCE.toMillis());

    private final EventBus bus;

    public Revocations(EventBus bus) {
        this.bus = bus;
    }

    /**
     * Succeeds when the revocation is durable and in force on this node. Fails with {@code temporarily_unavailable} if
     * that is not known; the command may be repeated.
     */
    public Future<Void> revoke(RevokeCommand command) {
        return bus.<Revoked>request(ADDRESS, command, OPTIONS)
                .<Void>mapEmpty()
                .recover(failure -> Future.failedFuture(OAuthException.unavailable("revocation failed", failure)));
    }
}
