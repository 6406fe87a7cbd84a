package io.bourse.httpsig;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A signature as a request says it, not yet believed; whichever standard it was written by.
 *
 * @param keyId names the key; anything
 * @param algorithm what it claims to be made with; null if it does not say
 * @param version what the writer says of its format; null if nothing
 * @param covered names of the covered parts in the order signed, each once, those of headers in lower case; never empty
 * @param expires after which it counts no more; null if it does not say
 * @param base how the covered parts were written down
 * @param bytes the signature itself. Not copied: nobody may change them
 */
public record HttpSignature(
        String keyId,
        @Nullable String algorithm,
        @Nullable String version,
        List<String> covered,
        @Nullable Instant expires,
        SignatureBase base,
        byte[] bytes) {

    public HttpSignature {
        covered = List.copyOf(covered);
    }

    /** Names neither the key, which may be a token, nor the signature. */
    @Override
    public String toString() {
        return "HttpSignature[" + algorithm + ", " + covered + "]";
    }
}
