package io.bourse.changelog;

import java.util.concurrent.ThreadLocalRandom;

/** Ever longer pauses up to a second, with chance in them, so that nodes do not come back all at once. */
final class Backoff {

    private static final long FIRST_MILLIS = 100;
    private static final long LONGEST_MILLIS = 1_000;

    private long millis = FIRST_MILLIS;

    /** Between half of the current pause and all of it. */
    long nextMillis() {
        long pause = millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1);
        millis = Math.min(2 * millis, LONGEST_MILLIS);
        return pause;
    }

    void reset() {
        millis = FIRST_MILLIS;
    }
}
