package io.bourse.http;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes of request bodies may be in memory at once, over all event loops of a pipeline. */
final class BodyBudget {

    private static final int SHARE_OF_HEAP = 8;

    private final long max;
    private final AtomicLong held = new AtomicLong();

    BodyBudget(long max) {
        this.max = max;
    }

    /** An eighth of the heap: every connection may send the largest body at once, which together may exceed all of it. */
    static BodyBudget ofHeap() {
        return new BodyBudget(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    }

    /** How many are in memory now. */
    long held() {
        return held.get();
    }

    boolean tryAcquire(int bytes) {
        if (held.addAndGet(bytes) <= max) {
            return true;
        }
        held.addAndGet(-bytes);
        return false;
    }

    void release(int bytes) {
        held.addAndGet(-bytes);
    }
}
