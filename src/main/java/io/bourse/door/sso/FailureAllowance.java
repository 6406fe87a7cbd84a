package io.bourse.door.sso;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * How many calls that fail are kept as deeds of one key in a minute: whoever makes a service ask with garbage could fill the
 * table otherwise. All of them are in the log and counted in the metrics. Of this node alone; safe for any thread.
 */
final class FailureAllowance {

    static final int A_MINUTE = 60;

    /** More keys than that fail in no minute but by malice. */
    private static final int MAX_KEYS = 10_000;

    private final InstantSource clock;
    private final Map<String, Integer> taken = new HashMap<>();
    private long minute;

    FailureAllowance(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether one more may be kept of this key, which then is counted. */
    synchronized boolean take(String key) {
        long now = clock.instant().getEpochSecond() / Duration.ofMinutes(1).toSeconds();
        if (now != minute) {
            minute = now;
            taken.clear();
        }
        int before = taken.getOrDefault(key, 0);
        if (before == A_MINUTE || before == 0 && taken.size() == MAX_KEYS) {
            return false;
        }
        taken.put(key, before + 1);
        return true;
    }
}
