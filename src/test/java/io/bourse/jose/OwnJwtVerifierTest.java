package io.bourse.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bourse.fakes.FixedClock;
import io.bourse.fakes.TestKeys;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnJwtVerifierTest {

    private static final String CLAIMS = "{\"iss\":\"us\",\"exp\":1900000000}";

    private final FixedClock clock = new FixedClock();
    private final SigningKey key = TestKeys.ours();
    private final KeyRing ring = TestKeys.ring(clock, key, TestKeys.foreignRsa());
    private final OwnJwtVerifier verifier = new OwnJwtVerifier(ring);

    @Test
    void acceptsOurs() throws Exception {
        VerifiedJwt jwt = verify(token("{\"alg\":\"ES256\",\"kid\":\"KID\",\"typ\":\"at+jwt\"}", CLAIMS));

        assertThat(jwt.instant("exp")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kid\":\"KID\",\"typ\":\"at+jwt\"}",
                "{\"alg\":\"ES256\",\"typ\":\"at+jwt\"}",
                "{\"alg\":\"none\",\"kid\":\"KID\",\"typ\":\"at+jwt\"}",
                "{\"alg\":\"HS256\",\"kid\":\"KID\",\"typ\":\"at+jwt\"}",
                "{\"alg\":\"RS256\",\"kid\":\"KID\",\"typ\":\"at+jwt\"}",
                "{\"alg\":\"es256\",\"kid\":\"KID\",\"typ\":\"at+jwt\"}",
                "{\"alg\":[\"ES256\"],\"kid\":\"KID\",\"typ\":\"at+jwt\"}",
                "{\"alg\":\"ES256\",\"alg\":\"ES256\",\"kid\":\"KID\",\"typ\":\"at+jwt\"}",
                "{\"alg\":\"ES256\",\"kid\":\"KID \",\"typ\":\"at+jwt\"}",
                "{\"alg\":\"ES256\",\"kid\":1,\"typ\":\"at+jwt\"}",
                "{\"alg\":\"ES256\",\"kid\":\"KID\"}",
                "{\"alg\":\"ES256\",\"kid\":\"KID\",\"typ\":\"jwt\"}",
                "{\"alg\":\"ES256\",\"kid\":\"KID\",\"typ\":null}",
                "{\"alg\":\"ES256\",\"kid\":\"KID\",\"typ\":\"at+jwt\",\"crit\":[\"exp\"]}",
                "{\"alg\":\"ES256\",\"kid\":\"KID\",\"typ\":\"at+jwt\",\"b64\":true}",
                "{\"alg\":\"ES256\",\"kid\":\"KID\",\"typ\":\"at+jwt\",\"jwk\":{}}",
                "{\"alg\":\"ES256\",\"kid\":\"KID\",\"typ\":\"at+jwt\",\"x\":1}",
                "[]",
                "null",
                "\"ES256\""
            })
    void refusesAnyOtherHeader(String header) {
        refuses(token(header, CLAIMS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "",
                "null",
                "{\"iss\":\"us\",\"exp\":1}",
                "{\"iss\":\"us\"}",
                "{\"iss\":\"others\",\"exp\":1900000000}",
                "{\"iss\":\"us\",\"iss\":\"us\",\"exp\":1900000000}"
            })
    void refusesOtherClaims(String claims) {
        refuses(token("{\"alg\":\"ES256\",\"kid\":\"KID\",\"typ\":\"at+jwt\"}", claims));
    }

    @Test
    void refusesOtherForms() {
        String token = ring.sign("at+jwt", CLAIMS.getBytes(StandardCharsets.UTF_8));
        String[] parts = token.split("\\.");

        refuses(token + ".");
        refuses("." + token);
        refuses(parts[0] + "." + parts[1]);
        refuses(parts[0] + "." + parts[1] + ".");
        refuses(parts[0] + ".." + parts[2]);
        refuses("." + parts[1] + "." + parts[2]);
        refuses(token + "=");
        refuses(token + "\n");
        refuses(" " + token);
        refuses(token.replace('.', ' '));
        refuses(token + "A");
        refuses("");
        refuses("..");
    }

    @Test
    void refusesASignatureInDer() throws Exception {
        String input =
                encode("{\"alg\":\"ES256\",\"kid\":\"" + key.id() + "\",\"typ\":\"at+jwt\"}") + "." + encode(CLAIMS);
        Signature signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(key.privateKey());
        signer.update(input.getBytes(StandardCharsets.US_ASCII));

        refuses(input + "." + Base64Url.encode(signer.sign()));
    }

    @Test
    void refusesWhatIsTooLongBeforeItReadsIt() {
        refuses("A".repeat(16 * 1024 + 1));
        refuses("A".repeat(1024 * 1024));
    }

    @Test
    void acceptsATokenWithManyRoles() throws Exception {
        String roles = "\"role\",".repeat(1000) + "\"last\"";
        String claims = "{\"iss\":\"us\",\"exp\":1900000000,\"roles\":[" + roles + "]}";

        assertThat(verify(ring.sign("at+jwt", claims.getBytes(StandardCharsets.UTF_8)))
                        .strings("roles"))
                .hasSize(1001);
    }

    @Test
    void messagesHoldNothingOfTheToken() {
        assertThatExceptionOfType(InvalidJwtException.class)
                .isThrownBy(() -> verify(token("{\"alg\":\"canary\",\"kid\":\"canary\",\"typ\":\"canary\"}", CLAIMS)))
                .satisfies(e -> assertThat(e.toString()).doesNotContain("canary"));
    }

    /** A token with any header, truly signed by our key. */
    private String token(String header, String claims) {
        String input = encode(header.replace("KID", key.id())) + "." + encode(claims);
        try {
            Signature signer = SigningAlgorithm.ES256.newSignature(null);
            signer.initSign(key.privateKey());
            signer.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + Base64Url.encode(signer.sign());
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String encode(String text) {
        return Base64Url.encode(text.getBytes(StandardCharsets.UTF_8));
    }

    private void refuses(String token) {
        assertThatExceptionOfType(InvalidJwtException.class).isThrownBy(() -> verify(token));
    }

    private VerifiedJwt verify(String token) throws InvalidJwtException {
        return verifier.verify(
                token,
                new JwtExpectations("us", Set.of("at+jwt"), Set.of(), null, Duration.ofSeconds(10), clock.instant()));
    }
}
