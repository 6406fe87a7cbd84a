package io.bourse.e2e;

import static io.bourse.e2e.OracleWorld.ISSUER;
import static io.bourse.e2e.OracleWorld.ada;
import static io.bourse.e2e.OracleWorld.granted;
import static io.bourse.e2e.OracleWorld.notAuthenticated;
import static io.bourse.e2e.OracleWorld.quoted;
import static io.bourse.e2e.OracleWorld.session;
import static io.bourse.e2e.OracleWorld.sessionKey;
import static io.bourse.e2e.OracleWorld.sessionToken;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.fakes.RequestSigner;
import io.bourse.fakes.TestKeys;
import io.bourse.fakes.TestRsaKeys;
import io.bourse.jose.RsaPublicKeys;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures that are not good: each gets the same answer, whatever is wrong with it. */
class OracleSignatureIT {

    private static final TokenServer SERVER = TokenServer.shared();
    private static final String ANOTHER = SignedCall.RESUME.replace("resume", "report");

    private static OracleWorld world;

    @BeforeAll
    static void register() {
        world = OracleWorld.on(SERVER);
    }

    private static Stream<Arguments> spoilt() {
        return Stream.of(
                Arguments.of("another body", change(call -> call.sending(SignedCall.RESUME + "&isCLI=true"))),
                Arguments.of(
                        "the body encoded anew",
                        change(call -> call.scope("resume report")
                                .sending(SignedCall.RESUME.replace(
                                        "http://www.ocisampleservice.com/resume", "resume+report")))),
                Arguments.of(
                        "a digest of another body",
                        change(call -> call.header("x-content-sha256", RequestSigner.digest(ANOTHER.getBytes(UTF_8))))),
                Arguments.of(
                        "another body with its digest",
                        change(call -> call.sending(ANOTHER)
                                .sending("x-content-sha256", RequestSigner.digest(ANOTHER.getBytes(UTF_8))))),
                Arguments.of("no date covered", change(call -> call.without("date"))),
                Arguments.of("no target covered", change(call -> call.without("(request-target)"))),
                Arguments.of("no host covered", change(call -> call.without("host"))),
                Arguments.of("no length covered", change(call -> call.without("content-length"))),
                Arguments.of("no type covered", change(call -> call.without("content-type"))),
                Arguments.of("no digest covered", change(call -> call.without("x-content-sha256"))),
                Arguments.of("a header covered that is not there", change(call -> call.covering("x-absent"))),
                Arguments.of("a header covered twice", change(call -> call.covering("date"))),
                Arguments.of("two dates", change(call -> call.adding("Date: Mon, 20 Nov 2023 00:32:02 GMT"))),
                Arguments.of("two digests", change(call -> call.adding("x-content-sha256: AAAA"))),
                Arguments.of(
                        "five minutes old", change(call -> call.at(Instant.now().minusSeconds(303)))),
                Arguments.of(
                        "five minutes early",
                        change(call -> call.at(Instant.now().plusSeconds(305)))),
                Arguments.of("no date at all", change(call -> call.header("date", "yesterday"))),
                Arguments.of("for another host", change(call -> call.header("host", "idcs-1.identity.example.com"))),
                Arguments.of("a version of ours", rewritten("version=\"1\"", "version=\"2\"")),
                Arguments.of("no version", rewritten("version=\"1\", ", "")),
                Arguments.of("SHA-1", rewritten("rsa-sha256", "rsa-sha1")),
                Arguments.of("a MAC", rewritten("rsa-sha256", "hmac-sha256")),
                Arguments.of("an unknown key", rewritten("ocid1.user.oc1..ada", "ocid1.user.oc1..eve")),
                Arguments.of(
                        "a key id of spaces",
                        change(call -> call.authorization(
                                signed -> signed.replaceFirst("keyId=\"[^\"]*\"", "keyId=\"   \"")))),
                Arguments.of(
                        "a long key id",
                        change(call -> call.authorization(signed ->
                                signed.replaceFirst("keyId=\"[^\"]*\"", "keyId=\"" + "k".repeat(2_000) + "\"")))),
                Arguments.of(
                        "no key id",
                        change(call -> call.authorization(signed -> signed.replaceFirst("keyId=\"[^\"]*\", ", "")))),
                Arguments.of(
                        "no signature",
                        change(call ->
                                call.authorization(signed -> signed.replaceFirst(", signature=\"[^\"]*\"", "")))),
                Arguments.of(
                        "an empty signature",
                        change(call -> call.authorization(
                                signed -> signed.replaceFirst("signature=\"[^\"]*\"", "signature=\"\"")))),
                Arguments.of(
                        "a signature that is not base64",
                        change(call -> call.authorization(
                                signed -> signed.replaceFirst("signature=\"[^\"]*\"", "signature=\"***\"")))),
                Arguments.of(
                        "a longer signature than the key makes", change(call -> call.authorization(signature(384, 1)))),
                Arguments.of("a signature above every modulus", change(call -> call.authorization(signature(256, -1)))),
                Arguments.of("the scheme alone", change(call -> call.authorization(signed -> "Signature x"))),
                Arguments.of("two Authorization headers", change(call -> call.adding("Authorization: Basic eDp5"))),
                Arguments.of("another client", change(call -> call.body(SignedCall.RESUME + "&client_id=demo"))));
    }

