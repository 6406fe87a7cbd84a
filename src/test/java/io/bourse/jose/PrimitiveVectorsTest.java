package io.bourse.jose;

import static io.bourse.jose.JoseVectorsTest.forEachCase;
import static io.bourse.jose.JoseVectorsTest.provider;
import static io.bourse.jose.JoseVectorsTest.set;
import static io.bourse.jose.JoseVectorsTest.verifier;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bourse.crypto.CryptoProvider;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wycheproof's signatures over bare bytes, through both providers and both of our verifiers. */
class PrimitiveVectorsTest {

    @ParameterizedTest
    @CsvSource({
        "ecdsa_secp256r1_sha256_p1363, ES256, 262, ACCP",
        "ecdsa_secp256r1_sha256_p1363, ES256, 262, JDK",
        "ecdsa_secp384r1_sha384_p1363, ES384, 280, ACCP",
        "ecdsa_secp384r1_sha384_p1363, ES384, 280, JDK",
        "ecdsa_secp521r1_sha512_p1363, ES512, 318, ACCP",
        "ecdsa_secp521r1_sha512_p1363, ES512, 318, JDK",
        "ed25519, EdDSA, 151, ACCP",
        "ed25519, EdDSA, 151, JDK",
        "rsa_signature_2048_sha256, RS256, 259, ACCP",
        "rsa_signature_2048_sha256, RS256, 259, JDK",
        "rsa_pss_2048_sha256_mgf1_32, PS256, 108, ACCP",
        "rsa_pss_2048_sha256_mgf1_32, PS256, 108, JDK"
    })
    void primitives(String file, String algorithm, int count, CryptoProvider.Choice choice) {
        List<Integer> cases = new ArrayList<>();
        List<String> wronglyRefused = new ArrayList<>();
        forEachCase("wycheproof/" + file + "_test.json", (group, test) -> {
            JsonNode jwk = jwkOf(group);
            byte[] input = HexFormat.of().parseHex(test.get("msg").asText());
            byte[] signature = HexFormat.of().parseHex(test.get("sig").asText());
            cases.add(test.get("tcId").intValue());
            // What the file calls acceptable (a missing NULL in RSA's padding) may go either way.
            if (test.get("result").asText().equals("acceptable")) {
                return;
            }
            boolean valid = test.get("result").asText().equals("valid");
            boolean foreign = foreign(choice, jwk, algorithm, input, signature);
            boolean own = isOurs(algorithm) ? own(choice, jwk, algorithm, input, signature) : foreign;
            assertThat(own).as("%s %s", test.get("tcId"), test.get("comment")).isEqualTo(foreign);
            assertThat(own && !valid)
                    .as("%s %s", test.get("tcId"), test.get("comment"))
                    .isFalse();
            if (valid && !own) {
                wronglyRefused.add(test.get("comment").asText());
            }
        });

        assertThat(cases).hasSize(count);
        // JDK 17 refuses a point whose x lies between the order and the prime; nobody can make one.
        if (choice == CryptoProvider.Choice.JDK && file.startsWith("ecdsa")) {
            wronglyRefused.removeIf(comment -> comment.contains("large x") || comment.contains("x = n +"));
        }
        assertThat(wronglyRefused).isEmpty();
    }

    private static JsonNode jwkOf(JsonNode group) {
        if (group.has("keyJwk") || group.has("publicKeyJwk")) {
            return group.has("keyJwk") ? group.get("keyJwk") : group.get("publicKeyJwk");
        }
        // Some groups of ECDSA give the point only.
        byte[] point = HexFormat.of()
                .parseHex(group.get("publicKey").get("uncompressed").asText());
        int half = point.length / 2;
        String curve = switch (half) {
            case 32 -> "P-256";
            case 48 -> "P-384";
            default -> "P-521";
        };
        return JsonNodeFactory.instance
                .objectNode()
                .put("kty", "EC")
                .put("crv", curve)
                .put("x", Base64Url.encode(Arrays.copyOfRange(point, 1, 1 + half)))
                .put("y", Base64Url.encode(Arrays.copyOfRange(point, 1 + half, point.length)));
    }

    private static boolean isOurs(String algorithm) {
        return Stream.of(SigningAlgorithm.values())
                .anyMatch(ours -> ours.jwsName().equals(algorithm));
    }

    private static boolean foreign(
            CryptoProvider.Choice choice, JsonNode jwk, String algorithm, byte[] input, byte[] signature) {
        CompactJws jws =
                new CompactJws(JsonNodeFactory.instance.objectNode(), algorithm, "", "", input, new byte[0], signature);
        try {
            verifier(choice, set(jwk)).verifySignature(jws);
            return true;
        } catch (InvalidJwtException e) {
            return false;
        }
    }

    private static boolean own(
            CryptoProvider.Choice choice, JsonNode jwk, String algorithm, byte[] input, byte[] signature) {
        try {
            TrustedKeys keys = TrustedKeys.parse(set(jwk).getBytes(StandardCharsets.UTF_8));
            return new SignatureCheck(
                            SigningAlgorithm.of(algorithm), keys.keys().get(0).publicKey(), provider(choice))
                    .matches(input, signature);
        } catch (InvalidJwkException e) {
            throw new AssertionError(e);
        }
    }
}
