package io.bourse.fakes;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands until a test moves it. */
public final class FixedClock implements InstantSource {

    /** Where {@link #FixedClock()} stands. */
    public static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private volatile Instant now;

    public FixedClock() {
        this(START);
    }

    public FixedClock(Instant now) {
        this.now = now;
    }

    @Override
    public Instant instant() {
        return now;
    }

    public void set(Instant instant) {
        now = instant;
    }

    public synchronized void advance(Duration by) {
        now = now.plus(by);
    }
}
