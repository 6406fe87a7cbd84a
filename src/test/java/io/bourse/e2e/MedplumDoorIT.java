package io.bourse.e2e;

import static io.bourse.e2e.MedplumWorld.FHIR;
import static io.bourse.e2e.MedplumWorld.SERVER;
import static io.bourse.e2e.MedplumWorld.app;
import static io.bourse.e2e.MedplumWorld.asked;
import static io.bourse.e2e.MedplumWorld.body;
import static io.bourse.e2e.MedplumWorld.everybody;
import static io.bourse.e2e.MedplumWorld.exchange;
import static io.bourse.e2e.MedplumWorld.oauth;
import static io.bourse.e2e.MedplumWorld.tokenExchange;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code POST /auth/exchange} and the same by {@code token-exchange}, with what Medplum's documentation and source promise. */
class MedplumDoorIT {

    private static String client;

    @BeforeAll
    static void entries() {
        client = app("everybody", everybody("ada"));
    }

    @Test
    void theDocumentedCall() {
        TokenAnswer login =
                exchange(body(client).put("projectId", "demo")).send().granted();

        assertThat(login.text("token_type")).isEqualTo("Bearer");
        assertThat(login.json().get("expires_in").asLong()).isEqualTo(3600);
        assertThat(login.text("scope")).isEqualTo("openid offline_access");
        assertThat(login.refreshToken()).startsWith("brt_");
        assertThat(login.json().at("/project/reference").asText()).isEqualTo("Project/demo");
        assertThat(login.json().at("/profile/reference").asText())
                .isEqualTo("Practitioner/" + login.claims().get("sub").asText());
    }

    @Test
    void theAccessTokenIsWhatTheClientReadsIt() {
        TokenAnswer login = exchange(body(client)).send().granted();

        assertThat(login.claims().get("client_id").asText()).isEqualTo(client);
        assertThat(login.claims().get("login_id").asText())
                .isEqualTo(login.claims().get("sid").asText());
        assertThat(login.claims().get("aud").asText()).isEqualTo(FHIR);
        assertThat(login.claims().get("exp").asLong()
                        - login.claims().get("iat").asLong())
                .isEqualTo(login.json().get("expires_in").asLong());
    }

    @Test
    void theCallOfTheClientIsTheSameLogin() {
        TokenAnswer exchanged = exchange(body(client)).send().granted();
        TokenAnswer called = tokenExchange(client).send().granted();

        assertThat(called.json().fieldNames())
                .toIterable()
                .containsExactlyInAnyOrderElementsOf(() -> exchanged.json().fieldNames());
        assertThat(called.claims().get("sub")).isEqualTo(exchanged.claims().get("sub"));
        assertThat(called.text("scope")).isEqualTo("openid offline_access");
        assertThat(called.has("issued_token_type")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "openid, openid, false",
        "openid offline, openid offline_access, true",
        "openid offline_access, openid offline_access, true",
        "read, read, false",
    })
    void theScopeDecidesAboutARefreshToken(String asked, String granted, boolean refreshable) {
        TokenAnswer login = exchange(body(client).put("scope", asked)).send().granted();
        TokenAnswer called = tokenExchange(client).form("scope", asked).send().granted();

        assertThat(login.text("scope")).isEqualTo(granted);
        assertThat(login.has("refresh_token")).isEqualTo(refreshable);
        assertThat(login.has("id_token")).isEqualTo(granted.contains("openid"));
        assertThat(called.text("scope")).isEqualTo(granted);
        assertThat(called.has("refresh_token")).isEqualTo(refreshable);
    }

    @Test
    void theDefaultScopeKeepsWithinTheEntry() {
        String small = app("small", everybody("small"), "create", "openid, read");
        TokenAnswer login = exchange(body(small)).send().granted();

        assertThat(login.text("scope")).isEqualTo("openid");
    }

