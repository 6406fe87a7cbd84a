package io.bourse.httpsig;

import java.time.Instant;

/**
 * A signature that its key made over this message, at about this time. Only {@link SignatureVerifier} makes one.
 *
 * @param id the same for every signature of this key id over the same; no secret
 * @param until after which the signature counts no more
 */
public record VerifiedSignature(String id, Instant until) {}
