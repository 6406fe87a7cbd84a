package io.bourse.crypto;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Derives keys from a key (HKDF with SHA-256, RFC 5869). */
final class Hkdf {

    private static final String HMAC = "HmacSHA256";
    private static final int HASH_BYTES = 32;
    private static final int MAX_BLOCKS = 255;

    private Hkdf() {}

    /**
     * @param salt may be empty
     * @param info what the derived key is for
     * @param length in bytes, at most 8160
     */
    static byte[] derive(byte[] key, byte[] salt, byte[] info, int length) {
        if (length < 1 || length > MAX_BLOCKS * HASH_BYTES) {
            throw new IllegalArgumentException("HKDF cannot derive " + length + " bytes");
        }
        // RFC 5869 section 2.2: no salt means one of zeros.
        byte[] pseudorandomKey = mac(salt.length == 0 ? new byte[HASH_BYTES] : salt, key);
        ByteArrayOutputStream derived = new ByteArrayOutputStream();
        byte[] block = {};
        for (int i = 1; derived.size() < length; i++) {
            block = mac(pseudorandomKey, block, info, new byte[] {(byte) i});
            derived.writeBytes(block);
        }
        return Arrays.copyOf(derived.toByteArray(), length);
    }

    private static byte[] mac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no HMAC-SHA-256", e);
        }
    }
}
