package io.bourse.db;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The database's clock as this node knows it, so that all nodes agree on what has expired. Runs on this node's
 * monotonic clock between measurements, so a step of its wall clock changes nothing; before the first measurement it
 * shows the wall clock of when it was made. Safe for use by several threads.
 */
public final class DatabaseClock implements InstantSource {

    private final LongSupplier nanos;
    private volatile Anchor anchor;

    public DatabaseClock() {
        this(InstantSource.system(), System::nanoTime);
    }

    DatabaseClock(InstantSource wall, LongSupplier nanos) {
        this.nanos = nanos;
        this.anchor = new Anchor(wall.instant(), nanos.getAsLong());
    }

    @Override
    public Instant instant() {
        return anchor.at(nanos.getAsLong());
    }

    /**
     * Takes a measurement: the database read its clock at some moment between two readings of
     * {@link System#nanoTime()}. One that does not contradict what is known changes nothing, so that the noise of the
     * network does not make time jump.
     */
    public void measured(Instant database, long sentNanos, long receivedNanos) {
        long halfTrip = Math.max(0, receivedNanos - sentNanos) / 2;
        long middle = sentNanos + halfTrip;
        Duration error = Duration.between(anchor.at(middle), database).abs();
        if (error.compareTo(Duration.ofNanos(halfTrip)) > 0) {
            anchor = new Anchor(database, middle);
        }
    }

    private record Anchor(Instant instant, long nanos) {

        Instant at(long now) {
            return instant.plusNanos(now - nanos);
        }
    }
}