    private static UnaryOperator<String> signature(int length, int octet) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) octet);
        String base64 = Base64.getEncoder().encodeToString(bytes);
        return signed -> signed.replaceFirst("signature=\"[^\"]*\"", "signature=\"" + base64 + "\"");
    }

    private static UnaryOperator<SignedCall> change(UnaryOperator<SignedCall> change) {
        return change;
    }

    private static UnaryOperator<SignedCall> rewritten(String from, String to) {
        return call -> call.authorization(signed -> {
            assertThat(signed).contains(from);
            return signed.replace(from, to);
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spoilt")
    void isNotAuthenticated(String what, UnaryOperator<SignedCall> change) {
        notAuthenticated(change.apply(world.call(ada())).send());
    }

    @Test
    void aKeyOfSomebodyElseUnderAKnownIdIsNot() {
        RequestSigner eve =
                new RequestSigner(ada().keyId(), TestRsaKeys.pair("eve").getPrivate());

        notAuthenticated(world.call(eve).send());
    }

    @Test
    void headersThatAreNotCoveredDoNotMatter() {
        granted(world.call(ada()).adding("X-Forwarded-For: 10.0.0.1").send());
    }

    private static Stream<Arguments> sessions() {
        Instant later = Instant.now().plusSeconds(600);
        RSAPublicKey small = (RSAPublicKey) TestRsaKeys.pair("small", 1024).getPublic();
        RSAPublicKey other = (RSAPublicKey) TestRsaKeys.pair("other").getPublic();
        String good = sessionToken("ocid1.user.oc1..grace");
        return Stream.of(
                Arguments.of(
                        "expired", sessionToken(ISSUER, "x", Instant.now().minusSeconds(60), quoted(sessionKey()))),
                Arguments.of("another issuer", sessionToken("https://other.example", "x", later, quoted(sessionKey()))),
                Arguments.of("our own issuer", sessionToken(SERVER.issuer(), "x", later, quoted(sessionKey()))),
                Arguments.of("another key", sessionToken("x", quoted(RsaPublicKeys.jwk(other)))),
                Arguments.of("a short key", sessionToken("x", quoted(RsaPublicKeys.jwk(small)))),
                Arguments.of(
                        "an elliptic key",
                        sessionToken("x", quoted(TestKeys.ours().publicJwk()))),
                Arguments.of(
                        "a key for encryption",
                        sessionToken("x", quoted(sessionKey().replace("\"sig\"", "\"enc\"")))),
                Arguments.of("no key", sessionToken("x", "null")),
                Arguments.of("a number for a key", sessionToken("x", "7")),
                Arguments.of("a key that is no JSON", sessionToken("x", "\"key\"")),
                Arguments.of("a key in an array", sessionToken("x", "[" + sessionKey() + "]")),
                Arguments.of("a broken signature", good.substring(0, good.length() - 6) + "AAAAAA"),
                Arguments.of("no signature", good.substring(0, good.lastIndexOf('.') + 1)),
                Arguments.of("no JWT", "x"),
                Arguments.of("nothing", ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sessions")
    void aSessionTokenThatIsNotGoodIsNotAuthenticated(String what, String token) {
        notAuthenticated(world.call(session(token)).send());
    }

    @Test
    void aSessionTokenAloneProvesNothing() {
        RequestSigner thief = new RequestSigner(
                "ST$" + sessionToken("ocid1.user.oc1..grace"),
                TestRsaKeys.pair("thief").getPrivate());

        notAuthenticated(world.call(thief).send());
    }

    /** Nobody signs the key id: whoever reads a request could bring it under another name of the same key. */
    @Test
    void aSignatureCountsOnceUnderWhateverKeyId() {
        SignedCall call = world.call(session(sessionToken("ocid1.user.oc1..grace")));
        byte[] signed = call.sign();
        byte[] renamed = call.authorization(header -> header.replaceFirst(
                        "keyId=\"[^\"]*\"", "keyId=\"ST\\$" + sessionToken("ocid1.user.oc1..heidi") + "\""))
                .sign();
        int port = SERVER.node(0).port();

        granted(SignedCall.send(port, signed));

        notAuthenticated(SignedCall.send(port, renamed));
        granted(call.unlikeOthers().send());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic eDp5", "Bearer x", "Digest username=\"x\""})
    void anotherSchemeIsAnswersOfTheStandard(String authorization) {
        OracleWorld.refused(
                world.call(ada()).authorization(signed -> authorization).send(), 401, "invalid_client");
    }

    @ParameterizedTest
    @ValueSource(strings = {"signature", "Signature", "Signature\tkeyId=\"x\"", "SIGNATURE  version=\"1\""})
    void theSchemeAloneMakesItASignature(String authorization) {
        notAuthenticated(
                world.call(ada()).authorization(signed -> authorization).send());
    }
}
