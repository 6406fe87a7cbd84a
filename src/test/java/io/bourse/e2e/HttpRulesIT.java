package io.bourse.e2e;

import static io.bourse.e2e.TokenServer.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of HTTP and of parameters on the real endpoints; reliability.md 1 to 8, 10 to 12, 63, 106. */
class HttpRulesIT {

    private static final TokenServer SERVER = TokenServer.shared();
    private static final String TOKEN = "/oauth2/token";
    private static final String INTROSPECT = "/oauth2/introspect";
    private static final String REVOKE = "/oauth2/revoke";
    private static final List<String> ENDPOINTS = List.of(TOKEN, INTROSPECT, REVOKE);
    private static final int SCOPES = 60;

    /** A client whose access tokens have 9 KB and more. */
    @BeforeAll
    static void entries() {
        StringBuilder scopes = new StringBuilder();
        for (int i = 0; i < SCOPES; i++) {
            scopes.append(", ").append("s".repeat(120)).append(i);
        }
        SERVER.apply("""
                clients:
                  - id: hr-huge
                    project: demo
                    secret: hr-huge-secret
                    grants: [client_credentials, token-exchange]
                    scopes: [read%s]
                    audiences: [https://api.example/hr-huge]
                exchanges:
                  - id: hr-huge
                    client: hr-huge
                    subject: {client: hr-huge}
                    targets: [https://api.example/hr-target]
                    scopes: [read]
                """.formatted(scopes));
    }

    private static TokenCall good() {
        return SERVER.token().asDemo().grant("client_credentials");
    }

    @Nested
    class Methods {

        @ParameterizedTest
        @ValueSource(strings = {"GET", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"})
        void onlyPost(String method) {
            for (String path : ENDPOINTS) {
                TokenAnswer answer = SERVER.call(path)
                        .method(method)
                        .asDemo()
                        .grant("client_credentials")
                        .send();
                answer.refused(405, "invalid_request");
                assertThat(answer.header("Allow")).isEqualTo("POST");
            }
        }

        @Test
        void onlyGetOfWhatIsPublished() {
            TokenAnswer answer = SERVER.call("/.well-known/jwks.json").send().refused(405, "invalid_request");

            assertThat(answer.header("Allow")).isEqualTo("GET");
        }
    }

    @Nested
    class Paths {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/oauth2/token/",
                    "//oauth2/token",
                    "/oauth2//token",
                    "/oauth2/./token",
                    "/oauth2/x/../token",
                    "/oauth2/Token",
                    "/oauth2/token;x=1",
                    "/oauth2/%74oken",
                    "/oauth2/introspect/",
                    "/oauth2/revoke/",
                    "/",
                    "/metrics",
                    "/health/live"
                })
        void areExactAndNeverRedirect(String path) {
            SERVER.call(path).asDemo().grant("client_credentials").send().refused(404, "invalid_request");
        }
    }

