package io.bourse.logging;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.spi.context.storage.ContextLocal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ids of the request that a log line belongs to. They follow the request through its callbacks, which thread-bound
 * diagnostic contexts do not.
 *
 * @param decisionId null until a decision is made
 */
public record RequestIds(String requestId, @Nullable String decisionId) {

    private static final ContextLocal<RequestIds> CURRENT = ContextLocal.registerLocal(RequestIds.class);

    /** Makes these the ids of all that this request does from here on. Does nothing outside of Vert.x. */
    public static void enter(RequestIds ids) {
        Context context = Vertx.currentContext();
        if (context != null) {
            CURRENT.put(context, ids);
        }
    }

    /** The ids of the running request; empty outside of one. */
    public static Optional<RequestIds> current() {
        Context context = Vertx.currentContext();
        return context == null ? Optional.empty() : Optional.ofNullable(CURRENT.get(context));
    }

    /** Loads this class, which registers the local: contexts made before could not hold it. */
    static void register() {
        // loading is all there is to do
    }
}
