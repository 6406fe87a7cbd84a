package io.bourse.jose;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Public RSA keys as they are written down: SubjectPublicKeyInfo (RFC 5280 section 4.1) and JWK (RFC 7517). */
public final class RsaPublicKeys {

    /** The least that is accepted where nothing else is said. */
    public static final int MIN_BITS = 2048;

    /** No key that is accepted is written longer. */
    public static final int MAX_LENGTH = 4096;

    /** The most that is accepted. */
    public static final int MAX_BITS = 8192;

    private static final int MAX_EXPONENT_BITS = 64;
    private static final Pattern PEM =
            Pattern.compile("\\s*-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]*)-----END PUBLIC KEY-----\\s*");
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private RsaPublicKeys() {}

    /**
     * Reads a SubjectPublicKeyInfo: PEM, or its base64 alone.
     *
     * @throws InvalidJwkException if it is none, not of RSA, or {@link #requireStrong weak}
     */
    public static RSAPublicKey parse(String text) throws InvalidJwkException {
        if (text.length() > MAX_LENGTH) {
            throw new InvalidJwkException("it is too long");
        }
        Matcher pem = PEM.matcher(text);
        String base64 = SPACE.matcher(pem.matches() ? pem.group(1) : text).replaceAll("");
        try {
            byte[] der = Base64.getDecoder().decode(base64);
            PublicKey key = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
            return strong((RSAPublicKey) key);
        } catch (GeneralSecurityException | RuntimeException malformed) {
            // No cause: it may quote the key.
            throw new InvalidJwkException("it is no public RSA key as PEM or base64 of a SubjectPublicKeyInfo");
        }
    }

    /**
     * Reads a JWK of a key that {@code RS256} is made with.
     *
     * @throws InvalidJwkException if it is none, not for signatures, not of RSA, {@link #requireStrong weak}, or says that
     *     it is for another algorithm (RFC 7517 section 4.4)
     */
    public static RSAPublicKey parseJwk(String json) throws InvalidJwkException {
        try {
            ObjectNode object = StrictJson.parseObject(json.getBytes(StandardCharsets.UTF_8), MAX_LENGTH);
            @SuppressWarnings("unchecked")
            Map<String, Object> members = MAPPER.convertValue(object, Map.class);
            TrustedKey trusted = TrustedKey.parse(members);
            if (!(trusted.publicKey() instanceof RSAPublicKey key)) {
                throw new InvalidJwkException("it is not of RSA");
            }
            if (!trusted.fits("RS256")) {
                throw new InvalidJwkException("its alg is another than RS256");
            }
            return key;
        } catch (InvalidJsonException malformed) {
            throw new InvalidJwkException("it is no JSON object");
        }
    }

    private static RSAPublicKey strong(RSAPublicKey key) throws InvalidJwkException {
        requireStrong(key, MIN_BITS);
        return key;
    }

    /**
     * @throws InvalidJwkException if the modulus has fewer than {@code minBits} or more than 8192 bits or can be factored
     *     (CVE-2017-15361), or the exponent is even, below 3 or above 64 bits
     */
    static void requireStrong(RSAPublicKey key, int minBits) throws InvalidJwkException {
        BigInteger exponent = key.getPublicExponent();
        int bits = key.getModulus().bitLength();
        if (bits < minBits || bits > MAX_BITS) {
            throw new InvalidJwkException("its modulus has " + bits + " bits");
        }
        if (exponent.compareTo(BigInteger.TWO) <= 0
                || !exponent.testBit(0)
                || exponent.bitLength() > MAX_EXPONENT_BITS) {
            throw new InvalidJwkException("its exponent is not accepted");
        }
        if (!key.getModulus().testBit(0) || RocaFingerprint.matches(key.getModulus())) {
            throw new InvalidJwkException("its modulus can be factored (CVE-2017-15361)");
        }
    }

    /** The key as it is kept: the base64 of its SubjectPublicKeyInfo, on one line. */
    public static String text(RSAPublicKey key) {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    /** The JWK as JSON: {@code kty}, {@code n}, {@code e}, {@code kid} (its fingerprint), {@code alg}, {@code use}. */
    public static String jwk(RSAPublicKey key) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        ObjectNode jwk = MAPPER.createObjectNode()
                .put("kty", "RSA")
                .put("n", encoder.encodeToString(unsigned(key.getModulus())))
                .put("e", encoder.encodeToString(unsigned(key.getPublicExponent())))
                .put("kid", fingerprint(key))
                .put("alg", "RS256")
                .put("use", "sig");
        return jwk.toString();
    }

    /** Without the byte that only tells the sign. */
    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    /** As Oracle names a key: the MD5 of its SubjectPublicKeyInfo, pairs of lower-case hex with colons. A name, no proof. */
    public static String fingerprint(RSAPublicKey key) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(key.getEncoded());
            return HexFormat.ofDelimiter(":").formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no MD5", e);
        }
    }
}
