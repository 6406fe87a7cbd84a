package io.bourse.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import io.bourse.fakes.TestKeys;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedKeysTest {

    private static final String GOOD = TestKeys.ours().publicJwk();
    private static final String X = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
    private static final String Y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kty\":\"oct\",\"kid\":\"a\",\"k\":\"c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"X\",\"y\":\"Y\",\"d\":\"AQ\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"X\",\"y\":\"Y\",\"use\":\"enc\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"X\",\"y\":\"Y\",\"key_ops\":[\"encrypt\"]}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"X\",\"y\":\"Y\",\"alg\":\"ES384\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"X\",\"y\":\"Y\",\"alg\":\"ES521\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"X\",\"y\":\"Y\",\"alg\":\"HS256\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"X\",\"y\":\"X\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-384\",\"x\":\"X\",\"y\":\"Y\"}",
                "{\"kty\":\"EC\",\"crv\":\"secp256k1\",\"x\":\"X\",\"y\":\"Y\"}",
                "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"X\"}",
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AQ\"}",
                "{\"kty\":\"RSA\",\"n\":\"X\",\"e\":\"AQAB\"}",
                "{\"kty\":\"XYZ\"}",
                "{\"kty\":null}",
                "{}",
                "[]",
                "null",
                "1"
            })
    void leavesOutAKeyThatNobodyShouldTrust(String key) throws Exception {
        TrustedKeys keys = parse("{\"keys\":["
                + key.replace("\"X\"", '"' + X + '"').replace("\"Y\"", '"' + Y + '"') + "," + GOOD + "]}");

        assertThat(keys.size()).isEqualTo(1);
        assertThat(keys.omissions())
                .hasSize(1)
                .allSatisfy(line -> assertThat(line).doesNotContain(X));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "4", "65536", "36893488147419103233"})
    void leavesOutWeakExponents(String exponent) throws Exception {
        BigInteger modulus = modulus(2048);

        assertThat(parse(rsa(modulus, new BigInteger(exponent))).isEmpty()).isTrue();
        assertThat(parse(rsa(modulus, BigInteger.valueOf(3))).isEmpty()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 1024, 2047, 8193, 16384})
    void leavesOutModuliOfOtherLengths(int bits) throws Exception {
        assertThat(parse(rsa(modulus(bits), BigInteger.valueOf(65537))).isEmpty())
                .isTrue();
    }

    @Test
    void leavesOutEveryKeyOfAnAmbiguousId() throws Exception {
        String other = TestKeys.foreign(SigningAlgorithm.ES256, "other").publicJwk();
        String id = TestKeys.ours().id();
        String impostor =
                other.replace(TestKeys.foreign(SigningAlgorithm.ES256, "other").id(), id);

        assertThat(parse("{\"keys\":[" + GOOD + "," + impostor + "," + other + "]}")
                        .keys())
                .extracting(TrustedKey::id)
                .doesNotContain(id)
                .hasSize(1);
        assertThat(parse("{\"keys\":[" + GOOD + "," + impostor + "," + GOOD + "]}")
                        .isEmpty())
                .isTrue();
        assertThat(parse("{\"keys\":[" + GOOD + "," + GOOD + "]}").size()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"keys\":{}}", "{\"keys\":null}", "{\"keys\":[],\"keys\":[]}", "<html>"})
    void refusesWhatIsNoKeySet(String text) {
        assertThatExceptionOfType(InvalidJwkException.class).isThrownBy(() -> parse(text));
    }

    @Test
    void refusesTooManyKeysAndTooManyBytes() throws Exception {
        String hundred = IntStream.range(0, 100).mapToObj(i -> "{}").collect(Collectors.joining(","));

        assertThat(parse("{\"keys\":[" + hundred + "]}").omissions()).hasSize(100);
        assertThatExceptionOfType(InvalidJwkException.class).isThrownBy(() -> parse("{\"keys\":[{}," + hundred + "]}"));
        assertThatExceptionOfType(InvalidJwkException.class)
                .isThrownBy(() -> parse("{\"keys\":[]" + " ".repeat(TrustedKeys.MAX_BYTES) + "}"));
    }

    @Test
    void aHostileIdIsFitForTheLog() throws Exception {
        String line = parse("{\"keys\":[{\"kid\":\"a\\r\\nb\\u001b[31m\\u2028" + "x".repeat(500) + "\"}]}")
                .omissions()
                .get(0);

        assertThat(line).matches("[\\x20-\\x7E]{1,200}");
    }

    /** The modulus of wycheproof json_web_key 7, made by the library of CVE-2017-15361, has this form. */
    @Test
    void recognizesTheFormOfRocaModuli() {
        BigInteger product = BigInteger.ONE;
        for (int prime : new int[] {
            2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103,
            107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167
        }) {
            product = product.multiply(BigInteger.valueOf(prime));
        }
        BigInteger power = BigInteger.valueOf(65537).modPow(BigInteger.valueOf(123_456_789), product);
        BigInteger k = new BigInteger(1800, new Random(1));

        assertThat(RocaFingerprint.matches(k.multiply(product).add(power))).isTrue();
        assertThat(RocaFingerprint.matches(k.multiply(product).add(power).add(BigInteger.TWO)))
                .isFalse();
    }

    private static BigInteger modulus(int bits) {
        return new BigInteger(bits, new Random(bits)).setBit(bits - 1).setBit(0);
    }

    private static String rsa(BigInteger modulus, BigInteger exponent) {
        String key = new RSAKey.Builder(Base64URL.encode(modulus), Base64URL.encode(exponent))
                .build()
                .toJSONString();
        return "{\"keys\":[" + key + "]}";
    }

    private static TrustedKeys parse(String jwks) throws InvalidJwkException {
        return TrustedKeys.parse(jwks.getBytes(StandardCharsets.UTF_8));
    }
}
