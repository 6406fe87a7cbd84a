package io.bourse.crypto;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/**
 * Makes ids that sort by time (UUID version 7, RFC 9562 section 5.7): 48 bits of milliseconds, 74 random bits. Safe for
 * any thread. Within a millisecond they have no order.
 */
public final class UuidV7 {

    private static final int BUFFER_BYTES = 4096;
    private static final int VERSION = 7;
    private static final int VARIANT = 2;

    private final InstantSource clock;
    private final SecureRandom random;

    /** One call to the generator serves 256 ids: the call costs more than the bytes. */
    private final ThreadLocal<ByteBuffer> buffers =
            ThreadLocal.withInitial(() -> ByteBuffer.allocate(BUFFER_BYTES).limit(0));

    public UuidV7(InstantSource clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /** For now. */
    public UUID next() {
        return at(clock.instant());
    }

    /** For a time, to the millisecond. */
    public UUID at(Instant time) {
        ByteBuffer buffer = buffers.get();
        if (!buffer.hasRemaining()) {
            random.nextBytes(buffer.array());
            buffer.clear();
        }
        long high = time.toEpochMilli() << 16 | (long) VERSION << 12 | buffer.getLong() & 0xFFF;
        long low = (long) VARIANT << 62 | buffer.getLong() >>> 2;
        return new UUID(high, low);
    }

    /** When it was made, in milliseconds since the epoch; meaningless unless {@link #isV7}. */
    public static long timeOf(UUID id) {
        return id.getMostSignificantBits() >>> 16;
    }

    /** Whether it is of version 7 and of the variant of RFC 9562. */
    public static boolean isV7(UUID id) {
        return id.version() == VERSION && id.variant() == VARIANT;
    }
}
