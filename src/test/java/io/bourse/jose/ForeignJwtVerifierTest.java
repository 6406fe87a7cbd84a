package io.bourse.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bourse.fakes.FixedClock;
import io.bourse.fakes.TestKeys;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignJwtVerifierTest {

    private static final String CLAIMS = "{\"iss\":\"client-1\",\"aud\":[\"us\"],\"exp\":1900000000}";

    private final SigningKey rsa = TestKeys.foreignRsa();
    private final SigningKey ec = TestKeys.foreign(SigningAlgorithm.ES256, "provider");
    private final SigningKey stranger = TestKeys.foreign(SigningAlgorithm.ES256, "stranger");

    @ParameterizedTest
    @EnumSource(SigningAlgorithm.class)
    void acceptsWhatATrustedKeySigned(SigningAlgorithm algorithm) throws Exception {
        SigningKey key = TestKeys.foreign(algorithm, "provider");

        VerifiedJwt jwt = verify(TestKeys.jwks(stranger, key), TestKeys.sign(key, "JWT", CLAIMS));

        assertThat(jwt.keyId()).isEqualTo(key.id());
        assertThat(jwt.algorithm()).isEqualTo(algorithm.jwsName());
        assertThat(jwt.type()).isEqualTo("jwt");
    }

    @Test
    void saysWhichKeyIsMissing() {
        assertThatExceptionOfType(UnknownKeyException.class)
                .isThrownBy(() -> verify(TestKeys.jwks(rsa), TestKeys.sign(stranger, "JWT", CLAIMS)))
                .satisfies(e -> assertThat(e.keyId()).isEqualTo(stranger.id()))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(stranger.id()));
    }

    @Test
    void withoutKidOneKeyMustFit() throws Exception {
        String token = token(ec, "{\"alg\":\"ES256\"}");

        assertThat(verify(TestKeys.jwks(rsa, ec), token).keyId()).isEqualTo(ec.id());
        refuses(TestKeys.jwks(rsa), token);
        refuses(TestKeys.jwks(ec, stranger), token);
        refuses("{\"keys\":[]}", token);
    }

    @Test
    void onlyThePinnedAlgorithms() throws Exception {
        TrustedKeys keys = TrustedKeys.parse(bytes(TestKeys.jwks(rsa, ec)));
        ForeignJwtVerifier verifier = new ForeignJwtVerifier(keys, Set.of("RS256"), null);

        assertThat(verifier.verify(TestKeys.sign(rsa, "JWT", CLAIMS), expectations())
                        .keyId())
                .isEqualTo(rsa.id());
        assertThatExceptionOfType(InvalidJwtException.class)
                .isThrownBy(() -> verifier.verify(TestKeys.sign(ec, "JWT", CLAIMS), expectations()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "HS256", "HS512", "RS1", "ES256K", "A128KW", ""})
    void noOtherAlgorithmCanBePinned(String algorithm) {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new ForeignJwtVerifier(TrustedKeys.parse(bytes("{\"keys\":[]}")), Set.of(algorithm), null));
    }

    /** Each is truly signed by the trusted key. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"ES256\",\"kid\":\"KID\",\"crit\":[\"b64\"],\"b64\":false}",
                "{\"alg\":\"ES256\",\"kid\":\"KID\",\"crit\":[\"exp\"]}",
                "{\"alg\":\"ES256\",\"kid\":\"KID\",\"crit\":[]}",
                "{\"alg\":\"ES256\",\"kid\":\"KID\",\"crit\":null}",
                "{\"alg\":\"ES256\",\"kid\":\"KID\",\"b64\":false}",
                "{\"alg\":\"ES256\",\"kid\":\"KID\",\"zip\":\"DEF\"}",
                "{\"alg\":\"ES256\",\"kid\":\"KID\",\"enc\":\"A256GCM\"}",
                "{\"alg\":\"ES384\",\"kid\":\"KID\"}",
                "{\"alg\":\"RS256\",\"kid\":\"KID\"}",
                "{\"alg\":\"none\",\"kid\":\"KID\"}",
                "{\"alg\":\"nOnE\",\"kid\":\"KID\"}",
                "{\"alg\":null,\"kid\":\"KID\"}",
                "{\"alg\":\"ES256\",\"kid\":\"\"}",
                "{\"alg\":\"ES256\",\"kid\":\"../KID\"}",
                "{\"alg\":\"ES256\",\"kid\":\"KID\",\"kid\":\"KID\"}",
                "{\"alg\":\"ES256\",\"kid\":\"KID\",\"typ\":\"at+jwt\"}",
                "{\"alg\":\"ES256\",\"kid\":\"KID\",\"typ\":\"application/logout+jwt\"}",
                "{\"alg\":\"ES256\",\"kid\":\"KID\",\"typ\":7}"
            })
    void refusesHeadersThatWeDoNotUnderstand(String header) {
        refuses(TestKeys.jwks(ec), token(ec, header.replace("KID", ec.id())));
    }

    /** CVE-2018-0114: the token brings the key that it is to be verified with. */
    @Test
    void neverTakesAKeyFromTheToken() {
        String jwk = stranger.publicJwk();

        refuses(TestKeys.jwks(ec), token(stranger, "{\"alg\":\"ES256\",\"jwk\":" + jwk + "}"));
        refuses(
                TestKeys.jwks(ec),
                token(stranger, "{\"alg\":\"ES256\",\"kid\":\"" + ec.id() + "\",\"jwk\":" + jwk + "}"));
        refuses(TestKeys.jwks(ec), token(stranger, "{\"alg\":\"ES256\",\"jku\":\"https://evil.example/jwks\"}"));
        refuses(TestKeys.jwks(ec), token(stranger, "{\"alg\":\"ES256\",\"x5u\":\"https://evil.example/x5u\"}"));
    }

    @Test
    void ignoresHintsAboutKeysThatItDoesNotNeed() throws Exception {
        String header =
                "{\"alg\":\"ES256\",\"kid\":\"" + ec.id() + "\",\"jku\":\"https://issuer.example/jwks\",\"x5t\":\"x\"}";

        assertThat(verify(TestKeys.jwks(ec), token(ec, header)).keyId()).isEqualTo(ec.id());
    }

    /** CVE-2016-10555: the public key taken for a shared secret. */
    @Test
    void neverTakesAPublicKeyForASecret() throws Exception {
        for (byte[] secret : new byte[][] {
            rsa.publicKey().getEncoded(),
            bytes(rsa.publicJwk()),
            bytes(Base64.getEncoder().encodeToString(rsa.publicKey().getEncoded()))
        }) {
            String input = encode("{\"alg\":\"HS256\",\"kid\":\"" + rsa.id() + "\"}") + "." + encode(CLAIMS);
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));

            refuses(TestKeys.jwks(rsa), input + "." + Base64Url.encode(mac.doFinal(bytes(input))));
        }
    }

    @Test
    void refusesJsonSerializationAndEncryption() {
        String[] parts = TestKeys.sign(ec, "JWT", CLAIMS).split("\\.");

        refuses(
                TestKeys.jwks(ec),
                "{\"payload\":\"" + parts[1] + "\",\"protected\":\"" + parts[0] + "\",\"signature\":\"" + parts[2]
                        + "\"}");
        refuses(TestKeys.jwks(ec), String.join(".", parts[0], "", parts[1], parts[2], ""));
    }

    @Test
    void costsAreBounded() {
        String deep = encode("{\"alg\":\"ES256\",\"x\":" + "[".repeat(100_000) + "}");

        refuses(TestKeys.jwks(ec), deep + ".e30.AA");
        refuses(TestKeys.jwks(ec), "a".repeat(1 << 20));
    }

    /** A client assertion (RFC 7523): the client's own id is the issuer, our issuer the audience. */
    @Test
    void checksWhatIsExpected() {
        refuses(TestKeys.jwks(ec), TestKeys.sign(ec, "JWT", CLAIMS.replace("client-1", "client-2")));
        refuses(TestKeys.jwks(ec), TestKeys.sign(ec, "JWT", CLAIMS.replace("us", "others")));
        refuses(TestKeys.jwks(ec), TestKeys.sign(ec, "JWT", CLAIMS.replace("1900000000", "1")));
    }

    private static String token(SigningKey key, String header) {
        String input = encode(header) + "." + encode(CLAIMS);
        try {
            Signature signer = key.algorithm().newSignature(null);
            signer.initSign(key.privateKey());
            signer.update(bytes(input));
            return input + "." + Base64Url.encode(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String encode(String text) {
        return Base64Url.encode(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void refuses(String jwks, String token) {
        assertThatExceptionOfType(InvalidJwtException.class).isThrownBy(() -> verify(jwks, token));
    }

    private static VerifiedJwt verify(String jwks, String token) throws InvalidJwtException {
        try {
            TrustedKeys keys = TrustedKeys.parse(bytes(jwks));
            return new ForeignJwtVerifier(keys, ForeignJwtVerifier.ALGORITHMS, null).verify(token, expectations());
        } catch (InvalidJwkException e) {
            throw new AssertionError(e);
        }
    }

    private static JwtExpectations expectations() {
        return new JwtExpectations("client-1", Set.of(), Set.of("us"), null, Duration.ofSeconds(10), FixedClock.START);
    }
}
