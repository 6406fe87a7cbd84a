package io.bourse.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.bourse.fakes.TestRsaKeys;
import io.bourse.jose.RsaPublicKeys;
import io.bourse.principal.Principal;
import io.bourse.principal.Principal.ApiKey;
import io.bourse.principal.Principal.SessionTokens;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How principals are read, and what they are refused for: the one problem that is told. */
class PrincipalEntriesTest {

    private static final EntryFile FILE = new EntryFile(ExternalSecrets.NONE);

    private static final RSAPublicKey KEY = TestRsaKeys.one();
    private static final String TEXT = RsaPublicKeys.text(KEY);
    private static final String FINGERPRINT = RsaPublicKeys.fingerprint(KEY);
    private static final String OTHERS_FINGERPRINT = "20:3b:97:13:55:1c:5b:0d:d3:37:d8:50:4e:c5:3a:34";

    private static final String WORLD = """
            projects: [{id: shop}, {id: other}]
            clients:
              - {id: tools, project: shop, secret: a long secret, grants: [signed_request], audiences: [t]}
              - {id: web, project: shop, secret: a long secret}
              - {id: elsewhere, project: other, secret: a long secret, grants: [signed_request], audiences: [t]}
            users:
              - {username: Ada, project: shop}
              - {username: eve, project: other}
            providers:
              - {id: oci, project: shop, clients: [tools], userinfo: {userinfo_uri: 'https://i.example', audience_proof: none}}
              - {id: mine, project: shop, userinfo: {userinfo_uri: 'https://i.example', audience_proof: none}}
              - {id: theirs, project: other, userinfo: {userinfo_uri: 'https://i.example', audience_proof: none}}
            principals:
              - {id: cloud, client: tools, key_id: x/y/z, public_key: 'PUBLIC'}
            """.replace("PUBLIC", TEXT);

    private static Principal read(String fields) {
        return FILE.parse("f", "principals:\n- {id: p, " + fields + "}")
                .principals()
                .get(0)
                .draft();
    }

    private static List<String> problems(String text) {
        return catchThrowableOfType(EntryProblems.class, () -> resolve(text)).lines();
    }

    private static Entries resolve(String text) {
        Snapshot nothing = new Snapshot(
                Map.of(), Map.of(), List.of(), Map.of(), Map.of(), Map.of(), Map.of(), Set.of(), Set.of(), Map.of());
        return Resolution.resolve(FILE.parse("f", text), nothing);
    }

