package io.bourse.jose;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import org.jspecify.annotations.Nullable;

/** Checks signatures of one key, with one {@link Signature} a thread, so that nothing is ever locked. */
final class SignatureCheck {

    private final SigningAlgorithm algorithm;
    private final PublicKey key;
    private final @Nullable Provider provider;
    private final ThreadLocal<Signature> verifiers = ThreadLocal.withInitial(this::newVerifier);

    SignatureCheck(SigningAlgorithm algorithm, PublicKey key, @Nullable Provider provider) {
        this.algorithm = algorithm;
        this.key = key;
        this.provider = provider;
    }

    boolean matches(byte[] input, byte[] signature) {
        if (algorithm.isEllipticCurve()
                && (signature.length != SigningAlgorithm.EC_SIGNATURE_BYTES || isTrivial(signature))) {
            return false;
        }
        try {
            Signature verifier = verifiers.get();
            verifier.update(input);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            // Some providers throw for a malformed signature and leave their object half used.
            verifiers.remove();
            return false;
        }
    }

    /** r or s of zero, which the JDK once took for valid (CVE-2022-21449). */
    private boolean isTrivial(byte[] signature) {
        if (algorithm != SigningAlgorithm.ES256) {
            return false;
        }
        int half = signature.length / 2;
        return isZero(signature, 0, half) || isZero(signature, half, signature.length);
    }

    private static boolean isZero(byte[] bytes, int from, int to) {
        int bits = 0;
        for (int i = from; i < to; i++) {
            bits |= bytes[i];
        }
        return bits == 0;
    }

    private Signature newVerifier() {
        try {
            Signature verifier = algorithm.newSignature(provider);
            verifier.initVerify(key);
            return verifier;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the crypto provider cannot use a key for " + algorithm.jwsName(), e);
        }
    }
}
