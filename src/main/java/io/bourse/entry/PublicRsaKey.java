package io.bourse.entry;

import io.bourse.jose.InvalidJwkException;
import io.bourse.jose.RsaPublicKeys;
import java.security.interfaces.RSAPublicKey;

/** Reads the key that a principal signs with, in the forms in which people have one. */
final class PublicRsaKey {

    static final String PRIVATE =
            "is a PRIVATE key, which its owner must never show anybody: take it for stolen, make a"
                    + " new pair, and give the public key of that";

    private PublicRsaKey() {}

    /**
     * The key of a PEM, its base64 alone, or a JWK.
     *
     * @throws IllegalArgumentException if it is none that can be taken; says nothing of what was given, which may be secret
     */
    static RSAPublicKey read(String text) {
        boolean jwk = text.stripLeading().startsWith("{");
        if (text.contains("PRIVATE KEY") || (jwk && text.contains("\"d\""))) {
            throw new IllegalArgumentException(PRIVATE);
        }
        try {
            return jwk ? RsaPublicKeys.parseJwk(text) : RsaPublicKeys.parse(text);
        } catch (InvalidJwkException e) {
            throw new IllegalArgumentException("cannot be taken: " + e.getMessage() + "; give an RSA key of at least "
                    + RsaPublicKeys.MIN_BITS + " bits, as PEM (BEGIN PUBLIC KEY) or JWK");
        }
    }
}
