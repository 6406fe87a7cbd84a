package io.bourse.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.fakes.FixedClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UuidV7Test {

    private final FixedClock clock = new FixedClock();
    private final UuidV7 ids = new UuidV7(clock, new SecureRandom());

    @Test
    void holdsTheTimeAtWhichItWasMade() {
        UUID id = ids.next();

        assertThat(UuidV7.isV7(id)).isTrue();
        assertThat(UuidV7.timeOf(id)).isEqualTo(clock.millis());
    }

    @Test
    void sortsByTime() {
        UUID before = ids.next();
        clock.advance(Duration.ofMillis(1));

        assertThat(ids.next().toString()).isGreaterThan(before.toString());
    }

    @Test
    void noTwoAreEqual() {
        Set<UUID> made =
                IntStream.range(0, 100_000).parallel().mapToObj(i -> ids.next()).collect(Collectors.toSet());

        assertThat(made).hasSize(100_000).allMatch(UuidV7::isV7);
    }

    /** RFC 9562 appendix A.6. */
    @Test
    void readsTheExampleOfTheStandard() {
        UUID example = UUID.fromString("017F22E2-79B0-7CC3-98C4-DC0C0C07398F");

        assertThat(UuidV7.isV7(example)).isTrue();
        assertThat(UuidV7.timeOf(example)).isEqualTo(0x017F22E279B0L);
        assertThat(UuidV7.isV7(UUID.randomUUID())).isFalse();
    }
}
