package io.bourse.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.JWK;
import io.bourse.fakes.FixedClock;
import io.bourse.fakes.TestKeys;
import io.bourse.fakes.Vectors;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyTest {

    @ParameterizedTest
    @EnumSource(SigningAlgorithm.class)
    void whatIsWrittenIsReadBack(SigningAlgorithm algorithm) throws Exception {
        SigningKey key = TestKeys.foreign(algorithm, "own");

        SigningKey read = SigningKey.fromPrivateJwk(key.toPrivateJwk());

        assertThat(read.id()).isEqualTo(key.id()).hasSize(43);
        assertThat(read.algorithm()).isEqualTo(algorithm);
        assertThat(read.publicJwk()).isEqualTo(key.publicJwk());
        assertThat(read.toPrivateJwk()).isEqualTo(key.toPrivateJwk());
        assertThat(JWK.parse(read.publicJwk()).computeThumbprint().toString()).isEqualTo(key.id());
    }

    @ParameterizedTest
    @EnumSource(SigningAlgorithm.class)
    void thePublicHalfIsPublic(SigningAlgorithm algorithm) throws Exception {
        SigningKey key = TestKeys.foreign(algorithm, "own");
        JsonObject jwk = new JsonObject(key.publicJwk());

        assertThat(jwk.fieldNames())
                .contains("kty", "use", "alg", "kid")
                .doesNotContain("d", "p", "q", "dp", "dq", "qi");
        assertThat(jwk.getString("alg")).isEqualTo(algorithm.jwsName());
        assertThat(key.toString()).doesNotContain(new JsonObject(key.toPrivateJwk()).getString("d"));
    }

    @Test
    void thumbprintsOfTheStandards() throws Exception {
        JsonNode tests = Vectors.json("jose-misc/jwk_thumbprints.json").get("tests");

        for (JsonNode test : tests) {
            assertThat(JWK.parse(test.get("jwk").toString()).computeThumbprint().toString())
                    .isEqualTo(test.get("sha256_thumbprint").asText());
        }
        assertThat(tests).hasSize(3);
    }

    /** RFC 8037 appendix A.1 to A.3. */
    @Test
    void theIdIsTheThumbprint() throws Exception {
        SigningKey key = SigningKey.fromPrivateJwk("""
                {"kty":"OKP","crv":"Ed25519","alg":"EdDSA",
                 "d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
                 "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}""");

        assertThat(key.id()).isEqualTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                // no alg
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
                // no private part
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"alg\":\"EdDSA\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
                // another algorithm than the key's
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"alg\":\"ES256\",\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
                "{\"kty\":\"oct\",\"alg\":\"HS256\",\"k\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\"}"
            })
    void refusesWhatSignsNoTokenOfOurs(String jwk) {
        assertThatExceptionOfType(InvalidJwkException.class)
                .isThrownBy(() -> SigningKey.fromPrivateJwk(jwk))
                .satisfies(e -> assertThat(e.toString()).doesNotContain("nWGxne"));
    }

    @Test
    void refusesHalvesOfDifferentKeys() {
        JsonObject one = new JsonObject(TestKeys.ours().toPrivateJwk());
        JsonObject other =
                new JsonObject(TestKeys.foreign(SigningAlgorithm.ES256, "other").toPrivateJwk());

        assertThatExceptionOfType(InvalidJwkException.class)
                .isThrownBy(() -> SigningKey.fromPrivateJwk(
                        one.put("d", other.getString("d")).encode()));
    }

    /** Another implementation, built from what we publish, accepts what we sign. */
    @ParameterizedTest
    @EnumSource(names = {"ES256", "RS256", "PS256"})
    void vertxAuthAcceptsOurTokens(SigningAlgorithm algorithm) throws Exception {
        KeyRing ring = TestKeys.ring(new FixedClock(), TestKeys.foreign(algorithm, "own"));
        String token = ring.sign("at+jwt", "{\"sub\":\"someone\",\"exp\":1900000000}".getBytes(StandardCharsets.UTF_8));
        Vertx vertx = Vertx.vertx();
        try {
            JWTAuthOptions options = new JWTAuthOptions();
            new JsonObject(ring.publicKeys()).getJsonArray("keys").forEach(key -> options.addJwk((JsonObject) key));

            String subject = JWTAuth.create(vertx, options)
                    .authenticate(new TokenCredentials(token))
                    .map(user -> user.subject())
                    .await(10, TimeUnit.SECONDS);

            assertThat(subject).isEqualTo("someone");
        } finally {
            vertx.close().await(10, TimeUnit.SECONDS);
        }
    }
}
