package io.bourse.provider;

import io.bourse.oauth.OAuthException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;

/**
 * The calls to one provider: so many at a time, so many waiting, none while its breaker is open. A provider that hangs
 * so holds up only its own tokens. Safe for any thread.
 */
final class Lane {

    private final OutboundLimits limits;
    private final CircuitBreaker breaker;
    private final Queue<Promise<Void>> waiting = new ArrayDeque<>();

    private int running;

    Lane(OutboundLimits limits, CircuitBreaker breaker) {
        this.limits = limits;
        this.breaker = breaker;
    }

    /**
     * Runs the call when its turn comes. Every failure of the call counts against the provider.
     *
     * @param deadline ends the wait for a turn; the call has to see to itself
     */
    <T> Future<T> run(Future<?> deadline, Supplier<Future<T>> call) {
        if (breaker.isOpen()) {
            return Future.failedFuture(OAuthException.unavailable("left alone after failures"));
        }
        return enter(deadline).compose(turn -> attempt(call).eventually(this::leave));
    }

    private Future<Void> enter(Future<?> deadline) {
        Promise<Void> turn = Promise.promise();
        synchronized (this) {
            if (running < limits.concurrent()) {
                running++;
                return Future.succeededFuture();
            }
            if (waiting.size() >= limits.waiting()) {
                return Future.failedFuture(OAuthException.unavailable("too many calls wait"));
            }
            waiting.add(turn);
        }
        deadline.onSuccess(passed -> giveUp(turn));
        return turn.future();
    }

    /** Does nothing if the turn has come meanwhile. */
    private void giveUp(Promise<Void> turn) {
        boolean waited;
        synchronized (this) {
            waited = waiting.remove(turn);
        }
        if (waited) {
            turn.fail(OAuthException.unavailable("no turn in time"));
        }
    }

    private <T> Future<T> attempt(Supplier<Future<T>> call) {
        if (!breaker.pass()) {
            return Future.failedFuture(OAuthException.unavailable("left alone after failures"));
        }
        return Future.succeededFuture()
                .compose(start -> call.get())
                .andThen((answer, failure) -> breaker.report(failure == null));
    }

    private Future<Void> leave() {
        Promise<Void> next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                running--;
            }
        }
        if (next != null) {
            next.complete();
        }
        return Future.succeededFuture();
    }
}
