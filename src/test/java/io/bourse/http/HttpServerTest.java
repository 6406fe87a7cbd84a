package io.bourse.http;

import static io.bourse.http.HttpFixture.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.http.HttpFixture.Reply;
import io.bourse.http.HttpFixture.Wire;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of the HTTP checklist, over loopback. */
class HttpServerTest {

    private static HttpFixture server;

    @BeforeAll
    static void start() {
        server = new HttpFixture(new EchoDoor());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Nested
    class Methods {

        @ParameterizedTest
        @ValueSource(strings = {"GET", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"})
        void onlyPostAtATokenEndpoint(String method) throws IOException {
            Reply reply = server.send(HttpFixture.request(method, EchoDoor.TOKEN, ""));

            assertRefused(reply, 405);
            assertThat(reply.header("Allow")).isEqualTo("POST");
        }

        @Test
        void headIsGetWithoutABody() throws IOException {
            try (Wire wire = server.connect()) {
                wire.write(HttpFixture.request("HEAD", "/public", "") + HttpFixture.request("GET", "/public", ""));

                assertThat(wire.replyWithoutBody().status()).isEqualTo(200);
                assertThat(wire.reply().body()).isEqualTo("{\"count\":0}");
            }
        }

        @Test
        void aTemplateHasAllItsMethods() throws IOException {
            assertThat(server.get("/items/abc").body()).isEqualTo("{\"count\":3}");
            assertThat(server.get("/items/a%2Fb").body()).isEqualTo("{\"count\":3}");
            assertThat(server.send(HttpFixture.request("DELETE", "/items/1", ""))
                            .status())
                    .isEqualTo(200);
            assertThat(server.send(HttpFixture.request("PUT", "/items/1", "")).header("Allow"))
                    .isEqualTo("DELETE, GET");
        }
    }

    @Nested
    class Addresses {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/",
                    "/nothing",
                    "/oauth2/token/",
                    "//oauth2/token",
                    "/oauth2//token",
                    "/OAuth2/token",
                    "/oauth2/%74oken",
                    "/oauth2/./token",
                    "/x/../oauth2/token",
                    "/oauth2/token;a=b",
                    "/items/1/",
                    "/items/",
                    "/%00",
                    "/\u001b[31m",
                    "/a%0d%0ab"
                })
        void everythingElseIsNotFoundAndNeverARedirect(String path) throws IOException {
            Reply reply = server.postForm(path, "grant_type=x");

            assertRefused(reply, 404);
            assertThat(reply.header("Location")).isNull();
        }

        @Test
        void aPathThatCannotBeDecodedIsMalformed() throws IOException {
            assertRefused(server.get("/items/%zz"), 400);
        }
    }

    @Nested
    class Queries {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "?grant_type=password&client_secret=hunter2",
                    "?client%5Fsecret=hunter2",
                    "?subject_token=x",
                    "?refresh_token=x",
                    "?password=",
                    "?assertion=x",
                    "?a=%zz",
                    "?a=1&a=2"
                })
        void refuseCredentials(String query) throws IOException {
            assertRefused(server.send(HttpFixture.request("POST", EchoDoor.TOKEN + query, "")), 400);
        }

        @Test
        void mayNotRepeatTheBody() throws IOException {
            assertRefused(server.postForm(EchoDoor.TOKEN + "?grant_type=a", "grant_type=a"), 400);
        }

        @Test
        void areOtherwiseIgnored() throws IOException {
            assertThat(server.postForm(EchoDoor.TOKEN + "?foo=1", "grant_type=a&scope=")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Nested
    class Answers {

        @Test
        void carryTheirIds() throws IOException {
            Reply reply = server.postForm(EchoDoor.TOKEN, "grant_type=a", "X-Request-Id: abc-1_2.3");

            assertThat(reply.header("X-Request-Id")).isEqualTo("abc-1_2.3");
            assertThat(reply.header("Bourse-Decision")).isEqualTo("decision-1");
            assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "a b", "<svg>", "x\u00e9"})
        void replaceAStrangeRequestId(String id) throws IOException {
            assertThat(server.get("/public", "X-Request-Id: " + id).header("X-Request-Id"))
                    .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        }

        @Test
        void tellNothingOfTheReason() throws IOException {
            Reply reply = server.postForm(EchoDoor.TOKEN, "grant_type=%3Csvg%3E%0D%0AX&refresh_token=secret");

            assertRefused(reply, 400);
            assertThat(reply.body()).contains("invalid_grant").doesNotContain("42", "svg", "secret");
        }

        @Test
        void mayBeCacheableIfTheySaySo() throws IOException {
            Reply reply = server.get("/public");

            assertThat(reply.header("Cache-Control")).isEqualTo("public, max-age=300");
            assertThat(reply.header("Pragma")).isNull();
        }

        @Test
        void keepTheConnection() throws IOException {
            try (Wire wire = server.connect()) {
                wire.write(HttpFixture.form(EchoDoor.TOKEN, "grant_type=a").repeat(3));
                for (int i = 0; i < 3; i++) {
                    assertThat(wire.reply().status()).isEqualTo(200);
                }
                wire.write(HttpFixture.request("GET", "/nothing", ""));
                assertThat(wire.reply().status()).isEqualTo(404);
                wire.write(HttpFixture.request("GET", "/public", ""));
                assertThat(wire.reply().status()).isEqualTo(200);
            }
        }
    }

    @Nested
    class Browsers {

        @Test
        void ofAConfiguredOriginMayCall() throws IOException {
            Reply reply = server.postForm(EchoDoor.TOKEN, "grant_type=a", "Origin: " + HttpFixture.ORIGIN);

            assertThat(reply.header("Access-Control-Allow-Origin")).isEqualTo(HttpFixture.ORIGIN);
            assertThat(reply.header("Access-Control-Allow-Credentials")).isEqualTo("true");
            assertThat(reply.header("Vary")).isEqualToIgnoringCase("Origin");
        }

        @ParameterizedTest
        @ValueSource(strings = {"https://evil.example", "null", "https://app.example.evil", "HTTPS://app.example"})
        void ofAnotherMayNot(String origin) throws IOException {
            Reply reply = server.postForm(EchoDoor.TOKEN, "grant_type=a", "Origin: " + origin);

            assertThat(reply.header("Access-Control-Allow-Origin")).isNull();
            assertThat(reply.header("Access-Control-Allow-Credentials")).isNull();
            assertRefused(preflight(EchoDoor.TOKEN, origin), 405);
        }

        @Test
        void mayAskBeforehand() throws IOException {
            Reply reply = preflight(EchoDoor.TOKEN, HttpFixture.ORIGIN);

            assertThat(reply.status()).isEqualTo(204);
            assertThat(reply.header("Access-Control-Allow-Origin")).isEqualTo(HttpFixture.ORIGIN);
            assertThat(reply.header("Access-Control-Allow-Methods")).isEqualTo("POST");
        }

        @Test
        void areNotMeantEverywhere() throws IOException {
            assertRefused(preflight("/json", HttpFixture.ORIGIN), 405);
            assertThat(server.get("/public", "Origin: " + HttpFixture.ORIGIN).header("Access-Control-Allow-Origin"))
                    .isNull();
        }

        private Reply preflight(String path, String origin) throws IOException {
            return server.send(HttpFixture.request(
                    "OPTIONS", path, "", "Origin: " + origin, "Access-Control-Request-Method: POST"));
        }
    }
}
