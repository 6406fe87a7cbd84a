package io.bourse.fakes;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** RSA key pairs of those who sign requests: the same one for the same name and size during a run. */
public final class TestRsaKeys {

    private static final Map<String, KeyPair> MADE = new ConcurrentHashMap<>();

    private TestRsaKeys() {}

    public static KeyPair pair(String name, int bits) {
        return MADE.computeIfAbsent(bits + " " + name, key -> generate(bits));
    }

    /** Of 2048 bits. */
    public static KeyPair pair(String name) {
        return pair(name, 2048);
    }

    /** The public key of a pair that nobody signs with. */
    public static RSAPublicKey one() {
        return (RSAPublicKey) pair("one").getPublic();
    }

    public static String pem(PublicKey key) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    /** As openssl writes a private key. */
    public static String privatePem(KeyPair pair) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    private static KeyPair generate(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
