package io.bourse.http;

/** Whether this node is about to stop: not ready any more, still serving, ending connections as they are answered. */
public final class Draining {

    private volatile boolean draining;

    /** Begins; there is no way back. */
    public void begin() {
        draining = true;
    }

    public boolean isDraining() {
        return draining;
    }
}
