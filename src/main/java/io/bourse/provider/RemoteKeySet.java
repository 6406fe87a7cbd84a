package io.bourse.provider;

import io.bourse.jose.TrustedKeys;
import io.bourse.oauth.OAuthException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The keys behind one address, kept for as long as they may be. One fetch at a time, whoever asks; the next fetch comes
 * ahead of the end of their life, so that nobody waits for it; when it fails, the last good keys serve on for an hour.
 * Safe for any thread.
 */
final class RemoteKeySet implements KeySource {

    /** Between two fetches that a token or a failure asks for: anybody can make up a {@code kid}. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final int MAX_DOUBLINGS = 6;
    private static final Duration STALE = Duration.ofHours(1);
    private static final double AHEAD = 0.8;
    private static final double JITTER = 0.1;

    private final Supplier<Future<FetchedKeys>> fetch;
    private final InstantSource clock;
    private final RandomGenerator random;

    private @Nullable Kept kept;
    private @Nullable Future<TrustedKeys> underWay;
    private @Nullable Throwable lastFailure;
    private int failures;
    private Instant lastAttempt = Instant.MIN;

    /** Keys as they were fetched, and how long they may be kept. */
    record FetchedKeys(TrustedKeys keys, Duration life) {}

    private record Kept(TrustedKeys keys, Instant refreshAt, Instant expiresAt) {}

    RemoteKeySet(Supplier<Future<FetchedKeys>> fetch, InstantSource clock, RandomGenerator random) {
        this.fetch = fetch;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public synchronized Future<TrustedKeys> current() {
        Kept now = kept;
        if (now == null) {
            return first();
        }
        Instant time = clock.instant();
        if (time.isBefore(now.expiresAt())) {
            if (!time.isBefore(now.refreshAt()) && mayAskAgain(time)) {
                fetched().onFailure(ignored -> {}); // noted; the keys at hand are good
            }
            return Future.succeededFuture(now.keys());
        }
        return mayAskAgain(time) || underWay != null
                ? fetched().recover(failure -> stale(now, failure))
                : stale(now, OAuthException.unavailable("the provider's keys are out of date"));
    }

    @Override
    public synchronized Future<TrustedKeys> newerThan(TrustedKeys lacking) {
        Kept now = kept;
        if (now != null && now.keys() != lacking) {
            return Future.succeededFuture(now.keys());
        }
        if (underWay != null || mayAskAgain(clock.instant())) {
            return fetched();
        }
        return lastFailure == null ? Future.succeededFuture(lacking) : Future.failedFuture(lastFailure);
    }

    /** Without any keys nobody can be served, so the first pauses are short, and grow. */
    private Future<TrustedKeys> first() {
        Throwable failure = lastFailure;
        Duration grown = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, MAX_DOUBLINGS));
        Duration pause = grown.compareTo(PATIENCE) < 0 ? grown : PATIENCE;
        boolean tooSoon = clock.instant().isBefore(lastAttempt.plus(pause));
        return failure != null && underWay == null && tooSoon ? Future.failedFuture(failure) : fetched();
    }

    private boolean mayAskAgain(Instant time) {
        return !time.isBefore(lastAttempt.plus(PATIENCE));
    }

    private Future<TrustedKeys> stale(Kept last, Throwable failure) {
        return clock.instant().isBefore(last.expiresAt().plus(STALE))
                ? Future.succeededFuture(last.keys())
                : Future.failedFuture(failure);
    }

    private Future<TrustedKeys> fetched() {
        if (underWay != null) {
            return underWay;
        }
        Promise<TrustedKeys> promise = Promise.promise();
        underWay = promise.future();
        lastAttempt = clock.instant();
        Future.succeededFuture()
                .compose(start -> fetch.get())
                .map(this::keep)
                .andThen((keys, failure) -> note(failure))
                .onComplete(promise);
        return promise.future();
    }

    private synchronized TrustedKeys keep(FetchedKeys fetched) {
        Instant now = clock.instant();
        double share = AHEAD + JITTER * (2 * random.nextDouble() - 1);
        Duration untilRefresh = Duration.ofMillis((long) (fetched.life().toMillis() * share));
        kept = new Kept(fetched.keys(), now.plus(untilRefresh), now.plus(fetched.life()));
        return fetched.keys();
    }

    private synchronized void note(@Nullable Throwable failure) {
        lastFailure = failure;
        failures = failure == null ? 0 : failures + 1;
        underWay = null;
    }
}
