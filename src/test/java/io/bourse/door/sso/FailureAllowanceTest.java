package io.bourse.door.sso;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.fakes.FixedClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailureAllowanceTest {

    private final FixedClock clock = new FixedClock();
    private final FailureAllowance allowance = new FailureAllowance(clock);

    private int taken(String key, int calls) {
        int taken = 0;
        for (int i = 0; i < calls; i++) {
            taken += allowance.take(key) ? 1 : 0;
        }
        return taken;
    }

    @Test
    void aKeyHasSoManyAMinuteWhateverOthersHave() {
        assertThat(taken("a", 1_000)).isEqualTo(FailureAllowance.A_MINUTE);
        assertThat(taken("b", 1)).isEqualTo(1);
        assertThat(taken("a", 1)).isZero();

        clock.advance(Duration.ofMinutes(1));

        assertThat(taken("a", 1_000)).isEqualTo(FailureAllowance.A_MINUTE);
    }

    @Test
    void whatIsRememberedIsBounded() {
        int most = 10_000;
        for (int i = 0; i < most; i++) {
            assertThat(allowance.take("key " + i)).isTrue();
        }

        assertThat(allowance.take("one more")).isFalse();
        assertThat(allowance.take("key 0")).isTrue();
    }
}
