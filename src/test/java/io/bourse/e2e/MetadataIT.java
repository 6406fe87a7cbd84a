package io.bourse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import io.bourse.fakes.TestKeys;
import io.bourse.jose.SigningAlgorithm;
import io.bourse.jose.SigningKey;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8414 and RFC 7517; reliability.md 13, 24, 47. */
class MetadataIT {

    private static final TokenServer SERVER = TokenServer.shared();

    private static JsonNode metadata(TokenServer server) {
        return get(server, "/.well-known/oauth-authorization-server").json();
    }

    private static TokenAnswer get(TokenServer server, String path) {
        TokenAnswer answer = server.call(path).method("GET").contentType("").send();
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.header("Cache-Control")).contains("max-age=300");
        return answer;
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    @Test
    void theIssuerIsExactAndTheEndpointsAreBelowIt() {
        JsonNode metadata = metadata(SERVER);

        assertThat(metadata.get("issuer").asText()).isEqualTo(SERVER.issuer());
        assertThat(SERVER.login().claims().get("iss").asText()).isEqualTo(SERVER.issuer());
        assertThat(metadata.get("token_endpoint").asText()).isEqualTo(SERVER.issuer() + "/oauth2/token");
        assertThat(metadata.get("revocation_endpoint").asText()).isEqualTo(SERVER.issuer() + "/oauth2/revoke");
        assertThat(metadata.get("introspection_endpoint").asText()).isEqualTo(SERVER.issuer() + "/oauth2/introspect");
        assertThat(metadata.get("jwks_uri").asText()).isEqualTo(SERVER.issuer() + "/.well-known/jwks.json");
        assertThat(metadata.has("authorization_endpoint")).isFalse();
        assertThat(texts(metadata.get("response_types_supported"))).isEmpty();
    }

    @Test
    void neitherHostNorForwardingHeadersChangeIt() {
        TokenAnswer answer = SERVER.call("/.well-known/oauth-authorization-server")
                .method("GET")
                .contentType("")
                .header("X-Forwarded-Host", "evil.example")
                .header("X-Forwarded-Proto", "https")
                .header("Forwarded", "host=evil.example;proto=https")
                .send();

        assertThat(answer.json()).isEqualTo(metadata(SERVER));
        assertThat(answer.body()).doesNotContain("evil");
    }

