package io.bourse.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.fakes.FixedClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class CircuitBreakerTest {

    private static final Duration PAUSE = OutboundLimits.STANDARD.pause();

    private final FixedClock clock = new FixedClock();
    private final CircuitBreaker breaker = new CircuitBreaker("idp", OutboundLimits.STANDARD, clock);

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(breaker.pass()).isTrue();
            breaker.report(false);
        }
    }

    @Test
    void opensAfterFiveFailuresInARow() {
        fail(4);
        assertThat(breaker.isOpen()).isFalse();

        fail(1);

        assertThat(breaker.isOpen()).isTrue();
        assertThat(breaker.pass()).isFalse();
    }

    @Test
    void oneSuccessBeginsTheCountAnew() {
        fail(4);
        assertThat(breaker.pass()).isTrue();
        breaker.report(true);

        fail(4);

        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void letsOneProbeThroughAfterEachPause() {
        fail(5);
        clock.advance(PAUSE);

        assertThat(breaker.pass()).isTrue();
        assertThat(breaker.pass()).isFalse();
        breaker.report(false);
        assertThat(breaker.pass()).isFalse();

        clock.advance(PAUSE);
        assertThat(breaker.pass()).isTrue();
        breaker.report(true);
        assertThat(breaker.pass()).isTrue();
        assertThat(breaker.pass()).isTrue();
    }
}