    static Stream<Arguments> forms() {
        return Stream.of(
                arguments("PEM", "\"" + TestRsaKeys.pem(KEY).replace("\n", "\\n") + "\""),
                arguments("base64", "'" + TEXT + "'"),
                arguments("JWK", RsaPublicKeys.jwk(KEY)),
                arguments("JWK as text", "'" + RsaPublicKeys.jwk(KEY) + "'"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    void aKeyIsTheSameInWhateverFormItIsGiven(String form, String publicKey) {
        Principal principal =
                read("client: tools, user: ada, key_id: 't/u/" + FINGERPRINT + "', public_key: " + publicKey);

        assertThat(principal.enabled()).isTrue();
        assertThat(principal.proof()).isEqualTo(new ApiKey("t/u/" + FINGERPRINT, KEY, "ada"));
    }

    @Test
    void allSessionTokensOfAProviderAreOnePrincipal() {
        assertThat(read("client: tools, enabled: false, provider: oci").proof()).isEqualTo(new SessionTokens("oci"));
    }

    static Stream<Arguments> refusals() {
        String key = ", public_key: '" + TEXT + "'";
        String advice = "; give an RSA key of at least 2048 bits, as PEM (BEGIN PUBLIC KEY) or JWK";
        RSAPublicKey small = (RSAPublicKey) TestRsaKeys.pair("small", 1024).getPublic();
        return Stream.of(
                arguments(
                        "client: a, key_id: k",
                        "public_key is missing; give it as PEM or JWK, or name the provider"
                                + " with whose session tokens it signs"),
                arguments("client: a" + key, "key_id is missing"),
                arguments("key_id: k" + key, "client is missing"),
                arguments(
                        "client: a, provider: b" + key,
                        "public_key and provider are both given; it signs with a key"
                                + " of its own or with what the provider's session tokens name"),
                arguments("client: a, provider: b, user: c", "user is said by the provider's tokens; leave it away"),
                arguments(
                        "client: a, key_id: ST$eyJ" + key,
                        "key_id begins with ST$, as session tokens do; name the" + " provider of those instead"),
                arguments(
                        "client: a, key_id: 'a b'" + key,
                        "key_id must be 1 to 512 printable characters without"
                                + " spaces, quotes and backslashes, such as <tenancy>/<user>/<fingerprint>"),
                arguments(
                        "client: a, key_id: 't/u/" + OTHERS_FINGERPRINT + "'" + key,
                        "key_id ends in the fingerprint" + " of another key; that of public_key is " + FINGERPRINT),
                arguments(
                        "client: a, key_id: 't/u/" + FINGERPRINT.toUpperCase(Locale.ROOT) + "'" + key,
                        "key_id ends in the fingerprint of public_key in upper case; signatures name it exactly, so"
                                + " write it in lower case"),
                arguments(
                        "client: a, key_id: k, public_key: nonsense",
                        "public_key cannot be taken: it is no public RSA key as PEM or base64 of a"
                                + " SubjectPublicKeyInfo" + advice),
                arguments(
                        "client: a, key_id: k, public_key: {kty: EC}",
                        "public_key cannot be taken: it is malformed or of an unknown kind" + advice),
                arguments(
                        "client: a, key_id: k, public_key: '" + RsaPublicKeys.text(small) + "'",
                        "public_key cannot be taken: its modulus has 1024 bits" + advice),
                arguments("client: a, provder: b", "provder is not a key here; did you mean provider?"));
    }

    @ParameterizedTest
    @MethodSource
    void refusals(String fields, String problem) {
        assertThat(problems("principals:\n- {id: p, " + fields + "}")).contains("f:2: principal p: " + problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PEM", "OPENSSL", "JWK", "JWK text"})
    void aPrivateKeyIsRefusedLoudlyAndNeverRepeated(String form) {
        String secret = Base64.getEncoder()
                .encodeToString(TestRsaKeys.pair("one").getPrivate().getEncoded());
        String given = switch (form) {
            case "PEM" -> "\"-----BEGIN PRIVATE KEY-----\\n" + secret + "\\n-----END PRIVATE KEY-----\"";
            case "OPENSSL" -> "\"-----BEGIN RSA PRIVATE KEY-----\\n" + secret + "\\n-----END RSA PRIVATE KEY-----\"";
            case "JWK" -> "{kty: RSA, n: AQAB, e: AQAB, d: " + secret.substring(0, 40) + "}";
            default -> "'{\"kty\": \"RSA\", \"d\": \"" + secret.substring(0, 40) + "\"}'";
        };

        List<String> problems = problems("principals:\n- {id: p, client: a, key_id: k, public_key: " + given + "}");

        assertThat(problems).singleElement().asString().contains("is a PRIVATE key, which its owner must never show");
        assertThat(problems.toString()).doesNotContain(secret.substring(0, 12));
    }

    static Stream<Arguments> references() {
        return Stream.of(
                arguments(
                        "client: tools",
                        "client: toolz",
                        "client names the client 'toolz', which does not exist; did" + " you mean tools?"),
                arguments("client: tools", "client: web", "client names web, whose grants lack signed_request"),
                arguments(
                        "key_id",
                        "user: eve, key_id",
                        "user names 'eve', who is no user of project shop; give a user"
                                + " name or id, or add it under users"),
                arguments(
                        "key_id",
                        "user: 00000000-0000-7000-8000-000000000001, key_id",
                        "user names '00000000-0000-7000-8000-000000000001', who is no user of project shop; give a"
                                + " user name or id, or add it under users"),
                arguments(
                        "key_id: x/y/z, public_key: '" + TEXT + "'",
                        "provider: oc",
                        "provider names the provider 'oc', which does not exist; did you mean oci?"),
                arguments(
                        "key_id: x/y/z, public_key: '" + TEXT + "'",
                        "provider: mine",
                        "provider names mine, whose clients lack tools"),
                arguments(
                        "key_id: x/y/z, public_key: '" + TEXT + "'",
                        "provider: theirs",
                        "provider is of another project, other"));
    }

    @ParameterizedTest
    @MethodSource
    void references(String part, String replacement, String problem) {
        assertThat(resolve(WORLD).principals()).hasSize(1);
        int at = WORLD.indexOf("principals:");
        String changed = WORLD.substring(0, at) + WORLD.substring(at).replace(part, replacement);

        assertThat(problems(changed)).containsExactly("f:14: principal cloud: " + problem);
    }

    @Test
    void aUserIsNamedAsLoginsAre() {
        assertThat(resolve(WORLD.replace("key_id", "user: ADA, key_id")).principals())
                .hasSize(1);
    }

    @Test
    void aKeyItsIdAndAProviderAreOnePrincipals() {
        String other =
                RsaPublicKeys.text((RSAPublicKey) TestRsaKeys.pair("other").getPublic());
        String more = WORLD
                + "  - {id: again, client: elsewhere, key_id: x/y/z, public_key: '" + other + "'}\n"
                + "  - {id: same, client: elsewhere, key_id: u/v/w, public_key: '" + TEXT + "'}\n"
                + "  - {id: one, client: tools, provider: oci}\n"
                + "  - {id: two, client: tools, provider: oci}\n";

        assertThat(problems(more))
                .containsExactly(
                        "f:15: principal again: key_id is that of principal cloud already",
                        "f:16: principal same: public_key is that of principal cloud already",
                        "f:18: principal two: provider is that of principal one already");
    }
}
