package io.bourse.crypto;

import io.bourse.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/** Secrets that we generate, and how secrets are compared. */
public final class Secrets {

    private static final int SECRET_BYTES = 32;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final SecureRandom random;

    public Secrets(SecureRandom random) {
        this.random = random;
    }

    /** A new secret of 256 bits, as 43 characters of base64url. */
    public Secret generate() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return new Secret(ENCODER.encodeToString(bytes));
    }

    /** The SHA-256 of the text's UTF-8, in base64url. Only for secrets that cannot be guessed. */
    public static String sha256(String text) {
        return ENCODER.encodeToString(Sha256.of(text));
    }

    /** Whether both are the same, in a time that says nothing about where they differ. */
    public static boolean equal(String one, String other) {
        return equal(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    /** As {@link #equal(String, String)}. */
    public static boolean equal(byte[] one, byte[] other) {
        return MessageDigest.isEqual(one, other);
    }
}
