package io.bourse.httpsig;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a signature must be to count: the rules of whoever writes such signatures.
 *
 * @param algorithm what it must say that it is made with; how it is checked follows from the key
 * @param version what its format must be called; null if it need not say
 * @param times names of headers that tell the time: one at least must be covered, and each that is counts
 * @param covered what else must be covered
 * @param coveredWithBody what must be covered besides where there is, or may be, a body
 * @param digest the header with the base64 of the body's SHA-256
 * @param skew how far from now the time may be, both ways
 * @param minBits of the modulus of an RSA key
 */
public record SignatureProfile(
        String algorithm,
        @Nullable String version,
        Set<String> times,
        Set<String> covered,
        Set<String> coveredWithBody,
        String digest,
        Duration skew,
        int minBits) {

    /** Of Oracle Cloud ("Request Signatures"). */
    public static final SignatureProfile ORACLE = new SignatureProfile(
            "rsa-sha256",
            "1",
            Set.of("date", "x-date"),
            Set.of("(request-target)", "host"),
            Set.of("content-length", "content-type", "x-content-sha256"),
            "x-content-sha256",
            Duration.ofMinutes(5),
            2048);

    public SignatureProfile {
        times = Set.copyOf(times);
        covered = Set.copyOf(covered);
        coveredWithBody = Set.copyOf(coveredWithBody);
    }

    /** The same for keys of so many bits, such as the published examples have. */
    public SignatureProfile withMinBits(int bits) {
        return new SignatureProfile(algorithm, version, times, covered, coveredWithBody, digest, skew, bits);
    }
}
