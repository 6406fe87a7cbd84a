package io.bourse.e2e;

import static io.bourse.e2e.TokenServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.fakes.TestKeys;
import io.bourse.jose.SigningAlgorithm;
import io.bourse.jose.SigningKey;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6749 section 2.3, RFC 7523; reliability.md 14 to 17, 19 to 23. */
class ClientAuthenticationIT {

    private static final TokenServer SERVER = TokenServer.shared();
    private static final String ODD_SECRET = "odd: %2B+secret&é=\"\\";
    private static final SigningKey OTHER_ALGORITHM = TestKeys.foreign(SigningAlgorithm.RS256, "e2e-client");

    @BeforeAll
    static void entries() {
        SERVER.apply(keyClient("ca-keys") + """
                  - id: ca:odd+id
                    project: demo
                    secret: 'odd: %2B+secret&é="\\'
                    grants: [client_credentials]
                    scopes: [read]
                    audiences: [https://api.example/ca]
                  - id: ca-two-secrets
                    project: demo
                    secrets: [the newer secret, the older secret]
                    grants: [client_credentials]
                    scopes: [read]
                    audiences: [https://api.example/ca]
                  - id: ca-off
                    project: demo
                    enabled: false
                    secret: ca-off-secret
                    grants: [client_credentials]
                    scopes: [read]
                    audiences: [https://api.example/ca]
                  - id: ca-no-grants
                    project: demo
                    secret: ca-no-grants-secret
                """);
    }

    private static String keyClient(String id) {
        return """
                clients:
                  - id: %s
                    project: demo
                    authentication: private_key_jwt
                    jwks: {keys: [%s, %s]}
                    grants: [client_credentials, password, refresh_token]
                    scopes: [read]
                    audiences: [https://api.example/ca]
                    serves: [https://api.example/ca]
                """.formatted(id, Keys.CLIENT.publicJwk(), OTHER_ALGORITHM.publicJwk());
    }

    private static TokenCall call() {
        return SERVER.token().grant("client_credentials");
    }

    private static TokenCall plainHeader(String credentials) {
        return call().header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
    }

    @Nested
    class BySecret {

        @Test
        void inTheHeaderOrInTheBody() {
            call().basic("demo", "demo-secret").send().granted();
            call().post("demo", "demo-secret").send().granted();
        }

        @Test
        void theHeaderIsFormEncoded() {
            call().basic("ca:odd+id", ODD_SECRET).send().granted();
            call().post("ca:odd+id", ODD_SECRET).send().granted();
            plainHeader("ca%3Aodd%2Bid:odd%3A+%252B%2Bsecret%26%C3%A9%3D%22%5C")
                    .send()
                    .granted();

            plainHeader("ca:odd+id:" + ODD_SECRET).send().refused(401, "invalid_client");
        }

        @Test
        void twoSecretsWorkWhileOneIsBeingReplaced() {
            call().basic("ca-two-secrets", "the newer secret").send().granted();
            call().basic("ca-two-secrets", "the older secret").send().granted();
            call().basic("ca-two-secrets", "the oldest secret").send().refused(401, "invalid_client");
        }

        @Test
        void aRefusalIsAChallengeIfTheHeaderWasUsed() {
            TokenAnswer header = call().basic("demo", "wrong-secret").send().refused(401, "invalid_client");
            TokenAnswer body = call().post("demo", "wrong-secret").send().refused(401, "invalid_client");

            assertThat(header.header("WWW-Authenticate")).startsWith("Basic realm=");
            assertThat(body.response().headers().map()).doesNotContainKey("WWW-Authenticate");
        }

        @Test
        void nobodyIsToldWhyTheyAreNotBelieved() {
            String refusal = call().post("demo", "wrong-secret").send().told();
            for (TokenCall other : List.of(
                    call().post("no-such-client", "wrong-secret"),
                    call().post("ca-off", "ca-off-secret"),
                    call().post("spa", "some-secret"),
                    call().post("ca-keys", "some-secret"),
                    call().post("demo", ""),
                    call().form("client_id", "demo"),
                    call().form("client_id", "no-such-client"),
                    call().form("client_id", "ca-off"),
                    call())) {
                assertThat(other.send().refused(401, "invalid_client").told()).isEqualTo(refusal);
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Basic",
                    "Basic ",
                    "Basic !!!!",
                    "Basic ZGVtbw==",
                    "Basic OmRlbW8tc2VjcmV0",
                    "Basic ZGVtbzo=",
                    "Basic /////w==",
                    "Basic JSV6ejpkZW1v",
                    "Digest username=demo",
                    "demo:demo-secret"
                })
        void aHeaderThatCannotBeReadIsRefused(String header) {
            call().header("Authorization", header).send().refused(401, "invalid_client");
        }
    }

