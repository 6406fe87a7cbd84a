package io.bourse.keys;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A signing key as it is kept.
 *
 * @param algorithm its JWS name
 * @param sealedPrivate the private JWK, sealed under a master key for the context {@link #context}
 * @param publicJwk for people to look at; what we trust is what the sealed part says
 * @param signsFrom from when on it signs
 * @param retiredAt from when on it only verifies; null while no other is to follow
 */
public record StoredKey(
        String id,
        String algorithm,
        String sealedPrivate,
        String publicJwk,
        Instant signsFrom,
        @Nullable Instant retiredAt) {

    /** What the private part is sealed for: this key and no other. */
    static String context(String id) {
        return "signing_key:" + id;
    }

    @Override
    public String toString() {
        return "StoredKey[" + algorithm + ", " + id + "]";
    }
}
