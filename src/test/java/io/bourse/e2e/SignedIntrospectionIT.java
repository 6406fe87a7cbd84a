package io.bourse.e2e;

import static io.bourse.e2e.TokenServer.ACCESS_TOKEN;
import static io.bourse.e2e.TokenServer.EXCHANGE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9701; RFC 8693 section 4.4. */
class SignedIntrospectionIT {

    private static final String SIGNED = "application/token-introspection+jwt";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TokenServer SERVER = TokenServer.shared();

    private final TokenAnswer login = SERVER.convert("si-somebody");

    @BeforeAll
    static void entries() {
        SERVER.apply("""
                clients:
                  - id: si-app
                    project: demo
                    secret: si-app-secret
                    grants: [client_credentials]
                    scopes: [read]
                    audiences: [https://api.example/orders]
                    may_act: gateway
                """);
    }

    private static TokenAnswer introspect(String token, String accept) {
        return SERVER.introspect(token).asGateway().header("Accept", accept).send();
    }

    private static String jwt(TokenAnswer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo(SIGNED);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        return answer.body();
    }

    private static SignedJWT verified(String jwt) throws Exception {
        SignedJWT parsed = SignedJWT.parse(jwt);
        JWKSet keys = JWKSet.parse(SERVER.call("/.well-known/jwks.json")
                .method("GET")
                .contentType("")
                .send()
                .body());
        String keyId = parsed.getHeader().getKeyID();
        assertThat(parsed.verify(new ECDSAVerifier(keys.getKeyByKeyId(keyId).toECKey())))
                .isTrue();
        return parsed;
    }

    @Test
    void theAnswerIsSignedForItsCallerAndSaysTheSame() throws Exception {
        long before = Keys.now();
        SignedJWT signed = verified(jwt(introspect(login.accessToken(), SIGNED)));
        JsonNode claims = JSON.readTree(signed.getPayload().toString());

        assertThat(signed.getHeader().getType().getType()).isEqualTo("token-introspection+jwt");
        assertThat(claims.properties())
                .extracting(entry -> entry.getKey())
                .containsExactlyInAnyOrder("iss", "aud", "iat", "token_introspection");
        assertThat(claims.get("iss").asText()).isEqualTo(SERVER.issuer());
        assertThat(claims.get("aud").asText()).isEqualTo("gateway");
        assertThat(claims.get("iat").asLong()).isBetween(before, Keys.now());
        assertThat(claims.get("token_introspection"))
                .isEqualTo(introspect(login.accessToken(), "application/json")
                        .granted()
                        .json());
    }

    @Test
    void anInactiveTokenIsToldInside() throws Exception {
        SignedJWT signed = verified(jwt(introspect("no token", SIGNED)));

        assertThat(JSON.readTree(signed.getPayload().toString())
                        .get("token_introspection")
                        .toString())
                .isEqualTo("{\"active\":false}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                SIGNED,
                "Application/Token-Introspection+JWT",
                SIGNED + ";q=0.5",
                "text/html, " + SIGNED + " ; q=1.000",
                SIGNED + ", application/json;q=0.9",
                SIGNED + ", application/json",
                "*/*, " + SIGNED
            })
    void isGivenToWhoNamesIt(String accept) {
        jwt(introspect(login.accessToken(), accept));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*/*",
                "application/*",
                "application/jwt",
                "application/json",
                SIGNED + "s",
                SIGNED + ";q=0",
                SIGNED + ";q=1.5",
                SIGNED + ";q=x",
                "application/json, " + SIGNED + ";q=0.9",
                "application/json, " + SIGNED,
                SIGNED + ";q=0.5, */*",
                ";,;"
            })
    void everybodyElseGetsJson(String accept) {
        assertThat(introspect(login.accessToken(), accept)
                        .granted()
                        .json()
                        .get("active")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void errorsStayJson() {
        SERVER.introspect(login.accessToken()).header("Accept", SIGNED).send().refused(401, "invalid_client");
        SERVER.call("/oauth2/introspect")
                .asGateway()
                .header("Accept", SIGNED)
                .send()
                .refused(400, "invalid_request");
    }

    @Test
    void itIsNoTokenAndNoAssertion() {
        String jwt = jwt(introspect(login.accessToken(), SIGNED));

        SERVER.introspect(jwt).asGateway().send().inactive();
        SERVER.introspect(login.accessToken())
                .header("Authorization", "Bearer " + jwt)
                .send()
                .refused(401, "invalid_token");
        for (String type : List.of(ACCESS_TOKEN, "urn:ietf:params:oauth:token-type:jwt")) {
            SERVER.token()
                    .asGateway()
                    .grant(EXCHANGE)
                    .form("subject_token", jwt)
                    .form("subject_token_type", type)
                    .send()
                    .refused(400, "invalid_request");
        }
        SERVER.token()
                .grant("client_credentials")
                .form("client_id", "gateway")
                .assertion(jwt)
                .send()
                .refused(401, "invalid_client");
        EveryGrant.entries(SERVER);
        EveryGrant.app(SERVER)
                .grant("urn:ietf:params:oauth:grant-type:jwt-bearer")
                .form("assertion", jwt)
                .send()
                .refused(400, "invalid_grant");
        SERVER.convert("demo-oidc", jwt).asDemo().send().refused(400, "invalid_grant");
    }

    @Test
    void whoMayActIsTold() throws Exception {
        TokenAnswer token = SERVER.token()
                .basic("si-app", "si-app-secret")
                .grant("client_credentials")
                .send()
                .granted();
        JsonNode plain = introspect(token.accessToken(), "*/*").granted().json();
        SignedJWT signed = verified(jwt(introspect(token.accessToken(), SIGNED)));

        assertThat(plain.get("may_act")).isNotNull().isEqualTo(token.claims().get("may_act"));
        assertThat(JSON.readTree(signed.getPayload().toString()).get("token_introspection"))
                .isEqualTo(plain);
        assertThat(introspect(login.accessToken(), "*/*").json().has("may_act")).isFalse();
    }

    @Test
    void metadataListTheAlgorithmOfTheKeyRing() throws Exception {
        JsonNode listed = SERVER.call("/.well-known/oauth-authorization-server")
                .method("GET")
                .contentType("")
                .send()
                .json()
                .get("introspection_signing_alg_values_supported");

        assertThat(StreamSupport.stream(listed.spliterator(), false).map(JsonNode::asText))
                .containsExactly(verified(jwt(introspect("none", SIGNED)))
                        .getHeader()
                        .getAlgorithm()
                        .getName());
    }
}
