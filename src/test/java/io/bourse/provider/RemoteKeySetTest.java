package io.bourse.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.fakes.FixedClock;
import io.bourse.jose.InvalidJwkException;
import io.bourse.jose.TrustedKeys;
import io.bourse.oauth.OAuthException;
import io.bourse.provider.RemoteKeySet.FetchedKeys;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class RemoteKeySetTest {

    private static final Duration LIFE = Duration.ofMinutes(10);

    private final FixedClock clock = new FixedClock();
    private final List<Promise<FetchedKeys>> fetches = new ArrayList<>();
    private final RemoteKeySet set = set(0.5);

    /** @param chance 0.5 is no jitter, 0 and 1 are its ends */
    private RemoteKeySet set(double chance) {
        return new RemoteKeySet(this::fetch, clock, new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new AssertionError("only doubles are asked for");
            }

            @Override
            public double nextDouble() {
                return chance;
            }
        });
    }

    private Future<FetchedKeys> fetch() {
        Promise<FetchedKeys> promise = Promise.promise();
        fetches.add(promise);
        return promise.future();
    }

    private static TrustedKeys keys() {
        try {
            return TrustedKeys.parse("{\"keys\":[]}".getBytes(StandardCharsets.UTF_8));
        } catch (InvalidJwkException e) {
            throw new AssertionError(e);
        }
    }

    private TrustedKeys answer() {
        TrustedKeys keys = keys();
        fetches.get(fetches.size() - 1).complete(new FetchedKeys(keys, LIFE));
        return keys;
    }

    private void down() {
        fetches.get(fetches.size() - 1).fail(OAuthException.unavailable("down"));
    }

    private TrustedKeys loaded() {
        set.current().onComplete(any -> {});
        return answer();
    }

    @Test
    void aThousandCallersAreOneFetch() {
        List<Future<TrustedKeys>> callers = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            callers.add(set.current());
        }

        TrustedKeys keys = answer();

        assertThat(fetches).hasSize(1);
        assertThat(callers).allMatch(caller -> caller.result() == keys);
    }

    @Test
    void aThousandCallersAtTheEndOfLifeAreOneFetch() {
        loaded();
        clock.advance(LIFE);
        List<Future<TrustedKeys>> callers = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            callers.add(set.current());
        }

        TrustedKeys keys = answer();

        assertThat(fetches).hasSize(2);
        assertThat(callers).allMatch(caller -> caller.result() == keys);
    }

    @Test
    void fetchesAheadAtFourFifthsOfLifeWhileTheOldKeysServe() {
        TrustedKeys old = loaded();
        clock.advance(Duration.ofMinutes(8).minusMillis(1));
        assertThat(set.current().result()).isSameAs(old);
        assertThat(fetches).hasSize(1);

        clock.advance(Duration.ofMillis(1));

        assertThat(set.current().result()).isSameAs(old);
        assertThat(set.current().result()).isSameAs(old);
        assertThat(fetches).hasSize(2);
        TrustedKeys fresh = answer();
        assertThat(set.current().result()).isSameAs(fresh);
    }

    @Test
    void theMomentOfFetchingAheadIsSpreadByATenthOfLifeEachWay() {
        for (double chance : List.of(0.0, 1.0)) {
            RemoteKeySet jittered = set(chance);
            jittered.current().onComplete(any -> {});
            answer();
            int before = fetches.size();
            Duration ahead = Duration.ofMinutes(chance == 0.0 ? 7 : 9);

            clock.advance(ahead.minusMillis(1));
            jittered.current().onComplete(any -> {});
            assertThat(fetches).hasSize(before);

            clock.advance(Duration.ofMillis(1));
            jittered.current().onComplete(any -> {});
            assertThat(fetches).hasSize(before + 1);
        }
    }

    @Nested
    class UnknownKid {

        @Test
        void tenThousandInAMinuteAreOneFetchEachHalfMinute() {
            TrustedKeys keys = loaded();

            for (int i = 0; i < 10_000; i++) {
                clock.advance(Duration.ofMillis(6));
                Future<TrustedKeys> newer = set.newerThan(keys);
                if (fetches.size() > 1 && !newer.isComplete()) {
                    keys = answer();
                }
            }

            assertThat(fetches).hasSize(1 + 2);
        }

        @Test
        void getsTheNewKeysOnceThePaceAllows() {
            TrustedKeys old = loaded();
            assertThat(set.newerThan(old).result()).isSameAs(old);
            clock.advance(RemoteKeySet.PATIENCE);

            Future<TrustedKeys> newer = set.newerThan(old);
            TrustedKeys fresh = answer();

            assertThat(newer.result()).isSameAs(fresh);
            assertThat(set.newerThan(old).result()).isSameAs(fresh);
            assertThat(fetches).hasSize(2);
        }

        @Test
        void isNotKnownToBeBadWhileTheProviderIsDown() {
            TrustedKeys old = loaded();
            clock.advance(RemoteKeySet.PATIENCE);
            Future<TrustedKeys> first = set.newerThan(old);
            down();

            Future<TrustedKeys> second = set.newerThan(old);

            assertThat(first.cause()).isInstanceOf(OAuthException.class);
            assertThat(second.cause()).isInstanceOf(OAuthException.class);
            assertThat(set.current().result()).isSameAs(old);
            assertThat(fetches).hasSize(2);
        }
    }

    @Nested
    class ProviderDown {

        @Test
        void theLastGoodKeysServeForAnHourMore() {
            TrustedKeys old = loaded();
            clock.advance(LIFE);
            Future<TrustedKeys> waited = set.current();
            down();
            assertThat(waited.result()).isSameAs(old);

            clock.advance(Duration.ofMinutes(60).minusMillis(1));
            Future<TrustedKeys> last = set.current();
            down();
            assertThat(last.result()).isSameAs(old);

            clock.advance(RemoteKeySet.PATIENCE);
            Future<TrustedKeys> tooLate = set.current();
            down();
            assertThat(tooLate.cause()).isInstanceOf(OAuthException.class);
        }

        @Test
        void nobodyWaitsAgainForAProviderThatHasJustFailed() {
            TrustedKeys old = loaded();
            clock.advance(LIFE);
            set.current().onComplete(any -> {});
            down();

            assertThat(set.current().result()).isSameAs(old);
            assertThat(fetches).hasSize(2);
        }

        @Test
        void withoutAnyKeysThePausesBetweenAttemptsGrowToThePace() {
            for (int seconds : List.of(1, 2, 4, 8, 16, 30, 30)) {
                Future<TrustedKeys> attempt = set.current();
                down();
                assertThat(attempt.cause()).isInstanceOf(OAuthException.class);
                int before = fetches.size();

                clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
                assertThat(set.current().cause()).isInstanceOf(OAuthException.class);
                assertThat(fetches).hasSize(before);
                clock.advance(Duration.ofMillis(1));
            }

            Future<TrustedKeys> back = set.current();
            TrustedKeys keys = answer();
            assertThat(back.result()).isSameAs(keys);
        }

        @Test
        void aFailedFetchAheadIsTriedAgainAtThePace() {
            TrustedKeys old = loaded();
            clock.advance(Duration.ofMinutes(8));
            assertThat(set.current().result()).isSameAs(old);
            down();
            assertThat(set.current().result()).isSameAs(old);
            assertThat(fetches).hasSize(2);

            clock.advance(RemoteKeySet.PATIENCE);
            assertThat(set.current().result()).isSameAs(old);

            assertThat(fetches).hasSize(3);
        }
    }
}
