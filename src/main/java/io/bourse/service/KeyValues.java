package io.bourse.service;

import io.bourse.config.Secret;
import io.bourse.crypto.Secrets;
import java.security.SecureRandom;

/** Values of keys: 21 random bytes in base32 (RFC 4648 section 6). Told once; kept as SHA-256, which 168 bits allow. */
public final class KeyValues {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int BYTES = 21;
    private static final int BITS = 5;

    private final SecureRandom random;

    public KeyValues(SecureRandom random) {
        this.random = random;
    }

    /** A new value of 34 characters. */
    public Secret generate() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new Secret(base32(bytes));
    }

    /** The form in which a value is stored. */
    static String stored(Secret value) {
        return Secrets.sha256(value.reveal());
    }

    static String base32(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        int buffer = 0;
        int held = 0;
        for (byte each : bytes) {
            buffer = buffer << Byte.SIZE | each & 0xFF;
            held += Byte.SIZE;
            while (held >= BITS) {
                held -= BITS;
                text.append(ALPHABET.charAt(buffer >>> held & 31));
            }
        }
        return held == 0
                ? text.toString()
                : text.append(ALPHABET.charAt(buffer << BITS - held & 31)).toString();
    }
}
