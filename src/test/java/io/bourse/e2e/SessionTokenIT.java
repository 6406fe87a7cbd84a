package io.bourse.e2e;

import static io.bourse.e2e.FederationWorld.SESSION_TOKEN;
import static io.bourse.e2e.TokenServer.ACCESS_TOKEN;
import static io.bourse.e2e.TokenServer.EXCHANGE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bourse.fakes.TestRsaKeys;
import io.bourse.jose.RsaPublicKeys;
import java.io.IOException;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Session tokens: what an exchange entry lets be issued to the owner of a key, and that nothing else takes them. */
class SessionTokenIT {

    private static final TokenServer SERVER = TokenServer.shared();
    private static final String JWT = "urn:ietf:params:oauth:token-type:jwt";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static FederationWorld world;

    @BeforeAll
    static void entries() {
        world = FederationWorld.in(SERVER, "st");
    }

    private static TokenCall call() {
        return world.federate(SERVER.token(), world.pod("reports")).form("subject_token_type", JWT);
    }

    private static TokenCall with(String publicKey) {
        return with(publicKey, SESSION_TOKEN);
    }

    private static TokenCall with(String publicKey, String requestedType) {
        return SERVER.token()
                .basic("st", FederationWorld.SECRET)
                .grant(EXCHANGE)
                .form("requested_token_type", requestedType)
                .form("subject_token", world.pod("reports"))
                .form("subject_token_type", JWT)
                .form("public_key", publicKey);
    }

    @Test
    void namesTheKeyWhoseOwnerMaySign() throws IOException {
        TokenAnswer answer = call().send().granted();

        assertThat(answer.text("issued_token_type")).isEqualTo(SESSION_TOKEN);
        assertThat(answer.text("token_type")).isEqualTo("N_A");
        assertThat(answer.tokenHeader().get("typ").textValue()).isEqualTo("st+jwt");
        JsonNode claims = answer.claims();
        assertThat(claims.get("iss").textValue()).isEqualTo(SERVER.issuer());
        assertThat(claims.get("sub").textValue()).isEqualTo("st-cluster|system:serviceaccount:shop:reports");
        assertThat(claims.get("client_id").textValue()).isEqualTo("st");
        assertThat(claims.get("tenant").textValue()).isEqualTo("demo");
        assertThat(claims.get("session_scope").textValue()).isEqualTo("read");
        assertThat(claims.get("session_aud"))
                .extracting(JsonNode::textValue)
                .containsExactly("https://api.example/stock", "https://api.example/orders");
        assertThat(claims.has("jti")).isTrue();
        assertThat(StreamSupport.stream(claims.get("lin").spliterator(), false).map(JsonNode::textValue))
                .anyMatch(ancestor -> ancestor.startsWith("provider:") && ancestor.endsWith(":st-cluster"))
                .anyMatch(ancestor -> ancestor.startsWith("exchange:") && ancestor.endsWith(":st-federation"));
        assertThat(claims.get("jwk").isTextual()).as("a text and no object").isTrue();
        JsonNode jwk = JSON.readTree(claims.get("jwk").textValue());
        RSAPublicKey key = (RSAPublicKey) world.session().getPublic();
        assertThat(jwk.get("kty").textValue()).isEqualTo("RSA");
        assertThat(jwk.get("kid").textValue()).isEqualTo(RsaPublicKeys.fingerprint(key));
        assertThat(jwk.get("alg").textValue()).isEqualTo("RS256");
        assertThat(jwk.get("use").textValue()).isEqualTo("sig");
        assertThat(jwk.toString()).isEqualTo(RsaPublicKeys.jwk(key));
    }

    /** An API that looks at the signature, the audience and the scope, and not at typ, must not take it either. */
    @Test
    void isForNobodyButUs() {
        JsonNode claims = call().send().granted().claims();

        assertThat(claims.get("aud").textValue()).isEqualTo(SERVER.issuer());
        assertThat(claims.has("scope")).isFalse();
    }

