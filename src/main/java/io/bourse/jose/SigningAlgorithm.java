package io.bourse.jose;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import org.jspecify.annotations.Nullable;

/** The algorithms that sign our tokens (RFC 7518 section 3.1, RFC 8037). */
public enum SigningAlgorithm {
    ES256("ES256", "EC", "SHA256withECDSAinP1363Format"),
    EDDSA("EdDSA", "Ed25519", "Ed25519"),
    PS256("PS256", "RSA", "RSASSA-PSS"),
    RS256("RS256", "RSA", "SHA256withRSA");

    static final int EC_SIGNATURE_BYTES = 64;

    private static final int RSA_BITS = 2048;

    private final String jwsName;
    private final String keyAlgorithm;
    private final String signatureAlgorithm;

    SigningAlgorithm(String jwsName, String keyAlgorithm, String signatureAlgorithm) {
        this.jwsName = jwsName;
        this.keyAlgorithm = keyAlgorithm;
        this.signatureAlgorithm = signatureAlgorithm;
    }

    /** The value of {@code alg}. */
    public String jwsName() {
        return jwsName;
    }

    /** @throws IllegalArgumentException if none has this JWS name */
    public static SigningAlgorithm of(String jwsName) {
        for (SigningAlgorithm algorithm : values()) {
            if (algorithm.jwsName.equals(jwsName)) {
                return algorithm;
            }
        }
        throw new IllegalArgumentException("not an algorithm that signs our tokens");
    }

    /** Whether making a key takes too long for an event loop: RSA takes 50 to 500 ms, the others microseconds. */
    public boolean isSlowToGenerate() {
        return keyAlgorithm.equals("RSA");
    }

    /** Whether a signature is two numbers of 32 bytes; of RSA it is as long as the modulus. */
    boolean isEllipticCurve() {
        return !keyAlgorithm.equals("RSA");
    }

    KeyPair generateKeyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(keyAlgorithm);
            AlgorithmParameterSpec parameters = keyParameters();
            if (parameters != null) {
                generator.initialize(parameters);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot make keys for " + jwsName, e);
        }
    }

    private @Nullable AlgorithmParameterSpec keyParameters() {
        return switch (this) {
            case ES256 -> new ECGenParameterSpec("secp256r1");
            case EDDSA -> null;
            case PS256, RS256 -> new RSAKeyGenParameterSpec(RSA_BITS, RSAKeyGenParameterSpec.F4);
        };
    }

    /** @param provider null leaves the choice to the JDK */
    Signature newSignature(@Nullable Provider provider) throws GeneralSecurityException {
        Signature signature = provider == null
                ? Signature.getInstance(signatureAlgorithm)
                : Signature.getInstance(signatureAlgorithm, provider);
        if (this == PS256) {
            signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        }
        return signature;
    }
}
