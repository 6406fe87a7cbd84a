package io.bourse.crypto;

/**
 * What a password hash costs (RFC 9106 section 3.1). Bounded, so that a stored text can claim neither all memory nor
 * minutes.
 *
 * @param memoryKib memory in KiB, 64 MiB at most
 * @param iterations passes over the memory
 * @param parallelism lanes
 */
public record PasswordCost(int memoryKib, int iterations, int parallelism) {

    /** OWASP Password Storage Cheat Sheet: 19 MiB, 2 passes, 1 lane. */
    public static final PasswordCost DEFAULT = new PasswordCost(19456, 2, 1);

    private static final int MAX_MEMORY_KIB = 64 * 1024;
    private static final int MAX_ITERATIONS = 10;
    private static final int MAX_PARALLELISM = 4;

    public PasswordCost {
        if (parallelism < 1 || parallelism > MAX_PARALLELISM) {
            throw new IllegalArgumentException("parallelism must be 1 to " + MAX_PARALLELISM);
        }
        // RFC 9106 section 3.1: 8 blocks a lane at least.
        if (memoryKib < 8 * parallelism || memoryKib > MAX_MEMORY_KIB) {
            throw new IllegalArgumentException("memory must be 8 a lane to " + MAX_MEMORY_KIB + " KiB");
        }
        if (iterations < 1 || iterations > MAX_ITERATIONS) {
            throw new IllegalArgumentException("iterations must be 1 to " + MAX_ITERATIONS);
        }
    }

    /** Whether a guess against the other costs less than one against this. */
    boolean exceeds(PasswordCost other) {
        return (long) memoryKib * iterations > (long) other.memoryKib * other.iterations;
    }
}
