package io.bourse.e2e;

import static io.bourse.e2e.FederationWorld.SECRET;
import static io.bourse.e2e.FederationWorld.SESSION_TOKEN;
import static io.bourse.e2e.TokenServer.EXCHANGE;
import static io.bourse.e2e.TokenServer.ORDERS;
import static io.bourse.fakes.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bourse.e2e.SignedCall.Reply;
import io.bourse.fakes.RequestSigner;
import io.bourse.fakes.TestRsaKeys;
import io.bourse.jose.RsaPublicKeys;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Workload identity federation as Oracle's SDKs do it: a foreign token for a session token, and that for tokens. */
class OracleFederationIT {

    private static final TokenServer SERVER = TokenServer.shared();
    private static final String TOKEN = "/oauth2/v1/token";
    private static final String SCOPED = SignedCall.RESUME.replace("http://www.ocisampleservice.com/resume", "read");

    private static int worlds;

    private static final FederationWorld SHARED = FederationWorld.in(SERVER, "wif");

    /** One of its own for a test that revokes. */
    private FederationWorld world = SHARED;

    private void ofItsOwn() {
        world = FederationWorld.in(SERVER, "wif" + ++worlds);
    }

    private TokenCall call(String subjectToken) {
        return world.federate(SERVER.call(TOKEN), subjectToken);
    }

    private String session(String subjectToken) {
        return call(subjectToken)
                .form("subject_token_type", "jwt")
                .send()
                .granted()
                .text("token");
    }

    private String session() {
        return session(world.pod("reports"));
    }

    private Reply sign(String token) {
        return sign(token, world.session().getPrivate(), SCOPED);
    }

    private static Reply sign(String token, PrivateKey key, String body) {
        return new SignedCall(
                        SERVER.node(0).port(),
                        SERVER.issuer().replace("http://", ""),
                        new RequestSigner("ST$" + token, key))
                .body(body)
                .send();
    }

    @Test
    void theAnswerIsTheTokenAlone() {
        TokenAnswer answer = call(world.pod("reports"))
                .form("subject_token_type", "jwt")
                .send()
                .granted();

        assertThat(answer.json().properties()).hasSize(1);
        assertThat(answer.text("token").split("\\.")).hasSize(3);
    }

    @Test
    void whoSignsWithItGetsTokensForWhomItIs() {
        String token = session();

        Reply reply = OracleWorld.granted(sign(token));

        JsonNode claims = reply.claims();
        assertThat(claims.get("sub").textValue())
                .isEqualTo(world.name() + "-cluster|system:serviceaccount:shop:reports");
        assertThat(claims.get("client_id").textValue()).isEqualTo(world.name());
        assertThat(claims.get("scope").textValue()).isEqualTo("read");
        assertThat(claims.get("aud").textValue()).isEqualTo(ORDERS);
        assertThat(claims.get("exp").asLong())
                .isLessThanOrEqualTo(claims(token).get("exp").asLong());
        assertThat(claims.get("lin"))
                .extracting(JsonNode::textValue)
                .contains(claims(token).get("jti").textValue());
    }

    private static JsonNode claims(String token) {
        return new Reply(200, Map.of(), "{\"access_token\":\"" + token + "\"}").claims();
    }

    @Test
    void noMoreThanTheExchangeEntryAllows() {
        String token = session();

        for (String scope : List.of("write", "read write", "offline_access", "read offline_access")) {
            OracleWorld.refused(
                    sign(token, world.session().getPrivate(), SCOPED.replace("scope=read", "scope=" + scope)),
                    400,
                    "invalid_scope");
        }
        OracleWorld.refused(
                sign(token, world.session().getPrivate(), SCOPED + "&audience=https://api.example/other"),
                400,
                "invalid_target");
        assertThat(OracleWorld.granted(sign(
                                token, world.session().getPrivate(), SCOPED + "&audience=https://api.example/stock"))
                        .json()
                        .has("refresh_token"))
                .isFalse();
    }

    @Test
    void onlyTheOwnerOfItsKey() {
        OracleWorld.notAuthenticated(sign(session(), TestRsaKeys.pair("a thief").getPrivate(), SCOPED));
    }