    @Test
    void everyListedGrantWorks() {
        EveryGrant.entries(SERVER);
        OracleWorld.on(SERVER); // whose clients list signed_request, which is no grant_type of the token endpoint
        assertThat(texts(metadata(SERVER).get("grant_types_supported")))
                .containsExactlyInAnyOrder(
                        "client_credentials",
                        "convert_token",
                        "password",
                        "refresh_token",
                        "urn:ietf:params:oauth:grant-type:jwt-bearer",
                        TokenServer.EXCHANGE);

        TokenAnswer login = SERVER.login();
        SERVER.refresh(login.refreshToken()).send().granted();
        SERVER.token().asDemo().grant("client_credentials").send().granted();
        SERVER.convert("demo-oidc", SERVER.idp.mintJwt("metadata"))
                .asDemo()
                .send()
                .granted();
        SERVER.exchange(login.accessToken()).send().granted();
        EveryGrant.ASSERTION.call(SERVER).send().granted();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "authorization_code",
                "implicit",
                "urn:ietf:params:oauth:grant-type:device_code",
                "urn:ietf:params:oauth:grant-type:saml2-bearer",
                "urn:openid:params:grant-type:ciba",
                "PASSWORD",
                "token-exchange"
            })
    void anUnlistedGrantIsNotSupported(String grant) {
        SERVER.token().asDemo().grant(grant).send().refused(400, "unsupported_grant_type");
    }

    @Test
    void everyListedMethodOfAuthenticationWorksAndNoOther() {
        SERVER.apply("""
                clients:
                  - id: md-keys
                    project: demo
                    authentication: private_key_jwt
                    jwks: {keys: [%s]}
                    grants: [client_credentials]
                    scopes: [read]
                    audiences: [https://api.example/md]
                """.formatted(Keys.CLIENT.publicJwk()));
        JsonNode metadata = metadata(SERVER);
        assertThat(texts(metadata.get("token_endpoint_auth_methods_supported")))
                .isEqualTo(texts(metadata.get("revocation_endpoint_auth_methods_supported")))
                .containsExactlyInAnyOrder("client_secret_basic", "client_secret_post", "private_key_jwt", "none");

        for (String path : List.of("/oauth2/token", "/oauth2/introspect", "/oauth2/revoke")) {
            String jwt = Keys.sign(Keys.CLIENT, Keys.assertion("md-keys", SERVER.issuer()));
            for (TokenCall call : List.of(
                    SERVER.call(path).asDemo(),
                    SERVER.call(path).post("demo", "demo-secret"),
                    SERVER.call(path).assertion(jwt))) {
                assertThat(call.grant("client_credentials")
                                .form("token", "any")
                                .send()
                                .status())
                        .isEqualTo(200);
            }
        }
        assertThat(SERVER.revoke("any").form("client_id", "spa").send().status())
                .isEqualTo(200);
    }

    /** On the wire it is {@code private_key_jwt} (RFC 7523 section 2.2), whoever signs. */
    @Test
    void anAssertionOfAProviderWorksLikeOneOfTheClientsOwn() {
        SERVER.apply("""
                clients:
                  - id: md-workload
                    project: demo
                    authentication: provider_jwt
                    identity: {provider: md-provider, subject: md-pod}
                    grants: [client_credentials]
                    scopes: [read]
                    audiences: [https://api.example/md]
                providers:
                  - id: md-provider
                    project: demo
                    clients: [md-workload]
                    subject: {kind: workload}
                    jwks:
                      issuer: https://workloads.example
                      keys: [%s]
                      algorithms: [RS256]
                      audience: [%s]
                """.formatted(Keys.PROVIDER.publicJwk(), SERVER.issuer()));
        String jwt = Keys.sign(Keys.PROVIDER, Keys.claims("https://workloads.example", "md-pod", SERVER.issuer()));

        for (String endpoint : List.of("token", "revocation", "introspection")) {
            assertThat(texts(metadata(SERVER).get(endpoint + "_endpoint_auth_signing_alg_values_supported")))
                    .contains("RS256");
            String url = metadata(SERVER).get(endpoint + "_endpoint").asText();
            assertThat(SERVER.call(url.substring(SERVER.issuer().length()))
                            .form("client_id", "md-workload")
                            .assertion(jwt)
                            .grant("client_credentials")
                            .form("token", "any")
                            .send()
                            .status())
                    .as(endpoint)
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource(SigningAlgorithm.class)
    void everyAlgorithmOfOursIsListedForAssertionsAndWorks(SigningAlgorithm algorithm) {
        SigningKey key = TestKeys.foreign(algorithm, "e2e-metadata");
        String id = "md-" + algorithm.name().toLowerCase(java.util.Locale.ROOT);
        SERVER.apply("""
                clients:
                  - id: %s
                    project: demo
                    authentication: private_key_jwt
                    jwks: {keys: [%s]}
                    grants: [client_credentials]
                    scopes: [read]
                    audiences: [https://api.example/md]
                """.formatted(id, key.publicJwk()));

        for (String endpoint : List.of("token", "revocation", "introspection")) {
            assertThat(texts(metadata(SERVER).get(endpoint + "_endpoint_auth_signing_alg_values_supported")))
                    .contains(algorithm.jwsName())
                    .doesNotContain("none", "HS256");
        }
        SERVER.token()
                .grant("client_credentials")
                .assertion(Keys.sign(key, Keys.assertion(id, SERVER.issuer())))
                .send()
                .granted();
    }

    @Test
    void thePublishedKeyVerifiesWhatItsIdStandsOn() throws Exception {
        JWKSet keys = JWKSet.parse(get(SERVER, "/.well-known/jwks.json").body());
        SignedJWT token = SignedJWT.parse(SERVER.login().accessToken());
        JWK key = keys.getKeyByKeyId(token.getHeader().getKeyID());

        assertThat(token.verify(new ECDSAVerifier(key.toECKey()))).isTrue();
        assertThat(token.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
        assertThat(keys.getKeys()).allSatisfy(published -> {
            assertThat(published.isPrivate()).isFalse();
            assertThat(published.getKeyUse().identifier()).isEqualTo("sig");
            assertThat(published.computeThumbprint().toString()).isEqualTo(published.getKeyID());
        });
    }

    @Test
    void aGrantThatNoClientHasIsNotListed() {
        try (TokenServer server = TokenServer.start(1, Map.of())) {
            server.apply("""
                    clients:
                      - id: demo
                        secret: demo-secret
                        grants: [refresh_token, convert_token, client_credentials]
                        scopes: [read, write, offline_access]
                        audiences: [https://api.example/orders, https://api.example/stock]
                    """);
            TokenServer.eventually(
                    () -> !texts(metadata(server).get("grant_types_supported")).contains("password"));

            server.password("ada", TokenServer.PASSWORD).send().refused(400, "unauthorized_client");
        }
    }
}
