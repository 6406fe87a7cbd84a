package io.bourse.provider;

import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves a provider alone after consecutive failures; then one call each pause probes whether it is back. Safe for any
 * thread.
 */
final class CircuitBreaker {

    private static final Logger LOG = LoggerFactory.getLogger(CircuitBreaker.class);

    private final String provider;
    private final OutboundLimits limits;
    private final InstantSource clock;

    private int failures;
    private boolean probing;
    /** Null while calls pass. */
    private @Nullable Instant probeAt;

    CircuitBreaker(String provider, OutboundLimits limits, InstantSource clock) {
        this.provider = provider;
        this.limits = limits;
        this.clock = clock;
    }

    /** Whether a call would be refused now; takes nothing. */
    synchronized boolean isOpen() {
        return probeAt != null && (probing || clock.instant().isBefore(probeAt));
    }

    /** Whether a call may begin. If so its end must be reported, for it may be the probe. */
    synchronized boolean pass() {
        if (isOpen()) {
            return false;
        }
        probing = probeAt != null;
        return true;
    }

    void report(boolean success) {
        if (success) {
            succeeded();
        } else {
            failed();
        }
    }

    private synchronized void succeeded() {
        if (probeAt != null) {
            LOG.atInfo().addKeyValue("provider", provider).log("identity provider answers again");
        }
        failures = 0;
        probing = false;
        probeAt = null;
    }

    private synchronized void failed() {
        failures++;
        probing = false;
        if (failures < limits.failures()) {
            return;
        }
        if (probeAt == null) {
            LOG.atWarn()
                    .addKeyValue("provider", provider)
                    .addKeyValue("failures", failures)
                    .log("identity provider fails, it is left alone");
        }
        probeAt = clock.instant().plus(limits.pause());
    }
}
