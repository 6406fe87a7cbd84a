package io.bourse.jose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bourse.crypto.CryptoProvider;
import io.bourse.fakes.Vectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The public vectors of wycheproof, RFC 7520, RFC 8037 and others against the verifier of foreign tokens. */
class JoseVectorsTest {

    private static final CryptoProvider ACCP = CryptoProvider.select(CryptoProvider.Choice.ACCP);

    @ParameterizedTest
    @EnumSource(names = {"ACCP", "JDK"})
    void jsonWebSignature(CryptoProvider.Choice choice) {
        JsonNode overrides = Vectors.json("wycheproof/strict_overrides.json").get("overrides");
        List<Integer> accepted = new ArrayList<>();
        List<Integer> expected = new ArrayList<>();
        forEachCase("wycheproof/json_web_signature_test.json", (group, test) -> {
            int id = test.get("tcId").intValue();
            String override = overrides.path(String.valueOf(id)).asText();
            boolean good = override.isEmpty() ? test.get("result").asText().equals("valid") : override.equals("accept");
            if (good && group.has("public")) {
                expected.add(id);
            }
            if (accepts(
                    choice,
                    set(keyOf(group)),
                    test.get("jws").asText(test.get("jws").toString()))) {
                accepted.add(id);
            }
        });

        assertThat(accepted).isEqualTo(expected).hasSize(32);
    }

    @ParameterizedTest
    @CsvSource({"json_web_key, ACCP", "json_web_key, JDK", "json_web_crypto, ACCP", "json_web_crypto, JDK"})
    void jsonWebKeys(String file, CryptoProvider.Choice choice) {
        List<Integer> accepted = new ArrayList<>();
        List<Integer> expected = new ArrayList<>();
        forEachCase("wycheproof/" + file + "_test.json", (group, test) -> {
            if (test.get("result").asText().equals("valid") && group.has("public") && test.has("jws")) {
                expected.add(test.get("tcId").intValue());
            }
            JsonNode key = keyOf(group);
            String token = test.has("jws") ? text(test.get("jws")) : text(test.get("jwe"));
            if (accepts(choice, key.has("keys") ? key.toString() : set(key), token)) {
                accepted.add(test.get("tcId").intValue());
            }
        });

        assertThat(accepted).isEqualTo(expected).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"ACCP", "JDK"})
    void noEncryptedTokenIsTaken(CryptoProvider.Choice choice) {
        List<Integer> cases = new ArrayList<>();
        forEachCase("wycheproof/json_web_encryption_test.json", (group, test) -> {
            cases.add(test.get("tcId").intValue());
            assertThat(accepts(choice, set(keyOf(group)), text(test.get("jwe"))))
                    .isFalse();
        });

        assertThat(cases).hasSize(139);
    }

    @ParameterizedTest
    @EnumSource(names = {"ACCP", "JDK"})
    void josePublications(CryptoProvider.Choice choice) {
        JsonNode tests = Vectors.json("jose-misc/jws_rfc_examples.json").get("tests");

        for (JsonNode test : tests) {
            assertThat(accepts(choice, set(test.get("jwk")), test.get("jws").asText()))
                    .as(test.get("section").asText())
                    .isEqualTo(test.get("expect").asText().equals("valid"));
        }
        assertThat(tests).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource(names = {"ACCP", "JDK"})
    void cookbook(CryptoProvider.Choice choice) throws IOException {
        List<String> accepted = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        for (String folder : List.of("jws", "curve25519", "rfc7797", "jwe")) {
            try (Stream<Path> found = Files.list(Vectors.directory().resolve("jose-cookbook/" + folder))) {
                found.forEach(files::add);
            }
        }
        for (Path file : files) {
            JsonNode example = Vectors.json(file.toString());
            JsonNode key = example.path("input").path("key");
            String token = text(example.path("output").path("compact"));
            if (key.isObject() && !key.has("keys") && accepts(choice, set(publicHalf(key)), token)) {
                accepted.add(file.getFileName().toString());
            }
        }

        assertThat(files).hasSize(25);
        assertThat(accepted)
                .containsExactlyInAnyOrder(
                        "4_1.rsa_v15_signature.json",
                        "4_2.rsa-pss_signature.json",
                        "4_3.ecdsa_signature.json",
                        "jws.json");
    }

    interface Case {
        void run(JsonNode group, JsonNode test);
    }

    static void forEachCase(String file, Case body) {
        for (JsonNode group : Vectors.json(file).get("testGroups")) {
            for (JsonNode test : group.get("tests")) {
                body.run(group, test);
            }
        }
    }

    private static JsonNode keyOf(JsonNode group) {
        return group.has("public") ? group.get("public") : group.get("private");
    }

    private static JsonNode publicHalf(JsonNode key) {
        return ((ObjectNode) key.deepCopy()).remove(List.of("d", "p", "q", "dp", "dq", "qi"));
    }

    static String set(JsonNode key) {
        return "{\"keys\":[" + key + "]}";
    }

    private static String text(JsonNode token) {
        return token.isTextual() ? token.asText() : token.toString();
    }

    private static boolean accepts(CryptoProvider.Choice choice, String jwks, String token) {
        try {
            verifier(choice, jwks).verifySignature(CompactJws.parse(token, 1 << 20));
            return true;
        } catch (InvalidJwtException e) {
            return false;
        }
    }

    static ForeignJwtVerifier verifier(CryptoProvider.Choice choice, String jwks) {
        try {
            TrustedKeys keys = TrustedKeys.parse(jwks.getBytes(StandardCharsets.UTF_8));
            return new ForeignJwtVerifier(keys, ForeignJwtVerifier.ALGORITHMS, provider(choice));
        } catch (InvalidJwkException e) {
            throw new AssertionError(e);
        }
    }

    static Provider provider(CryptoProvider.Choice choice) {
        return choice == CryptoProvider.Choice.JDK ? null : ACCP.provider();
    }
}
