package io.bourse.fakes;

import io.bourse.config.Secret;
import io.bourse.crypto.MasterKeys;
import io.bourse.jose.InvalidJwkException;
import io.bourse.jose.KeyRing;
import io.bourse.jose.SigningAlgorithm;
import io.bourse.jose.SigningKey;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Keys for tests: ours is always the same, others are made once a run. */
public final class TestKeys {

    /** The key of RFC 7515 appendix A.3, as ours. */
    private static final String OURS = """
            {"kty":"EC","crv":"P-256","alg":"ES256","use":"sig",
             "x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
             "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
             "d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"}""";

    private static final BigInteger P256_ORDER =
            new BigInteger("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", 16);

    private static final Map<String, SigningKey> MADE = new ConcurrentHashMap<>();

    private TestKeys() {}

    /** Our signing key, ES256. */
    public static SigningKey ours() {
        try {
            return SigningKey.fromPrivateJwk(OURS);
        } catch (InvalidJwkException e) {
            throw new AssertionError(e);
        }
    }

    /** Somebody else's key: the same one for the same name and algorithm during a run. */
    public static SigningKey foreign(SigningAlgorithm algorithm, String name) {
        return MADE.computeIfAbsent(algorithm + " " + name, key -> SigningKey.generate(algorithm));
    }

    /** An identity provider's RSA key. */
    public static SigningKey foreignRsa() {
        return foreign(SigningAlgorithm.RS256, "provider");
    }

    /** A ring in which {@link #ours} signs. */
    public static KeyRing ring(InstantSource clock) {
        return ring(clock, ours());
    }

    /** A ring in which the first of these keys signs. */
    public static KeyRing ring(InstantSource clock, SigningKey... keys) {
        KeyRing ring = new KeyRing(clock, null);
        ring.replace(Arrays.stream(keys)
                .map(key -> new KeyRing.Entry(
                        key, Instant.EPOCH.minusSeconds(List.of(keys).indexOf(key)), null))
                .toList());
        return ring;
    }

    /** A token that this key signed: any {@code typ}, any claims set. */
    public static String sign(SigningKey key, String type, String claims) {
        return ring(InstantSource.system(), key).sign(type, claims.getBytes(StandardCharsets.UTF_8));
    }

    /** The same ES256 token with its other signature: (r, n - s) for (r, s), which needs no key. */
    public static String twin(String token) {
        int start = token.lastIndexOf('.') + 1;
        byte[] signature = Base64.getUrlDecoder().decode(token.substring(start));
        BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
        byte[] other = P256_ORDER.subtract(s).toByteArray();
        Arrays.fill(signature, 32, 64, (byte) 0);
        // BigInteger leaves zeros in front away, or has one more for the sign.
        int length = Math.min(other.length, 32);
        System.arraycopy(other, other.length - length, signature, 64 - length, length);
        return token.substring(0, start)
                + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    }

    /** The public halves as a JWK Set. */
    public static String jwks(SigningKey... keys) {
        return Arrays.stream(keys).map(SigningKey::publicJwk).collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    }

    /** One master key, always the same. */
    public static MasterKeys masterKeys() {
        return MasterKeys.parse(new Secret("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="), new SecureRandom());
    }
}