    @Nested
    class TwoMethodsAtOnce {

        @Test
        void areRefusedEvenIfEachIsRight() {
            String jwt = Keys.sign(Keys.CLIENT, Keys.assertion("ca-keys", SERVER.issuer()));
            for (TokenCall two : List.of(
                    call().asDemo().post("demo", "demo-secret"),
                    call().asDemo().form("client_id", "demo"),
                    call().asDemo().form("client_secret", "demo-secret"),
                    call().asDemo().assertion(jwt),
                    call().asDemo().asDemo(),
                    call().asDemo().asGateway(),
                    call().post("ca-keys", "some-secret").assertion(jwt),
                    call().form("client_secret", "some-secret").assertion(jwt))) {
                two.send().refused(400, "invalid_request");
            }
            call().assertion(jwt).send().granted();
        }

        @Test
        void areRefusedAtTheOtherEndpointsToo() {
            String token = SERVER.login().accessToken();
            String own = call().asDemo().send().granted().accessToken();

            SERVER.introspect(token).asDemo().post("demo", "demo-secret").send().refused(400, "invalid_request");
            SERVER.revoke(token).asDemo().post("demo", "demo-secret").send().refused(400, "invalid_request");
            SERVER.introspect(token)
                    .header("Authorization", "Bearer " + own)
                    .post("demo", "demo-secret")
                    .send()
                    .refused(400, "invalid_request");
            assertThat(SERVER.active(token)).isTrue();
        }

        /** A token proves no client, and so is no method of it (RFC 6749 section 2.3). */
        @ParameterizedTest
        @ValueSource(strings = {"Bearer stale", "DPoP stale", "demo:demo-secret"})
        void areNotAtOnceIfTheHeadersIsNone(String header) {
            call().header("Authorization", header)
                    .post("demo", "demo-secret")
                    .send()
                    .granted();
            call().header("Authorization", header)
                    .form("client_id", "demo")
                    .send()
                    .refused(401, "invalid_client");
            call().header("Authorization", header)
                    .header("Authorization", header)
                    .post("demo", "demo-secret")
                    .send()
                    .refused(400, "invalid_request");
        }

        @Test
        void areSoIfTheHeadersIsBasicButCannotBeRead() {
            for (String header : List.of("Basic", "basic !!!!", "BASIC\tx")) {
                call().header("Authorization", header)
                        .post("demo", "demo-secret")
                        .send()
                        .refused(400, "invalid_request");
            }
        }

        @Test
        void halfAnAssertionIsRefused() {
            call().form("client_assertion", "some.jwt.here").send().refused(400, "invalid_request");
            call().form("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
                    .form("client_id", "demo")
                    .send()
                    .refused(400, "invalid_request");
        }
    }

    @Nested
    class ByAssertion {

        private final JsonObject claims = Keys.assertion("ca-keys", SERVER.issuer());

        @Test
        void aSignedAssertionProvesTheClientEverywhere() {
            call().assertion(Keys.sign(Keys.CLIENT, claims)).send().granted();
            String token = call().assertion(Keys.sign(OTHER_ALGORITHM, claims.put("jti", "rsa-" + Keys.now())))
                    .form("client_id", "ca-keys")
                    .send()
                    .granted()
                    .accessToken();
            TokenAnswer told = SERVER.introspect(token)
                    .assertion(Keys.sign(Keys.CLIENT, Keys.assertion("ca-keys", SERVER.issuer())))
                    .send()
                    .granted();
            TokenAnswer revoked = SERVER.revoke(token)
                    .assertion(Keys.sign(Keys.CLIENT, Keys.assertion("ca-keys", SERVER.issuer())))
                    .send();

            assertThat(told.json().get("active").asBoolean()).isTrue();
            assertThat(revoked.status()).isEqualTo(200);
        }