    @Test
    void nothingElseOfOursIsASessionToken() {
        String accessToken = OracleWorld.granted(sign(session())).text("access_token");
        String jwt = "urn:ietf:params:oauth:token-type:jwt";
        TokenAnswer otherJwt = SERVER.token()
                .basic(world.name(), SECRET)
                .grant(EXCHANGE)
                .form("requested_token_type", jwt)
                .form("subject_token", world.pod("reports"))
                .form("subject_token_type", jwt)
                .send()
                .granted();
        assertThat(otherJwt.tokenHeader().get("typ").textValue()).isEqualTo("jwt");
        TokenAnswer login = SERVER.token()
                .basic(world.name(), SECRET)
                .grant("password")
                .form("username", "ada")
                .form("password", TokenServer.PASSWORD)
                .form("scope", "read openid offline_access")
                .send()
                .granted();
        for (String other : List.of(
                accessToken,
                otherJwt.accessToken(),
                login.accessToken(),
                login.text("id_token"),
                login.refreshToken(),
                world.pod("reports"),
                session().replaceFirst("\\.[^.]*$", ".AAAA"))) {
            OracleWorld.notAuthenticated(sign(other));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "requested_token_type,urn:oci:token-type:oci-rpst",
        "public_key,",
        "public_key,AAAA",
        "subject_token,",
        "subject_token_type,spnego",
        "subject_token_type,"
    })
    void badInputIsToldInTheStandardsWords(String field, String value) {
        Map<String, String> fields = Map.of(
                "requested_token_type",
                SESSION_TOKEN,
                "public_key",
                RsaPublicKeys.text((RSAPublicKey) world.session().getPublic()),
                "subject_token",
                world.pod("reports"),
                "subject_token_type",
                "jwt");
        TokenCall call = SERVER.call(TOKEN).basic(world.name(), SECRET).grant(EXCHANGE);
        fields.forEach((name, given) -> {
            String sent = name.equals(field) ? value : given;
            if (sent != null) {
                call.form(name, sent);
            }
        });

        refused(call, 400, "invalid_request");
    }

    /** As the standard's, less what only our own endpoint adds. */
    private static void refused(TokenCall call, int status, String error) {
        TokenAnswer answer = call.send();
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.header("opc-request-id")).isNotEmpty();
        assertThat(answer.text("error")).isEqualTo(error);
        assertThat(answer.json().properties()).hasSize(2);
        assertThat(answer.body()).doesNotContain("eyJ", "secret", "AAAA", "spnego");
    }

    @Test
    void badClientsAndTokensAreRefused() {
        refused(
                call(world.pod("reports")).form("subject_token_type", "jwt").form("public_key", "x"),
                400,
                "invalid_request");
        refused(call("not a token").form("subject_token_type", "jwt"), 400, "invalid_request");
        refused(
                SERVER.call(TOKEN)
                        .basic(world.name(), "another secret")
                        .grant(EXCHANGE)
                        .form("requested_token_type", SESSION_TOKEN)
                        .form("subject_token", world.pod("reports"))
                        .form("subject_token_type", "jwt"),
                401,
                "invalid_client");
    }

    /** Each of these had a part in it: what is switched off ends the session token, and what was got with it. */
    @ParameterizedTest
    @ValueSource(strings = {"", "-cluster", "-federation"})
    void whateverHadAPartEndsAllOfIt(String entry) {
        ofItsOwn();
        String token = session();
        String accessToken = OracleWorld.granted(sign(token)).text("access_token");
        assertThat(isActive(accessToken)).isTrue();

        String id = "- id: " + world.name() + entry + "\n";
        SERVER.apply(world.entries().replace(id, id + "    enabled: false\n"));

        eventually("the node has heard of it", Duration.ofSeconds(5), () -> !isActive(accessToken));
        OracleWorld.notAuthenticated(sign(token));
    }

    private boolean isActive(String accessToken) {
        return SERVER.active(accessToken);
    }

    @Test
    void itsClientMayRevokeIt() {
        ofItsOwn();
        String token = session();
        String accessToken = OracleWorld.granted(sign(token)).text("access_token");

        SERVER.revoke(token).basic(world.name(), SECRET).send();

        assertThat(isActive(accessToken)).isFalse();
        OracleWorld.notAuthenticated(sign(token));
    }

    @Test
    void anotherKeyInItsPlaceBreaksOurSignature() {
        String[] parts = session().split("\\.");
        KeyPair thief = TestRsaKeys.pair("a thief");
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        String changed = claims.replace(modulus(world.session()), modulus(thief));
        assertThat(changed).isNotEqualTo(claims);

        String forged = parts[0] + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(changed.getBytes(StandardCharsets.UTF_8)) + "."
                + parts[2];

        OracleWorld.notAuthenticated(sign(forged, thief.getPrivate(), SCOPED));
    }

    private static String modulus(KeyPair pair) {
        return RsaPublicKeys.jwk((RSAPublicKey) pair.getPublic()).replaceFirst(".*\"n\":\"([^\"]+)\".*", "$1");
    }
}
