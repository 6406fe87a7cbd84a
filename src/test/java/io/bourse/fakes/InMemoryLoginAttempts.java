package io.bourse.fakes;

import io.bourse.user.LoginAttempts;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Counts attempts in windows that begin with the first. */
public final class InMemoryLoginAttempts implements LoginAttempts {

    private final InstantSource clock;
    private final int limit;
    private final Duration window;
    private final Map<String, Attempts> attempts = new HashMap<>();

    public InMemoryLoginAttempts(InstantSource clock, int limit, Duration window) {
        this.clock = clock;
        this.limit = limit;
        this.window = window;
    }

    @Override
    public synchronized Future<Boolean> reserve(String key) {
        Instant now = clock.instant();
        Attempts before = attempts.get(key);
        if (before == null || !before.since.isAfter(now.minus(window))) {
            attempts.put(key, new Attempts(1, now));
            return Future.succeededFuture(true);
        }
        if (before.count >= limit) {
            return Future.succeededFuture(false);
        }
        attempts.put(key, new Attempts(before.count + 1, before.since));
        return Future.succeededFuture(true);
    }

    @Override
    public synchronized Future<Boolean> isOpen(String key) {
        Attempts before = attempts.get(key);
        return Future.succeededFuture(before == null
                || before.count < limit
                || !before.since.isAfter(clock.instant().minus(window)));
    }

    @Override
    public synchronized Future<Void> succeeded(String key) {
        attempts.remove(key);
        return Future.succeededFuture();
    }

    private record Attempts(int count, Instant since) {}
}
