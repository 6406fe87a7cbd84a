package io.bourse.e2e;

import static io.bourse.e2e.MedplumWorld.SERVER;
import static io.bourse.e2e.MedplumWorld.app;
import static io.bourse.e2e.MedplumWorld.asked;
import static io.bourse.e2e.MedplumWorld.body;
import static io.bourse.e2e.MedplumWorld.everybody;
import static io.bourse.e2e.MedplumWorld.exchange;
import static io.bourse.e2e.MedplumWorld.json;
import static io.bourse.e2e.MedplumWorld.oauth;
import static io.bourse.e2e.MedplumWorld.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input at Medplum's addresses: always an OperationOutcome, never another dialect, never 5xx, nobody is called. */
class MedplumInputIT {

    private static String client;

    @BeforeAll
    static void entries() {
        client = app("inputs", everybody("inputs"));
    }

    @AfterAll
    static void theProviderWasNeverCalled() {
        assertThat(asked("inputs")).isZero();
    }

    static Stream<Arguments> members() {
        return Stream.of(
                arguments("externalAccessToken", null, "Missing externalAccessToken"),
                arguments("externalAccessToken", "", "Missing externalAccessToken"),
                arguments("externalAccessToken", "  ", "Missing externalAccessToken"),
                arguments("externalAccessToken", 42, "Invalid externalAccessToken"),
                arguments("externalAccessToken", new JsonArray().add("x"), "Invalid externalAccessToken"),
                arguments("externalAccessToken", new JsonObject(), "Invalid externalAccessToken"),
                arguments("externalAccessToken", "x".repeat(16_385), "Invalid externalAccessToken"),
                arguments("externalAccessToken", "a\u0000b", "Invalid externalAccessToken"),
                arguments("clientId", null, "Missing clientId"),
                arguments("clientId", "", "Missing clientId"),
                arguments("clientId", true, "Invalid clientId"),
                arguments("clientId", "c".repeat(256), "Invalid clientId"),
                arguments("projectId", 1, "Invalid projectId"),
                arguments("projectId", "p".repeat(256), "Invalid projectId"),
                arguments("scope", new JsonArray().add("openid"), "Invalid scope"),
                arguments("nonce", "n".repeat(513), "Invalid nonce"),
                arguments("nonce", "a\nb", "Invalid nonce"));
    }

    @ParameterizedTest
    @MethodSource("members")
    void aMemberThatIsNoGood(String name, Object value, String text) {
        TokenAnswer refused =
                exchange(MedplumWorld.body(client).put(name, value)).send();

        outcome(refused, 400, text);
        assertThat(refused.json().at("/issue/0/code").asText()).isEqualTo("invalid");
        assertThat(refused.json().at("/issue/0/expression/0").asText()).isEqualTo(name);
        assertThat(refused.json().get("issue")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "null",
                "\"text\"",
                "{\"clientId\":\"a\",\"clientId\":\"b\"}",
                "{\"clientId\":\"a\"} trailing",
                "clientId=a&externalAccessToken=b"
            })
    void whatIsNoJsonObject(String body) {
        outcome(json("/auth/exchange", body).send(), 400, "Content could not be parsed");
    }

    /** As everywhere: none of them is to be believed, nor left aside. */
    @Test
    void twoAuthorizationHeadersAreOneTooMany() {
        TokenCall twice = exchange(body(client)).basic("a", "b").basic("a", "b");

        oauth(twice.send(), 400, "invalid_request", "The request is malformed or a parameter is missing or repeated.");
    }

    @Test
    void anEmptyBodyLacksAllThatIsRequired() {
        TokenAnswer refused = json("/auth/exchange", "").send();

        outcome(refused, 400, "Missing externalAccessToken");
        assertThat(refused.json().get("issue")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded", "text/plain", "application/json; charset=latin1", "x"})
    void anotherContentType(String type) {
        outcome(SERVER.call("/auth/exchange").contentType(type).raw("{}").send(), 415, "Unsupported content type");
    }

    @Test
    void anUnknownMemberIsTolerated() {
        outcome(
                exchange(MedplumWorld.body("nobody-at-all").put("projectId", 7).put("other", new JsonArray()))
                        .send(),
                400,
                "Invalid projectId");
    }

    @Test
    void aBodyThatIsTooLarge() {
        outcome(json("/auth/exchange", "{\"a\":\"" + "x".repeat(80_000) + "\"}").send(), 413, "File too large");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /auth/exchange, POST",
        "PUT, /auth/exchange, POST",
        "POST, /auth/me, GET",
        "DELETE, /auth/me, GET",
        "GET, /oauth2/logout, POST",
    })
    void anotherMethod(String method, String path, String allowed) {
        TokenAnswer refused =
                SERVER.call(path).method(method).contentType("").raw("").send();

        outcome(refused, 405, "Method not allowed");
        assertThat(refused.header("Allow")).isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/auth/exchange/", "/auth/exchange/more", "/auth/me/", "/oauth2/logout/x"})
    void anAddressBelow(String path) {
        outcome(SERVER.call(path).method("GET").contentType("").send(), 404, "Not found");
    }

    @Test
    void aTokenInTheQueryIsRefused() {
        TokenAnswer refused = SERVER.call("/auth/exchange?externalAccessToken=x")
                .contentType("application/json")
                .raw("{}")
                .send();

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("resourceType")).isEqualTo("OperationOutcome");
    }

    @Test
    void browsersOfAConfiguredOriginMayCallWithTheHeadersOfTheClient() {
        String origin = "https://app.example";
        Map<String, String> methods = Map.of(
                "/auth/exchange", "POST",
                "/auth/me", "GET",
                "/oauth2/logout", "POST",
                "/oauth2/token", "POST",
                "/oauth2/userinfo", "GET");
        try (TokenServer server = TokenServer.start(1, Map.of("BOURSE_CORS_ORIGINS", origin))) {
            methods.forEach((path, method) -> {
                TokenAnswer allowed = server.call(path)
                        .method("OPTIONS")
                        .contentType("")
                        .raw("")
                        .header("Origin", origin)
                        .header("Access-Control-Request-Method", method)
                        .header("Access-Control-Request-Headers", "authorization,content-type,x-medplum")
                        .send();

                assertThat(allowed.status()).as(path).isEqualTo(204);
                assertThat(allowed.header("Access-Control-Allow-Origin")).isEqualTo(origin);
                assertThat(allowed.header("Access-Control-Allow-Credentials")).isEqualTo("true");
                assertThat(allowed.header("Access-Control-Allow-Headers"))
                        .contains("Authorization", "Content-Type", "X-Medplum");
            });
        }
    }
}