    /** Registering an API says what that knows, and takes nothing from the login. */
    @ParameterizedTest
    @CsvSource({
        "'', openid offline_access",
        "openid read offline profile email, openid read offline_access profile email",
        "openid, openid",
    })
    void atARegisteredApiItIsTheSameLogin(String asked, String granted) {
        String api = "https://api.example/fhir-registered";
        String scopes = "openid, offline_access, profile, email, read, write";
        String registered = app("registered", everybody("registered"), "create", scopes, api);
        SERVER.apply("targets: [{id: '" + api + "', scopes: [read]}]");

        TokenAnswer login =
                exchange(body(registered).put("scope", asked)).send().granted();
        TokenAnswer called =
                tokenExchange(registered).form("scope", asked).send().granted();

        for (TokenAnswer each : List.of(login, called)) {
            assertThat(each.text("scope").split(" ")).containsExactlyInAnyOrder(granted.split(" "));
            assertThat(each.has("id_token")).isTrue();
            assertThat(each.has("refresh_token")).isEqualTo(granted.contains("offline_access"));
        }
        tokenExchange(registered).form("scope", "openid write").send().refused(400, "invalid_scope");
    }

    @Test
    void theNonceComesBackInTheIdToken() throws Exception {
        TokenAnswer login = exchange(body(client).put("nonce", "n-123")).send().granted();
        TokenAnswer called = tokenExchange(client).form("nonce", "n-456").send().granted();

        assertThat(nonce(login)).isEqualTo("n-123");
        assertThat(nonce(called)).isEqualTo("n-456");
        assertThat(login.claims().has("nonce")).isFalse();
    }

    private static String nonce(TokenAnswer login) throws Exception {
        return SignedJWT.parse(login.text("id_token")).getJWTClaimsSet().getStringClaim("nonce");
    }

    @Test
    void aConfidentialClientProvesItselfByBasic() {
        SERVER.apply("""
                clients:
                  - id: medplum-server
                    project: demo
                    secret: medplum-server-secret
                    grants: [convert_token]
                    scopes: [openid]
                    audiences: ['https://api.example/fhir']
                    login_provider: medplum-server-idp
                providers:
                  - id: medplum-server-idp
                    project: demo
                    clients: [medplum-server]
                    provisioning: create
                    jwks: {issuer: 'https://provider.example/m', keys: [%s], algorithms: [RS256], audience: [medplum]}
                """.formatted(Keys.PROVIDER.publicJwk()));
        String proof = Keys.sign(Keys.PROVIDER, Keys.claims("https://provider.example/m", "grace", "medplum"));
        JsonObject body = new JsonObject().put("clientId", "medplum-server").put("externalAccessToken", proof);

        exchange(body).basic("medplum-server", "medplum-server-secret").send().granted();
        SERVER.token()
                .basic("medplum-server", "medplum-server-secret")
                .grant(TokenServer.EXCHANGE)
                .form("subject_token", proof)
                .form("subject_token_type", "urn:ietf:params:oauth:token-type:id_token")
                .send()
                .granted();
        oauth(exchange(body).send(), 400, "invalid_request", "Invalid client");
        oauth(exchange(body).basic("medplum-server", "wrong-secret").send(), 400, "invalid_request", "Invalid client");
        oauth(
                exchange(body(client))
                        .basic("medplum-server", "medplum-server-secret")
                        .send(),
                400,
                "invalid_request",
                "Invalid client");
    }

    @Test
    void anOldBearerTokenInTheHeaderIsNotLookedAt() {
        exchange(body(client)).header("Authorization", "Bearer stale").send().granted();
    }

    @Test
    void twoAuthorizationHeadersAreRefused() {
        TokenAnswer refused = exchange(body(client))
                .header("Authorization", "Bearer stale")
                .header("Authorization", "Bearer staler")
                .send();

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("error")).isEqualTo("invalid_request");
    }

    /** {@code post} of {@code @medplum/core} says so of whatever it sends, unless it is told otherwise. */
    @Test
    void theTypeOfResourcesIsJsonToo() {
        exchange(body(client)).contentType("application/fhir+json").send().granted();
    }
}
