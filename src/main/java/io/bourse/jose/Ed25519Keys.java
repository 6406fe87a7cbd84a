package io.bourse.jose;

import com.nimbusds.jose.jwk.OctetKeyPair;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** Ed25519 keys between JWK (RFC 8037 section 2) and the JDK, which nimbus does not convert. */
final class Ed25519Keys {

    private static final int RAW_BYTES = 32;

    /** What precedes the 32 bytes in the encodings of RFC 8410 sections 4 and 7. */
    private static final byte[] PUBLIC_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final byte[] PRIVATE_PREFIX = HexFormat.of().parseHex("302e020100300506032b657004220420");

    private Ed25519Keys() {}

    static KeyPair keyPair(OctetKeyPair jwk) throws GeneralSecurityException {
        PrivateKey privateKey = KeyFactory.getInstance("Ed25519")
                .generatePrivate(new PKCS8EncodedKeySpec(encoded(PRIVATE_PREFIX, jwk.getDecodedD())));
        return new KeyPair(publicKey(jwk), privateKey);
    }

    /** Fails if {@code x} is not the encoding of a point. */
    static PublicKey publicKey(OctetKeyPair jwk) throws GeneralSecurityException {
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(encoded(PUBLIC_PREFIX, jwk.getDecodedX())));
    }

    /** The 32 bytes of RFC 8032; both standard encodings end in them. */
    static byte[] raw(Key key) {
        byte[] encoded = key.getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - RAW_BYTES, encoded.length);
    }

    private static byte[] encoded(byte[] prefix, byte[] raw) throws GeneralSecurityException {
        if (raw.length != RAW_BYTES) {
            throw new GeneralSecurityException("an Ed25519 key has 32 bytes");
        }
        byte[] encoded = Arrays.copyOf(prefix, prefix.length + RAW_BYTES);
        System.arraycopy(raw, 0, encoded, prefix.length, RAW_BYTES);
        return encoded;
    }
}
