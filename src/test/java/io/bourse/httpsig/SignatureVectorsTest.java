package io.bourse.httpsig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.bourse.fakes.Vectors;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The public vectors of draft-cavage-http-signatures-12 and of Oracle's SDKs. */
class SignatureVectorsTest {

    private static final String CAVAGE = "cavage/cavage12_appendix_c.json";
    private static final String OCI = "cavage/oci_signed_requests.json";

    /** Oracle knows one name of the algorithm, and the file leaves it to each server whether it knows another. */
    private static final Set<String> OTHER_LABEL = Set.of("tok-valid-alg-hs2019");

    /** Nobody but Oracle's clients says a version, so its profile asks for it; the signature itself is good. */
    private static final Set<String> NO_VERSION = Set.of("tok-valid-no-version");

    /** What the draft lets count though it does not cover all that we ask for. */
    private static final SignatureProfile DRAFT = new SignatureProfile(
            "rsa-sha256",
            null,
            Set.of("date"),
            Set.of(),
            Set.of(),
            "x-content-sha256",
            SignatureProfile.ORACLE.skew(),
            1024);

    @TestFactory
    Stream<DynamicTest> oraclesProfile() {
        JsonNode file = Vectors.json(OCI);
        assertThat(file.get("tests")).hasSize(file.get("numberOfTests").intValue());
        return tests(file)
                .map(test -> DynamicTest.dynamicTest(name(test), () -> {
                    boolean expected = test.get("expect").asText().equals("valid") && !OTHER_LABEL.contains(name(test));
                    SignatureProfile profile = SignatureProfile.ORACLE.withMinBits(
                            file.at("/keys/" + test.get("key").asText() + "/bits")
                                    .intValue());

                    boolean strict = isValid(profile, file, test);
                    boolean versionless = isValid(withoutVersion(profile), file, test);

                    assertThat(versionless).isEqualTo(expected);
                    assertThat(strict).isEqualTo(expected && !NO_VERSION.contains(name(test)));
                }));
    }

    /** The same for whoever does not say which version it is. */
    private static SignatureProfile withoutVersion(SignatureProfile profile) {
        return new SignatureProfile(
                profile.algorithm(),
                null,
                profile.times(),
                profile.covered(),
                profile.coveredWithBody(),
                profile.digest(),
                profile.skew(),
                profile.minBits());
    }

    @TestFactory
    Stream<DynamicTest> signingStrings() {
        JsonNode file = Vectors.json(OCI);
        return tests(file)
                .filter(test -> test.get("expect").asText().equals("valid"))
                .map(test -> DynamicTest.dynamicTest(name(test), () -> {
                    HttpSignature signature =
                            CavageSignature.parse(test.get("authorization").asText());

                    assertThat(new String(signature.base().of(message(test)), UTF_8))
                            .isEqualTo(test.get("signing_string").asText());
                }));
    }

    /** The appendix C of the draft: every signature is judged as the file says, and what does not cover enough is refused. */
    @TestFactory
    Stream<DynamicTest> draft() {
        JsonNode file = Vectors.json(CAVAGE);
        assertThat(file.get("tests")).hasSize(file.get("numberOfTests").intValue());
        return tests(file)
                .map(test -> DynamicTest.dynamicTest(name(test), () -> {
                    String authorization = test.get("authorization").asText();
                    if (test.get("expect").asText().equals("invalid")) {
                        assertThatExceptionOfType(InvalidSignatureException.class)
                                .isThrownBy(() -> CavageSignature.parse(authorization))
                                .withMessage("covers a time that goes not with its algorithm");
                        return;
                    }
                    HttpSignature signature = CavageSignature.parse(authorization);
                    SignedMessage message = parse(file.get("request").asText());
                    RSAPublicKey key = publicKey(file.get("public_pem").asText());
                    Instant now = HttpDate.parse(message.single("date"));

                    assertThat(new String(signature.base().of(message), UTF_8))
                            .isEqualTo(test.get("signing_string").asText());
                    assertThat(isValid(verifier(DRAFT, now), signature, withoutDigest(message), key))
                            .isTrue();
                    assertThat(isValid(
                                    verifier(SignatureProfile.ORACLE.withMinBits(1024), now), signature, message, key))
                            .isFalse();
                }));
    }

    @Test
    void theExampleOfCanonicalization() throws InvalidSignatureException {
        JsonNode example = Vectors.json(CAVAGE).get("canonicalisation_example");
        SignedMessage message = parse(example.get("message").asText().replaceAll("\n[ \t]+", " ") + "\n\n");
        List<String> covered = List.of(example.get("headers").asText().split(" "));
        Instant created = Instant.ofEpochSecond(example.get("created").longValue());

        assertThat(new String(new CavageBase(covered, created).of(message), UTF_8))
                .isEqualTo(example.get("signing_string").asText());
    }

