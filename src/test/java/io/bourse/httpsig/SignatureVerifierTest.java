package io.bourse.httpsig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bourse.fakes.FixedClock;
import io.bourse.fakes.RequestSigner;
import io.bourse.fakes.TestRsaKeys;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureVerifierTest {

    private static final KeyPair KEYS = TestRsaKeys.pair("principal", 2048);
    private static final String TARGET = "/oauth2/v1/token";
    private static final byte[] BODY = "grant_type=x&scope=http://a.example/b c".getBytes(UTF_8);

    /** Oracle's published example: the key is of 1024 bits, the date of a Sunday that is called Thursday. */
    private static final String PUBLISHED_KEY = """
            -----BEGIN PUBLIC KEY-----
            MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDCFENGw33yGihy92pDjZQhl0C3
            6rPJj+CvfSC8+q28hxA161QFNUd13wuCTUcq0Qd2qsBe/2hFyc2DCJJg0h1L78+6
            Z4UMR7EOcpfdUE9Hf3m/hs+FUR45uBJeDK1HSFHD8bHKD6kv8FPGfJTotc+2xjJw
            oYi+1hqp1fIekaxsyQIDAQAB
            -----END PUBLIC KEY-----
            """;

    private static final String PUBLISHED_POST = "Signature version=\"1\","
            + "headers=\"date (request-target) host content-length content-type x-content-sha256\","
            + "keyId=\"ocid1.tenancy.oc1..aaaaaaaaba3pv6wkcr4jqae5f15p2b2m2yt2j6rx32uzr4h25vqstifsfdsq/"
            + "ocid1.user.oc1..aaaaaaaat5nvwcna5j6aqzjcaty5eqbb6qt2jvpkanghtgdaqedqw3rynjq/"
            + "20:3b:97:13:55:1c:5b:0d:d3:37:d8:50:4e:c5:3a:34\",algorithm=\"rsa-sha256\","
            + "signature=\"Mje8vIDPlwIHmD/cTDwRxE7HaAvBg16JnVcsuqaNRim23fFPgQfLoOOxae6WqKb1uPjYEl0qIdazWaBy/Ml8DRhql"
            + "ocMwoSXv0fbukP8J5N80LCmzT/FFBvIvTB91XuXI3hYfP9Zt1l7S6ieVadHUfqBedWH0itrtPJBgKmrWso=\"";

    private static final byte[] PUBLISHED_BODY = """
            {
                "compartmentId": "ocid1.compartment.oc1..aaaaaaaam3we6vgnherjq5q2idnccdflvjsnog7mlr6rtdb25gilchfeyjxa",
                "instanceId": "ocid1.instance.oc1.phx.abuw4ljrlsfiqw6vzzxb43vyypt4pkodawglp3wqxjqofakrwvou52gb6s5a",
                "volumeId": "ocid1.volume.oc1.phx.abyhqljrgvttnlx73nmrwfaux7kcvzfs3s66izvxf2h4lgvyndsdsnoiwr5q"
            }""".getBytes(UTF_8);

    private final FixedClock clock = new FixedClock();
    private final RequestSigner signer = new RequestSigner("k", KEYS.getPrivate());
    private final Map<String, String> headers = new LinkedHashMap<>();

    SignatureVerifierTest() {
        headers.put("host", "tokens.example.com");
        headers.put("content-type", "application/x-www-form-urlencoded;charset=utf-8");
        headers.put("content-length", String.valueOf(BODY.length));
        headers.put("x-content-sha256", RequestSigner.digest(BODY));
        headers.put("date", date(clock.instant()));
        headers.put("x-date", date(clock.instant()));
    }

    /** Facts of oracle/oci-go-sdk common/http_signer_test.go and of Oracle's page "Request Signatures". */
    @Test
    void thePublishedExampleVerifiesAtItsTime() throws Exception {
        Map<String, List<String>> published = Map.of(
                "host", List.of("iaas.us-phoenix-1.oraclecloud.com"),
                "date", List.of("Thu, 05 Jan 2014 21:31:40 GMT"),
                "content-type", List.of("application/json"),
                "content-length", List.of("316"),
                "x-content-sha256", List.of("V9Z20UJTvkvpJ50flBzKE32+6m2zJjweHpDMX/U4Uy0="));
        SignedMessage message = new SignedMessage("POST", "/20160918/volumeAttachments", published, PUBLISHED_BODY);
        Instant then = Instant.parse("2014-01-05T21:31:40Z");
        SignatureVerifier verifier =
                new SignatureVerifier(SignatureProfile.ORACLE.withMinBits(1024), host -> true, () -> then, null);

        VerifiedSignature verified = verifier.verify(
                CavageSignature.parse(PUBLISHED_POST), message, SignatureVectorsTest.publicKey(PUBLISHED_KEY));

        assertThat(verified.until()).isEqualTo(then.plusSeconds(300));
    }

    @ParameterizedTest
    @EnumSource(RequestSigner.Form.class)
    void whatEachSdkSignsVerifies(RequestSigner.Form form) throws InvalidSignatureException {
        assertThat(verify(form).until()).isEqualTo(clock.instant().plusSeconds(300));
    }

    @Test
    void theIdIsOfWhatWasSignedAndNotOfHowItIsWritten() throws InvalidSignatureException {
        String java = verify(RequestSigner.Form.JAVA).id();

        assertThat(verify(RequestSigner.Form.GO).id()).isEqualTo(java);
        assertThat(verify(RequestSigner.Form.CURL).id()).isNotEqualTo(java);
        headers.put("date", date(clock.instant().plusSeconds(1)));
        assertThat(verify(RequestSigner.Form.JAVA).id()).isNotEqualTo(java);
    }

    @ParameterizedTest
    @ValueSource(strings = {"date", "x-date"})
    void aTimeIsGoodForFiveMinutesBothWays(String name) throws InvalidSignatureException {
        RequestSigner.Form form = name.equals("date") ? RequestSigner.Form.JAVA : RequestSigner.Form.TYPESCRIPT;
        for (int seconds : new int[] {-300, 300}) {
            headers.put(name, date(clock.instant().plusSeconds(seconds)));
            assertThat(verify(form).until()).isAfterOrEqualTo(clock.instant().plusSeconds(300));
        }
        for (int seconds : new int[] {-301, 301}) {
            headers.put(name, date(clock.instant().plusSeconds(seconds)));
            refused(form, form.covered(), "its time is more than PT5M from now");
        }
    }

    /** Else a node would forget it before it has run out. */
    @Test
    void aTimeAheadCountsLonger() throws InvalidSignatureException {
        headers.put("date", date(clock.instant().plusSeconds(120)));

        assertThat(verify(RequestSigner.Form.JAVA).until())
                .isEqualTo(clock.instant().plusSeconds(420));
    }

    @Test
    void eachCoveredTimeCounts() {
        headers.put("x-date", date(clock.instant().minus(Duration.ofHours(1))));
        List<String> both = new ArrayList<>(RequestSigner.Form.JAVA.covered());
        both.add("x-date");

        refused(RequestSigner.Form.JAVA, both, "its time is more than PT5M from now");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2026-11-21T00:00:00Z",
                "Sun, 31 Feb 2014 21:31:40 GMT",
                "Sun, 05 Jan 2014 25:31:40 GMT",
                "Sun, 05 Jan 2014 21:31:40 CET",
                "Sunday, 05-Jan-14 21:31:40 GMT",
                "Sun Jan  5 21:31:40 2014",
            })
    void aDateThatIsNoneIsRefused(String text) {
        headers.put("date", text);

        assertThatExceptionOfType(InvalidSignatureException.class)
                .isThrownBy(() -> verify(RequestSigner.Form.JAVA))
                .withMessageStartingWith("its date");
    }

    @ParameterizedTest
    @ValueSource(strings = {"date", "(request-target)", "host", "content-length", "content-type", "x-content-sha256"})
    void allThatCountsMustBeCovered(String missing) {
        List<String> covered = new ArrayList<>(RequestSigner.Form.JAVA.covered());
        covered.remove(missing);

        assertThatExceptionOfType(InvalidSignatureException.class)
                .isThrownBy(() -> verify(RequestSigner.Form.JAVA, covered))
                .withMessageContaining("cover");
    }

    @ParameterizedTest
    @CsvSource({"host, evil.example.com", "content-type, text/plain", "content-length, 1", "x-extra, other"})
    void whatIsChangedAfterwardsIsRefused(String name, String value) throws InvalidSignatureException {
        headers.put("x-extra", "one");
        List<String> covered = new ArrayList<>(RequestSigner.Form.JAVA.covered());
        covered.add("x-extra");
        String authorization = signer.authorization(RequestSigner.Form.JAVA, covered, "POST", TARGET, headers);
        headers.put(name, value);

        HttpSignature signature = CavageSignature.parse(authorization);
        assertThatExceptionOfType(InvalidSignatureException.class)
                .isThrownBy(() -> verifier().verify(signature, message(BODY), key()));
    }

    @Test
    void theBodyIsDigestedAsItCame() throws InvalidSignatureException {
        String authorization = signer.authorization(RequestSigner.Form.JAVA, "POST", TARGET, headers);
        HttpSignature signature = CavageSignature.parse(authorization);
        byte[] encoded = new String(BODY, UTF_8).replace(" ", "+").getBytes(UTF_8);

        assertThatExceptionOfType(InvalidSignatureException.class)
                .isThrownBy(() -> verifier().verify(signature, message(encoded), key()))
                .withMessage("the digest is not the body's");
    }

    @Test
    void anEmptyBodyAndABinaryOneAreSignedAsAnyOther() throws InvalidSignatureException {
        byte[] binary = new byte[256];
        for (int i = 0; i < binary.length; i++) {
            binary[i] = (byte) i;
        }
        for (byte[] body : List.of(new byte[0], binary)) {
            headers.put("content-length", String.valueOf(body.length));
            headers.put("x-content-sha256", RequestSigner.digest(body));
            HttpSignature signature =
                    CavageSignature.parse(signer.authorization(RequestSigner.Form.JAVA, "POST", TARGET, headers));

            assertThat(verifier().verify(signature, message(body), key()).id()).hasSize(43);
        }
    }

    @Test
    void whatIsSignedForAnotherServiceDoesNotCountHere() {
        headers.put("host", "idcs.other.example");

        refused(RequestSigner.Form.JAVA, RequestSigner.Form.JAVA.covered(), "it is for a host that is none of ours");
    }

    @Test
    void anotherKeyAndAShortOneAreRefused() throws InvalidSignatureException {
        HttpSignature signature =
                CavageSignature.parse(signer.authorization(RequestSigner.Form.JAVA, "POST", TARGET, headers));
        RSAPublicKey other = (RSAPublicKey) TestRsaKeys.pair("other", 2048).getPublic();
        KeyPair small = TestRsaKeys.pair("small", 1024);
        HttpSignature bySmall = CavageSignature.parse(new RequestSigner("k", small.getPrivate())
                .authorization(RequestSigner.Form.JAVA, "POST", TARGET, headers));

        assertThatExceptionOfType(InvalidSignatureException.class)
                .isThrownBy(() -> verifier().verify(signature, message(BODY), other))
                .withMessage("the key did not make it");
        assertThatExceptionOfType(InvalidSignatureException.class)
                .isThrownBy(() -> verifier().verify(bySmall, message(BODY), (RSAPublicKey) small.getPublic()))
                .withMessage("its key has fewer than 2048 bits");
    }

    @ParameterizedTest
    @CsvSource({
        "version=\"1\", version=\"2\"",
        "version=\"1\", version=\"\"",
        "'version=\"1\",', ''",
        "rsa-sha256, rsa-sha1",
        "rsa-sha256, RSA-SHA256",
        "rsa-sha256, hmac-sha256",
        "rsa-sha256, hs2019",
    })
    void onlyOneAlgorithmAndOneVersionAreKnown(String from, String to) throws InvalidSignatureException {
        String authorization = signer.authorization(RequestSigner.Form.CURL, "POST", TARGET, headers)
                .replace(", ", ",")
                .replace(from, to);
        HttpSignature signature = CavageSignature.parse(authorization);

        assertThatExceptionOfType(InvalidSignatureException.class)
                .isThrownBy(() -> verifier().verify(signature, message(BODY), key()))
                .withMessageMatching("its (algorithm|version) is not .*");
    }

    private VerifiedSignature verify(RequestSigner.Form form) throws InvalidSignatureException {
        return verify(form, form.covered());
    }

    private VerifiedSignature verify(RequestSigner.Form form, List<String> covered) throws InvalidSignatureException {
        String authorization = signer.authorization(form, covered, "POST", TARGET, headers);
        return verifier().verify(CavageSignature.parse(authorization), message(BODY), key());
    }

    private void refused(RequestSigner.Form form, List<String> covered, String why) {
        assertThatExceptionOfType(InvalidSignatureException.class)
                .isThrownBy(() -> verify(form, covered))
                .withMessage(why);
    }

    private SignatureVerifier verifier() {
        SignedHosts hosts = SignedHosts.of("https://Tokens.Example.com", List.of());
        return new SignatureVerifier(SignatureProfile.ORACLE, hosts, clock, null);
    }

    private static RSAPublicKey key() {
        return (RSAPublicKey) KEYS.getPublic();
    }

    private SignedMessage message(byte[] body) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        headers.forEach((name, value) -> all.put(name.toLowerCase(Locale.ROOT), List.of(value)));
        return new SignedMessage("POST", TARGET, all, body);
    }

    private static String date(Instant time) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
    }
}
