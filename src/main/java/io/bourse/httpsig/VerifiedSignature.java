package io.bourse.httpsig;

import java.time.Instant;

/** A signature that its key made over this message, at about this time. Only {@link SignatureVerifier} makes one. */
public final class VerifiedSignature {

    private final String id;
    private final Instant until;

    VerifiedSignature(String id, Instant until) {
        this.id = id;
        this.until = until;
    }

    /** The same for every signature that this key made over the same, whatever the key is called; no secret. */
    public String id() {
        return id;
    }

    /** After which the signature counts no more. */
    public Instant until() {
        return until;
    }
}