    @Test
    void aKeyBelowTheMinimumIsRefusedWhateverItSigned() throws Exception {
        JsonNode file = Vectors.json(OCI);
        JsonNode published = tests(file)
                .filter(test -> name(test).equals("oci-published-post"))
                .findFirst()
                .orElseThrow();

        assertThat(isValid(SignatureProfile.ORACLE.withMinBits(1024), file, published))
                .isTrue();
        assertThat(isValid(SignatureProfile.ORACLE, file, published)).isFalse();
    }

    /** The draft's message is digested into another header, which is covered as any is. */
    private static SignedMessage withoutDigest(SignedMessage message) {
        return new SignedMessage(message.method(), message.target(), message.headers(), new byte[0]);
    }

    private static boolean isValid(SignatureProfile profile, JsonNode file, JsonNode test) throws Exception {
        JsonNode key = file.at("/keys/" + test.get("key").asText());
        Instant now = HttpDate.parse(test.get("now").asText());
        try {
            HttpSignature signature =
                    CavageSignature.parse(test.get("authorization").asText());
            boolean known = signature.keyId().equals(key.get("keyId").asText());
            return known
                    && isValid(
                            verifier(profile, now),
                            signature,
                            message(test),
                            publicKey(key.get("public_pem").asText()));
        } catch (InvalidSignatureException malformed) {
            return false;
        }
    }

    private static boolean isValid(
            SignatureVerifier verifier, HttpSignature signature, SignedMessage message, RSAPublicKey key) {
        try {
            verifier.verify(signature, message, key);
            return true;
        } catch (InvalidSignatureException invalid) {
            return false;
        }
    }

    private static SignatureVerifier verifier(SignatureProfile profile, Instant now) {
        return new SignatureVerifier(profile, host -> true, () -> now, null);
    }

    private static Stream<JsonNode> tests(JsonNode file) {
        return file.get("tests").valueStream();
    }

    private static String name(JsonNode test) {
        return test.get("id").asText();
    }

    private static SignedMessage message(JsonNode test) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        test.get("headers")
                .forEach(header ->
                        add(headers, header.get(0).asText(), header.get(1).asText()));
        byte[] body = test.get("body").isNull()
                ? new byte[0]
                : test.get("body").asText().getBytes(UTF_8);
        return new SignedMessage(test.get("method").asText(), test.get("target").asText(), headers, body);
    }

    private static SignedMessage parse(String text) {
        String[] parts = text.split("\n\n", 2);
        String[] lines = parts[0].split("\n");
        String[] first = lines[0].split(" ");
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (int i = 1; i < lines.length; i++) {
            String[] header = lines[i].split(":", 2);
            add(headers, header[0], header[1].strip());
        }
        return new SignedMessage(first[0], first[1], headers, parts[1].getBytes(UTF_8));
    }

    private static void add(Map<String, List<String>> headers, String name, String value) {
        headers.computeIfAbsent(name.toLowerCase(Locale.ROOT), any -> new ArrayList<>())
                .add(value);
    }

    /** Either form of PEM: SubjectPublicKeyInfo, or the modulus and the exponent alone (PKCS #1). */
    static RSAPublicKey publicKey(String pem) throws GeneralSecurityException {
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        KeyFactory factory = KeyFactory.getInstance("RSA");
        if (!pem.contains("RSA PUBLIC KEY")) {
            return (RSAPublicKey) factory.generatePublic(new X509EncodedKeySpec(der));
        }
        ByteBuffer sequence = contents(ByteBuffer.wrap(der));
        BigInteger modulus = number(sequence);
        return (RSAPublicKey) factory.generatePublic(new RSAPublicKeySpec(modulus, number(sequence)));
    }

    private static BigInteger number(ByteBuffer from) {
        ByteBuffer contents = contents(from);
        byte[] bytes = new byte[contents.remaining()];
        contents.get(bytes);
        return new BigInteger(bytes);
    }

    /** Of the DER value that is next. */
    private static ByteBuffer contents(ByteBuffer from) {
        from.get();
        int length = from.get() & 0xFF;
        if (length > 127) {
            int bytes = length - 128;
            length = 0;
            for (int i = 0; i < bytes; i++) {
                length = length << 8 | from.get() & 0xFF;
            }
        }
        ByteBuffer contents = from.slice(from.position(), length);
        from.position(from.position() + length);
        return contents;
    }
}