    @Test
    void livesAnHourAtMostAndHasNoRefreshToken() {
        TokenAnswer answer = call().send().granted();

        assertThat(answer.json().get("expires_in").asLong()).isBetween(3_500L, 3_600L);
        JsonNode claims = answer.claims();
        assertThat(claims.get("exp").asLong() - claims.get("iat").asLong()).isBetween(3_500L, 3_600L);
        assertThat(answer.has("refresh_token")).isFalse();
        assertThat(claims.has("sid")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AAAA", "not base64!", "-----BEGIN PUBLIC KEY-----", "{}"})
    void theKeyHasToBeOne(String publicKey) {
        with(publicKey).send().refused(400, "invalid_request");
    }

    @Test
    void theKeyHasToBeThereAndStrong() {
        SERVER.token()
                .basic("st", FederationWorld.SECRET)
                .grant(EXCHANGE)
                .form("requested_token_type", SESSION_TOKEN)
                .form("subject_token", world.pod("reports"))
                .form("subject_token_type", JWT)
                .send()
                .refused(400, "invalid_request");
        RSAPublicKey weak = (RSAPublicKey) TestRsaKeys.pair("weak", 1024).getPublic();
        assertThat(with(RsaPublicKeys.text(weak))
                        .send()
                        .refused(400, "invalid_request")
                        .text("error_description"))
                .contains("public_key");
    }

    /** Whoever sends one means a token that is bound to it, and not one for whoever finds it. */
    @Test
    void aKeyGoesWithASessionTokenOnly() {
        for (String type : List.of(JWT, ACCESS_TOKEN)) {
            assertThat(with(RsaPublicKeys.text((RSAPublicKey) world.session().getPublic()), type)
                            .send()
                            .refused(400, "invalid_request")
                            .text("error_description"))
                    .contains("public_key");
        }
    }

    @Test
    void onlyWhatTheEntryIssues() {
        world.federate(SERVER.token(), world.pod("reports"))
                .form("subject_token_type", JWT)
                .form("scope", "write")
                .send()
                .refused(400, "invalid_scope");
        call().form("audience", "https://api.example/other").send().refused(400, "invalid_target");
        SERVER.token()
                .basic("st", FederationWorld.SECRET)
                .grant(EXCHANGE)
                .form("subject_token", world.pod("reports"))
                .form("subject_token_type", JWT)
                .send()
                .refused(400, "invalid_request");
        SERVER.token()
                .basic("st", FederationWorld.SECRET)
                .grant(EXCHANGE)
                .form("requested_token_type", "urn:oci:token-type:oci-rpst")
                .form("subject_token", world.pod("reports"))
                .form("subject_token_type", JWT)
                .send()
                .refused(400, "invalid_request");
        SERVER.exchange(SERVER.login().accessToken())
                .form("requested_token_type", SESSION_TOKEN)
                .form("public_key", RsaPublicKeys.text((RSAPublicKey)
                        world.session().getPublic()))
                .send()
                .refused(400, "invalid_request");
    }

    /** It is worth nothing to whoever shows it. */
    @Test
    void nothingElseTakesOne() {
        String session = world.sessionToken();

        for (String type : List.of(JWT, ACCESS_TOKEN, "urn:ietf:params:oauth:token-type:id_token", SESSION_TOKEN)) {
            SERVER.token()
                    .basic("st", FederationWorld.SECRET)
                    .grant(EXCHANGE)
                    .form("subject_token", session)
                    .form("subject_token_type", type)
                    .send()
                    .refused(400, "invalid_request");
            SERVER.exchange(SERVER.convert("session-actor").accessToken())
                    .form("actor_token", session)
                    .form("actor_token_type", type)
                    .send()
                    .refused(400, "invalid_request");
        }
        SERVER.call("/oauth2/introspect")
                .basic("st", FederationWorld.SECRET)
                .form("token", session)
                .send()
                .inactive();
        SERVER.introspect(session).asGateway().send().inactive();
        for (String shown : List.of("/oauth2/userinfo", "/auth/me", "/v1/oauth/token")) {
            assertThat(SERVER.call(shown)
                            .method("GET")
                            .header("Authorization", "Bearer " + session)
                            .send()
                            .status())
                    .as(shown)
                    .isEqualTo(401);
        }
        SERVER.refresh(session).send().refused(400, "invalid_grant");
        SERVER.token()
                .asDemo()
                .grant("urn:ietf:params:oauth:grant-type:jwt-bearer")
                .form("assertion", session)
                .send()
                .refused(400, "invalid_grant");
        SERVER.convert("demo-oidc", session).asDemo().send().refused(400, "invalid_grant");
        SERVER.token()
                .assertion(session)
                .form("client_id", "st")
                .grant("client_credentials")
                .send()
                .refused(401, "invalid_client");
    }
}