    @Nested
    class Queries {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "client_secret=demo-secret",
                    "password=x",
                    "username=x",
                    "token=x",
                    "refresh_token=x",
                    "subject_token=x",
                    "client_assertion=x",
                    "client_%73ecret=x"
                })
        void withACredentialAreRefused(String query) {
            for (String path : ENDPOINTS) {
                SERVER.call(path + "?" + query)
                        .asDemo()
                        .grant("client_credentials")
                        .send()
                        .refused(400, "invalid_request");
            }
        }

        @Test
        void areNotParameters() {
            SERVER.call(TOKEN + "?grant_type=client_credentials")
                    .asDemo()
                    .send()
                    .refused(400, "invalid_request");
            SERVER.call(TOKEN + "?grant_type=client_credentials&client_id=demo&client_secret=demo-secret")
                    .raw("")
                    .send()
                    .refused(400, "invalid_request");
            assertThat(SERVER.call(TOKEN + "?scope=read")
                            .asDemo()
                            .grant("client_credentials")
                            .send()
                            .granted()
                            .text("scope"))
                    .isEqualTo("read write");
        }
    }

    @Nested
    class Bodies {

        @ParameterizedTest
        @CsvSource({
            "application/json",
            "text/plain",
            "multipart/form-data; boundary=x",
            "application/x-www-form-urlencoded-not",
            "''"
        })
        void ofAnotherTypeAreRefused(String type) {
            for (String path : ENDPOINTS) {
                SERVER.call(path)
                        .asDemo()
                        .contentType(type)
                        .grant("client_credentials")
                        .send()
                        .refused(415, "invalid_request");
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "application/x-www-form-urlencoded; charset=UTF-8",
                    "application/x-www-form-urlencoded;charset=utf-8",
                    "Application/X-WWW-Form-URLencoded"
                })
        void ofTheRightTypeMaySayItDifferently(String type) {
            good().contentType(type).send().granted();
        }

        @Test
        void ofAnotherCharsetAreRefused() {
            good().contentType("application/x-www-form-urlencoded; charset=utf-16")
                    .send()
                    .refused(415, "invalid_request");
        }
    }

    @Nested
    class Parameters {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "grant_type",
                    "client_id",
                    "client_secret",
                    "refresh_token",
                    "scope",
                    "subject_token",
                    "subject_token_type",
                    "username",
                    "password",
                    "token",
                    "backend",
                    "unknown"
                })
        void areNotRepeated(String name) {
            for (String path : ENDPOINTS) {
                for (List<String> values : List.of(List.of("same", "same"), List.of("one", "two"), List.of("", "x"))) {
                    SERVER.call(path)
                            .asDemo()
                            .form(name, values.get(0))
                            .form(name, values.get(1))
                            .send()
                            .refused(400, "invalid_request");
                }
            }
        }

        @Test
        void thatNobodyKnowsAreIgnoredAndEmptyOnesAbsent() {
            TokenAnswer answer = good().form("foo", "1")
                    .form("scope", "")
                    .form("audience", "")
                    .form("resource", "")
                    .send()
                    .granted();

            assertThat(answer.text("scope")).isEqualTo("read write");
        }

        @ParameterizedTest
        @ValueSource(strings = {"%", "%4", "%zz", "%C3%28", "%ED%A0%80", "%C0%80", "%F8%88%80%80%80", "%00"})
        void thatCannotBeDecodedRefuseTheRequest(String value) {
            for (String path : ENDPOINTS) {
                SERVER.call(path)
                        .asDemo()
                        .raw("grant_type=client_credentials&token=x&scope=" + value)
                        .send()
                        .refused(400, "invalid_request");
            }
        }

        @Test
        void thatAreTooManyRefuseTheRequest() {
            TokenCall most = good();
            TokenCall tooMany = good();
            for (int i = 0; i < 64; i++) {
                tooMany.form("x" + i, "y");
                if (i < 63) {
                    most.form("x" + i, "y");
                }
            }

            most.send().granted();
            tooMany.send().refused(400, "invalid_request");
        }
    }

    @Nested
    class Sizes {

        @Test
        void ofNineKilobytesWork() {
            String token = hugeToken();
            assertThat(token.length()).isBetween(9 * 1024, 16 * 1024);

            TokenAnswer told = SERVER.introspect(token)
                    .basic("hr-huge", "hr-huge-secret")
                    .send()
                    .granted();
            assertThat(told.json().get("active").asBoolean()).isTrue();
            exchange(token).send().granted();
            assertThat(SERVER.revoke(token)
                            .basic("hr-huge", "hr-huge-secret")
                            .send()
                            .status())
                    .isEqualTo(200);
            SERVER.introspect(token).basic("hr-huge", "hr-huge-secret").send().inactive();
            exchange(token).send().refused(400, "invalid_request");
        }

        @Test
        void overTheCapAreRefusedAndNeverCut() {
            String padded = hugeToken() + "x".repeat(32_769);

            SERVER.introspect(padded).asGateway().send().refused(400, "invalid_request");
            SERVER.revoke(padded).asGateway().send().refused(400, "invalid_request");
            exchange(padded).send().refused(400, "invalid_request");
            for (String path : ENDPOINTS) {
                SERVER.call(path)
                        .asDemo()
                        .grant("client_credentials")
                        .form("pad", "x".repeat(32_000))
                        .form("more", "x".repeat(34_000))
                        .send()
                        .refused(413, "invalid_request");
            }
        }

        @Test
        void ofWhatIsNoTokenAreRefusedBelowTheCapToo() {
            String long32k = "x".repeat(32_768);

            SERVER.introspect(long32k).asGateway().send().inactive();
            assertThat(SERVER.revoke(long32k).asGateway().send().status()).isEqualTo(200);
            exchange(long32k).send().refused(400, "invalid_request");
            SERVER.refresh(long32k).send().refused(400, "invalid_grant");
            SERVER.token().asDemo().grant(long32k).send().refused(400, "unsupported_grant_type");
            SERVER.token()
                    .post(long32k, "some-secret")
                    .grant("client_credentials")
                    .send()
                    .refused(401, "invalid_client");
        }

        private String hugeToken() {
            return SERVER.token()
                    .basic("hr-huge", "hr-huge-secret")
                    .grant("client_credentials")
                    .send()
                    .granted()
                    .accessToken();
        }

        private TokenCall exchange(String token) {
            return SERVER.token()
                    .basic("hr-huge", "hr-huge-secret")
                    .grant(TokenServer.EXCHANGE)
                    .form("subject_token", token)
                    .form("subject_token_type", TokenServer.ACCESS_TOKEN);
        }
    }

    @Nested
    class Answers {

        @Test
        void areNeverStored() {
            TokenAnswer login = SERVER.login();
            for (TokenAnswer answer : List.of(
                    login,
                    SERVER.introspect(login.accessToken()).asDemo().send(),
                    SERVER.revoke(login.accessToken()).asDemo().send(),
                    SERVER.introspect("x").send(),
                    SERVER.revoke("x").send(),
                    SERVER.call("/nothing").send())) {
                assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
                assertThat(answer.header("Pragma")).isEqualTo("no-cache");
                assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
                assertThat(answer.response().headers().map()).doesNotContainKeys("server", "location", "set-cookie");
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"<svg>\r\nX-Injected: yes", "\"},{\"admin\":true", "\u001b[31mred", "\u2028\u2029line"})
        void repeatNothingOfTheRequest(String hostile) {
            SERVER.password(hostile, PASSWORD).send().refused(400, "invalid_grant");
            SERVER.password("ada", PASSWORD).form("scope", hostile).send().refused(400, "invalid_scope");
            SERVER.password("ada", PASSWORD).form("audience", hostile).send().refused(400, "invalid_target");
            SERVER.token().asDemo().grant(hostile).send().refused(400, "unsupported_grant_type");
            SERVER.token().post(hostile, hostile).grant("password").send().refused(401, "invalid_client");
            SERVER.convert(hostile, "token").asDemo().send().refused(400, "invalid_request");
        }

        @Test
        void carryTheCallersRequestIdIfItIsHarmless() {
            assertThat(good().header("X-Request-Id", "mine-1.2_3").send().header("X-Request-Id"))
                    .isEqualTo("mine-1.2_3");
            assertThat(good().header("X-Request-Id", "<script>").send().header("X-Request-Id"))
                    .hasSize(36);
        }

        @Test
        void areNotForBrowsersOfUnknownOrigin() {
            for (String path : ENDPOINTS) {
                TokenAnswer answer = SERVER.call(path)
                        .header("Origin", "https://evil.example")
                        .asDemo()
                        .grant("client_credentials")
                        .form("token", "x")
                        .send();
                assertThat(answer.response().headers().map()).doesNotContainKey("access-control-allow-origin");
            }
        }
    }

    @Test
    void proxyHeadersOfStrangersChangeNothing() {
        TokenAnswer answer = good().header("X-Forwarded-Host", "evil.example")
                .header("X-Forwarded-Proto", "https")
                .header("Forwarded", "for=1.2.3.4;host=evil.example")
                .header("Client-Cert", ":MIIB:")
                .header("X-HTTP-Method-Override", "GET")
                .send()
                .granted();

        assertThat(answer.claims().get("iss").asText()).isEqualTo(SERVER.issuer());
    }
}