        @Test
        void ourIssuerMayBeOneOfItsAudiences() {
            claims.put("aud", new JsonArray(List.of("https://other.example", SERVER.issuer())));

            call().assertion(Keys.sign(Keys.CLIENT, claims)).send().granted();
        }

        static Stream<Arguments> flaws() {
            return Stream.of(
                    flaw("no iss", claims -> claims.remove("iss")),
                    flaw("iss of another client", claims -> claims.put("iss", "demo")),
                    flaw("iss of nobody", claims -> claims.put("iss", "no-such-client")),
                    flaw("iss is no text", claims -> claims.put("iss", 1)),
                    flaw("no sub", claims -> claims.remove("sub")),
                    flaw("sub of another", claims -> claims.put("sub", "demo")),
                    flaw("no aud", claims -> claims.remove("aud")),
                    flaw("aud of another server", claims -> claims.put("aud", "https://as.example")),
                    flaw("aud is empty", claims -> claims.put("aud", new JsonArray())),
                    flaw("aud is the token endpoint", claims -> claims.put("aud", SERVER.issuer() + "/oauth2/token")),
                    flaw("aud with a slash more", claims -> claims.put("aud", SERVER.issuer() + "/")),
                    flaw("aud is no text", claims -> claims.put("aud", new JsonObject())),
                    flaw("no exp", claims -> claims.remove("exp")),
                    flaw("expired", claims -> claims.put("exp", Keys.now() - 11)),
                    flaw("lives too long", claims -> claims.put("exp", Keys.now() + 3700)),
                    flaw("exp is a text", claims -> claims.put("exp", "soon")),
                    flaw("not yet", claims -> claims.put("nbf", Keys.now() + 60)),
                    flaw("issued in the future", claims -> claims.put("iat", Keys.now() + 60)),
                    flaw("no jti", claims -> claims.remove("jti")),
                    flaw("an empty jti", claims -> claims.put("jti", "")),
                    flaw("a jti that is a number", claims -> claims.put("jti", 5)),
                    flaw("a huge jti", claims -> claims.put("jti", "j".repeat(300))));
        }

        private static Arguments flaw(String name, Consumer<JsonObject> change) {
            return Arguments.of(name, change);
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("flaws")
        void eachClaimIsChecked(String name, Consumer<JsonObject> change) {
            change.accept(claims);

            call().assertion(Keys.sign(Keys.CLIENT, claims)).send().refused(401, "invalid_client");
        }

        @Test
        void soAreItsSignatureAndItsType() {
            String good = Keys.sign(Keys.CLIENT, claims);
            String[] parts = good.split("\\.", -1);
            for (String bad : List.of(
                    Keys.sign(Keys.STRANGER, claims),
                    parts[0] + "." + parts[1] + ".",
                    "eyJhbGciOiJub25lIn0." + parts[1] + ".",
                    TestKeys.sign(Keys.CLIENT, "at+jwt", claims.encode()),
                    "garbage",
                    "a.b.c",
                    SERVER.login().accessToken())) {
                call().assertion(bad).send().refused(401, "invalid_client");
            }
            call().assertion(good).send().granted();
        }

        @Test
        void theClientIdMustBeItsOwn() {
            call().form("client_id", "demo")
                    .assertion(Keys.sign(Keys.CLIENT, claims))
                    .send()
                    .refused(401, "invalid_client");
        }

        @Test
        void anotherTypeOfAssertionIsRefused() {
            call().form("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:saml2-bearer")
                    .form("client_assertion", Keys.sign(Keys.CLIENT, claims))
                    .send()
                    .refused(401, "invalid_client");
        }

        @Test
        void itWorksOnce() {
            String jwt = Keys.sign(Keys.CLIENT, claims);
            call().assertion(jwt).send().granted();

            call().assertion(jwt).send().refused(401, "invalid_client");
            call().assertion(Keys.sign(Keys.CLIENT, claims.put("exp", Keys.now() + 120)))
                    .send()
                    .refused(401, "invalid_client");
        }
    }

    @Test
    void aNewClientMayDoNothing() {
        for (String grant :
                List.of("password", "refresh_token", "client_credentials", "convert_token", TokenServer.EXCHANGE)) {
            SERVER.token()
                    .basic("ca-no-grants", "ca-no-grants-secret")
                    .grant(grant)
                    .send()
                    .refused(400, "unauthorized_client");
        }
    }

