package io.bourse.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who computes signatures: the native Amazon Corretto Crypto Provider, or the JDK. It is passed on explicitly and never
 * installed, so nothing else in the process changes.
 */
public final class CryptoProvider {

    /** The setting. */
    public enum Choice {
        /** Native where it loads and passes its self-test, else the JDK. */
        AUTO,
        /** Native, or no start. */
        ACCP,
        /** The JDK. */
        JDK
    }

    private static final Logger LOG = LoggerFactory.getLogger(CryptoProvider.class);
    private static final String ACCP_CLASS = "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";
    private static final String ES256 = "SHA256withECDSAinP1363Format";

    /** The signature of RFC 7515 appendix A.3, and its key. */
    private static final String KNOWN_KEY =
            "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEf83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEXH"
                    + "8UTNG72bfocs3+257rn0s2ldbqkLJK2KRiMohYjlrQ==";

    private static final byte[] KNOWN_INPUT =
            ("eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0"
                            + "dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ")
                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final String KNOWN_SIGNATURE =
            "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

    private final @Nullable Provider provider;
    private final String name;

    private CryptoProvider(@Nullable Provider provider, String name) {
        this.provider = provider;
        this.name = name;
    }

    /**
     * Loads and tests what the setting asks for. Takes up to half a second.
     *
     * @throws IllegalStateException if {@link Choice#ACCP} was demanded and cannot be had
     */
    public static CryptoProvider select(Choice choice) {
        if (choice == Choice.JDK) {
            return jdk();
        }
        try {
            Provider accp = load();
            selfTest(accp);
            return new CryptoProvider(accp, "accp " + accp.getVersionStr());
        } catch (ReflectiveOperationException | LinkageError | GeneralSecurityException | RuntimeException e) {
            if (choice == Choice.ACCP) {
                throw new IllegalStateException("the native crypto provider cannot be used: " + reason(e), e);
            }
            LOG.warn("crypto: the native provider cannot be used ({}); the JDK signs and verifies instead", reason(e));
            return jdk();
        }
    }

    private static CryptoProvider jdk() {
        return new CryptoProvider(null, "jdk " + System.getProperty("java.version"));
    }

    /** By name, because the library exists for some platforms only. */
    private static Provider load() throws ReflectiveOperationException {
        Class<?> type = Class.forName(ACCP_CLASS);
        Provider accp = (Provider) type.getField("INSTANCE").get(null);
        Object error = type.getMethod("getLoadingError").invoke(accp);
        if (error instanceof Throwable cause) {
            throw new IllegalStateException("its native library does not load", cause);
        }
        return accp;
    }

    /** A known answer verifies, its corruption does not, and what is signed is verified by the JDK. */
    static void selfTest(@Nullable Provider provider) throws GeneralSecurityException {
        byte[] spki = Base64.getDecoder().decode(KNOWN_KEY);
        PublicKey key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(spki));
        byte[] signature = Base64.getUrlDecoder().decode(KNOWN_SIGNATURE);
        boolean known = verify(provider, key, KNOWN_INPUT, signature);
        signature[10] ^= 1;
        boolean corrupt = verify(provider, key, KNOWN_INPUT, signature);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair pair = generator.generateKeyPair();
        Signature signer = signature(provider);
        signer.initSign(pair.getPrivate());
        signer.update(KNOWN_INPUT);
        boolean own = verify(null, pair.getPublic(), KNOWN_INPUT, signer.sign());
        if (!known || corrupt || !own) {
            throw new GeneralSecurityException("it fails its self-test");
        }
    }

    private static boolean verify(@Nullable Provider provider, PublicKey key, byte[] input, byte[] signature)
            throws GeneralSecurityException {
        Signature verifier = signature(provider);
        verifier.initVerify(key);
        verifier.update(input);
        return verifier.verify(signature);
    }

    private static Signature signature(@Nullable Provider provider) throws GeneralSecurityException {
        return provider == null ? Signature.getInstance(ES256) : Signature.getInstance(ES256, provider);
    }

    private static String reason(Throwable failure) {
        String text = failure instanceof ClassNotFoundException ? "not on the class path" : failure.getMessage();
        return text == null ? failure.getClass().getSimpleName() : text;
    }

    /** To be handed to whoever computes signatures; null leaves the choice to the JDK. */
    public @Nullable Provider provider() {
        return provider;
    }

    /** Whether the native provider is in use; without it a verification takes about a millisecond on JDK 17. */
    public boolean isNative() {
        return provider != null;
    }

    /** Such as "accp 2.5.0" or "jdk 17.0.15"; for the log, the metrics and {@code bourse --version}. */
    public String name() {
        return name;
    }
}
