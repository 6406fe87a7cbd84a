package io.bourse.crypto;

import io.bourse.oauth.OAuthException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where signatures are made and checked. Natively they take microseconds and stay on the event loop; with the JDK's own
 * elliptic curves they take up to a millisecond and must leave it.
 */
public interface Computation {

    /** On the calling thread. */
    Computation INLINE = new Computation() {
        @Override
        public <T> Future<T> run(Callable<T> work) {
            try {
                return Future.succeededFuture(work.call());
            } catch (Exception e) {
                return Future.failedFuture(e);
            }
        }
    };

    /** On Vert.x's worker threads; the result comes back on the caller's context. Fails with {@code temporarily_unavailable}
     * when too many are waiting. */
    static Computation onWorkers(Vertx vertx) {
        AtomicInteger running = new AtomicInteger();
        return new Computation() {
            @Override
            public <T> Future<T> run(Callable<T> work) {
                if (running.incrementAndGet() > MAX_WAITING) {
                    running.decrementAndGet();
                    return Future.failedFuture(OAuthException.unavailable("too many signatures are waiting"));
                }
                return vertx.executeBlocking(work, false).onComplete(done -> running.decrementAndGet());
            }
        };
    }

    /** Signatures under way and waiting: about a second's work. */
    int MAX_WAITING = 1_000;

    <T> Future<T> run(Callable<T> work);
}
