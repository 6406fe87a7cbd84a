package io.bourse.http;

import java.util.concurrent.atomic.AtomicInteger;

/** How many connections a process may hold, over all its servers' event loops. */
public final class ConnectionLimit {

    private final int max;
    private final AtomicInteger open = new AtomicInteger();

    public ConnectionLimit(int max) {
        this.max = max;
    }

    /** How many are open now. */
    public int open() {
        return open.get();
    }

    boolean tryAcquire() {
        if (open.incrementAndGet() <= max) {
            return true;
        }
        open.decrementAndGet();
        return false;
    }

    void release() {
        open.decrementAndGet();
    }
}
