package io.bourse.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DatabaseClockTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private long nanos = 1_000;
    private final DatabaseClock clock = new DatabaseClock(() -> START, () -> nanos);

    @Test
    void showsTheWallClockUntilItIsMeasured() {
        pass(1_500);

        assertThat(clock.instant()).isEqualTo(START.plusMillis(1_500));
    }

    @Test
    void showsTheDatabasesTimeAtTheMiddleOfTheTrip() {
        long sent = nanos;
        pass(20);
        clock.measured(START.plusSeconds(3_600), sent, nanos);

        assertThat(clock.instant()).isEqualTo(START.plusSeconds(3_600).plusMillis(10));
        pass(1_000);
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(3_601).plusMillis(10));
    }

    @Test
    void aMeasurementWithinItsErrorChangesNothing() {
        clock.measured(START.plusSeconds(60), nanos, nanos);
        long sent = nanos;
        pass(100);

        clock.measured(START.plusSeconds(60).plusMillis(95), sent, nanos);

        assertThat(clock.instant()).isEqualTo(START.plusSeconds(60).plusMillis(100));
    }

    @Test
    void followsADatabaseWhoseClockWasSet() {
        clock.measured(START.plusSeconds(60), nanos, nanos);

        clock.measured(START.minusSeconds(60), nanos, nanos);

        assertThat(clock.instant()).isEqualTo(START.minusSeconds(60));
    }

    private void pass(long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
