package io.bourse.grant;

import io.bourse.jose.RsaPublicKeys;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The key that a signature is verified with, be one known by the key id or not: how long that takes is told by the
 * signature, which the caller has chosen, and so tells nothing of a key. RSA refuses before it computes whatever is not as
 * long as the modulus, and below it; and how long it computes is told by that length, and by the exponent, which is 65537
 * of all keys that common tools make. What is longer than any key that we take is refused uncomputed.
 */
final class VerificationKey {

    private static final int MIN_BYTES = RsaPublicKeys.MIN_BITS / Byte.SIZE;
    private static final int MAX_BYTES = RsaPublicKeys.MAX_BITS / Byte.SIZE;

    private VerificationKey() {}

    /**
     * The found key, if it can have made the signature; else nobody's of the signature's length, or of the least length of
     * ours. Whoever wants to can sign with nobody's: what verifies with that proves nothing.
     *
     * @param found null if there is none
     */
    static RSAPublicKey of(byte[] signature, @Nullable RSAPublicKey found) {
        // In any case: to make it takes time too.
        RSAPublicKey nobodys =
                nobodys(signature.length > MAX_BYTES ? MIN_BYTES : Math.max(signature.length, MIN_BYTES));
        return found != null && canHaveMade(signature, found) ? found : nobodys;
    }

    private static boolean canHaveMade(byte[] signature, RSAPublicKey key) {
        BigInteger modulus = key.getModulus();
        return signature.length == (modulus.bitLength() + Byte.SIZE - 1) / Byte.SIZE
                && new BigInteger(1, signature).compareTo(modulus) < 0;
    }

    /** Of the largest modulus, which no signature of its length but one reaches. */
    private static RSAPublicKey nobodys(int bytes) {
        try {
            BigInteger modulus = BigInteger.ONE.shiftLeft(bytes * Byte.SIZE).subtract(BigInteger.ONE);
            return (RSAPublicKey) KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(modulus, RSAKeyGenParameterSpec.F4));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no RSA", e);
        }
    }
}
