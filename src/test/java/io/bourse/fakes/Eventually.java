package io.bourse.fakes;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for what happens soon, by looking again and again until a deadline. */
public final class Eventually {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private Eventually() {}

    /**
     * Looks until the condition holds.
     *
     * @return how long that took
     * @throws AssertionError if it did not hold within the deadline; carries what the last look threw
     */
    public static Duration eventually(String what, Duration deadline, Callable<Boolean> condition) {
        long began = System.nanoTime();
        Throwable last = null;
        do {
            try {
                if (condition.call()) {
                    return Duration.ofNanos(System.nanoTime() - began);
                }
                last = null;
            } catch (Exception | AssertionError e) {
                last = e;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        } while (System.nanoTime() - began < deadline.toNanos());
        throw new AssertionError("not within " + deadline + ": " + what, last);
    }
}