    @Nested
    class OnTwoNodes {

        @Test
        void anAssertionWorksOnceAndADisabledClientDiesEverywhere() {
            try (TokenServer server = TokenServer.start(2, Map.of("BOURSE_DATABASE_POOL_SIZE", "16"))) {
                server.apply(keyClient("ca-keys"));
                assertAssertionWorksOnce(server);
                assertDisabledClientDies(server);
                assertDisabledProjectDies(server);
            }
        }

        private void assertAssertionWorksOnce(TokenServer server) {
            String jwt = Keys.sign(Keys.CLIENT, Keys.assertion("ca-keys", server.issuer()));
            List<CompletableFuture<TokenAnswer>> answers = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                answers.add(server.call(i % 2, "/oauth2/token")
                        .grant("client_credentials")
                        .assertion(jwt)
                        .sendAsync());
            }
            List<TokenAnswer> refused = answers.stream()
                    .map(CompletableFuture::join)
                    .filter(answer -> answer.status() != 200)
                    .toList();

            assertThat(refused).hasSize(49);
            refused.forEach(answer -> answer.refused(401, "invalid_client"));
            server.addNode();
            server.call(2, "/oauth2/token")
                    .grant("client_credentials")
                    .assertion(jwt)
                    .send()
                    .refused(401, "invalid_client");
        }

        private void assertDisabledClientDies(TokenServer server) {
            server.apply(client(true));
            TokenAnswer login = server.token()
                    .basic("ca-dies", "ca-dies-secret")
                    .grant("password")
                    .form("username", "ada")
                    .form("password", TokenServer.PASSWORD)
                    .send()
                    .granted();
            assertThat(server.active(login.accessToken())).isTrue();
            server.apply(client(false));
            for (int node = 0; node < 3; node++) {
                int on = node;
                eventually(() -> server.call(on, "/oauth2/introspect")
                        .asGateway()
                        .form("token", login.accessToken())
                        .send()
                        .body()
                        .equals("{\"active\":false}"));
                assertDead(server, on, login);
            }
            server.apply(client(true));
            eventually(() -> server.token()
                            .basic("ca-dies", "ca-dies-secret")
                            .grant("refresh_token")
                            .send()
                            .status()
                    == 400);
            assertThat(server.active(login.accessToken())).isFalse();
        }

        private void assertDisabledProjectDies(TokenServer server) {
            TokenAnswer login = server.login();
            server.apply("projects: [{id: demo, enabled: false}]");
            for (int node = 0; node < 3; node++) {
                int on = node;
                eventually(() -> server.call(on, "/oauth2/introspect")
                                .asGateway()
                                .form("token", login.accessToken())
                                .send()
                                .status()
                        == 401);
                server.call(on, "/oauth2/token")
                        .asDemo()
                        .grant("refresh_token")
                        .form("refresh_token", login.refreshToken())
                        .send()
                        .refused(401, "invalid_client");
            }
        }

        private void assertDead(TokenServer server, int node, TokenAnswer login) {
            server.call(node, "/oauth2/token")
                    .basic("ca-dies", "ca-dies-secret")
                    .grant("refresh_token")
                    .form("refresh_token", login.refreshToken())
                    .send()
                    .refused(401, "invalid_client");
            for (String path : List.of("/oauth2/introspect", "/oauth2/revoke")) {
                server.call(node, path)
                        .basic("ca-dies", "ca-dies-secret")
                        .form("token", login.accessToken())
                        .send()
                        .refused(401, "invalid_client");
            }
            server.call(node, "/oauth2/token")
                    .asGateway()
                    .grant(TokenServer.EXCHANGE)
                    .form("subject_token", login.accessToken())
                    .form("subject_token_type", TokenServer.ACCESS_TOKEN)
                    .send()
                    .refused(400, "invalid_request");
        }

        private String client(boolean enabled) {
            return "clients: [{id: ca-dies, project: demo, secret: ca-dies-secret, enabled: " + enabled
                    + ", grants: [password, refresh_token], scopes: [read], audiences: ['" + TokenServer.ORDERS
                    + "']}]";
        }
    }
}
