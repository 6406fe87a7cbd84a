package io.bourse.provider;

import java.time.Duration;

/**
 * What a call to a provider may cost us, whatever its entry says; {@link Provider.Limits} can only be lower.
 *
 * @param connect time to establish the TCP connection
 * @param total time for everything from the call to the last byte of the answer, waiting for a turn included; absolute,
 *     so that an answer that arrives a byte at a time ends it too
 * @param maxBytes size of an answer's body
 * @param concurrent calls to one provider at a time
 * @param waiting calls to one provider that may wait for their turn
 * @param failures consecutive failures after which a provider is left alone
 * @param pause how long it is left alone before one call probes it
 */
public record OutboundLimits(
        Duration connect, Duration total, int maxBytes, int concurrent, int waiting, int failures, Duration pause) {

    public static final OutboundLimits STANDARD = new OutboundLimits(
            Duration.ofMillis(500), Duration.ofSeconds(10), 1024 * 1024, 20, 20, 5, Duration.ofSeconds(5));

    public OutboundLimits {
        if (connect.isNegative() || connect.isZero() || total.compareTo(connect) < 0) {
            throw new IllegalArgumentException("connect must be positive and within total");
        }
        if (maxBytes < 1 || concurrent < 1 || waiting < 0 || failures < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }

    Duration total(Provider provider) {
        Duration own = provider.limits().timeout();
        return own.compareTo(total) < 0 ? own : total;
    }

    int maxBytes(Provider provider) {
        return Math.min(provider.limits().maxAnswer(), maxBytes);
    }
}
