package io.bourse.e2e;

import static io.bourse.e2e.DrfWorld.APP;
import static io.bourse.e2e.DrfWorld.SERVER;
import static io.bourse.e2e.DrfWorld.byApp;
import static io.bourse.e2e.DrfWorld.call;
import static io.bourse.e2e.DrfWorld.says;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.e2e.DrfWorld.Way;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent to an address of the drf door, it answers in its own words, with a status below 500. */
class DrfBadInputIT {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String JSON = "application/json";
    private static final String MULTIPART = "multipart/form-data; boundary=b";

    /** For the routes that want one. */
    private static String bearer;

    @BeforeAll
    static void entries() {
        DrfWorld.entries();
        bearer = "Bearer " + DrfWorld.login(DrfWorld.somebody()).accessToken();
    }

    static List<String> routes() {
        return List.of(
                "token",
                "convert-token",
                "revoke-token",
                "invalidate-sessions",
                "invalidate-refresh-tokens",
                "disconnect-backend");
    }

    /** With the token that the route asks for. */
    private static TokenCall at(String route) {
        TokenCall call = call(route);
        return route.startsWith("invalidate") || route.startsWith("disconnect")
                ? call.header("Authorization", bearer)
                : call;
    }

    private static TokenAnswer sent(String route, String type, String body) {
        return at(route).contentType(type).raw(body).send();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void anotherMethodIsNotAllowed(String route) {
        for (String method : List.of("GET", "PUT", "PATCH", "DELETE", "OPTIONS")) {
            for (String slash : List.of("", "/")) {
                TokenAnswer answer = call(route + slash).method(method).send();
                says(answer, 405, "{\"detail\":\"Method \\\"" + method + "\\\" not allowed.\"}");
                assertThat(answer.header("Allow")).isEqualTo("POST");
            }
        }
        says(call(route).method("BREW").send(), 405, "{\"detail\":\"Method not allowed.\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/auth/", "/auth/tokens", "/auth/token//", "/auth/token/x", "/auth/Token", "/auth/authorize"})
    void anUnknownAddressIsNotFound(String path) {
        says(SERVER.call(path).form("client_id", APP).send(), 404, "{\"detail\":\"Not found.\"}");
    }

    @ParameterizedTest
    @MethodSource("routes")
    void anotherTypeIsNotSupportedAndNotRepeated(String route) {
        for (String type : List.of(
                "text/plain",
                "text/xml",
                "application/json; charset=utf-16",
                "multipart/mixed; boundary=b",
                "canary",
                "")) {
            says(sent(route, type, "client_id=dj-app"), 415, "{\"detail\":\"Unsupported media type in request.\"}");
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void aBodyThatIsTooLargeIsRefused(String route) {
        for (String type : List.of(FORM, JSON, MULTIPART)) {
            says(sent(route, type, "x".repeat(70_000)), 413, "{\"detail\":\"The request body is too large.\"}");
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void whatCannotBeReadIsRefused(String route) {
        for (String body : List.of("{", "[]", "\"x\"", "null", "{\"a\":1,\"a\":2}", "\u0000")) {
            says(sent(route, JSON, body), 400, "{\"detail\":\"JSON parse error\"}");
        }
        for (String body : List.of(
                "x",
                "--b\r\n",
                "--b\r\nContent-Disposition: form-data; name=\"client_id\"\r\n\r\ndj-app",
                "--b\r\nContent-Disposition: form-data; name=\"client_id\"; filename=\"x\"\r\n\r\ndj-app\r\n--b--")) {
            says(sent(route, MULTIPART, body), 400, "{\"detail\":\"Multipart form parse error\"}");
        }
        says(sent(route, "multipart/form-data", "--b--"), 400, "{\"detail\":\"Multipart form parse error\"}");
        for (String body : List.of(
                "client_id=dj-app&client_id=dj-app",
                "client_id=%zz",
                "client_id=%ff",
                "client_id=%00",
                "x".repeat(40_000))) {
            says(sent(route, FORM, body), 400, "{\"detail\":\"Malformed request.\"}");
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void nothingAtAllLacksEveryField(String route) {
        String expected = switch (route) {
            case "token" -> "{\"error\":\"unsupported_grant_type\"}";
            case "convert-token" ->
                "{\"grant_type\":[\"grant_type is required.\"],\"backend\":[\"backend is required.\"],"
                        + "\"client_id\":[\"client_id is required.\"],\"token\":[\"token is required.\"]}";
            case "disconnect-backend" ->
                "{\"backend\":[\"backend is required.\"],\"association_id\":[\"association_id is required.\"]}";
            default -> "{\"client_id\":[\"client_id is required.\"]}";
        };

        says(sent(route, FORM, ""), 400, expected);
        says(sent(route, "", ""), 400, expected);
        says(sent(route, JSON, ""), 400, expected);
        says(sent(route, JSON, "{}"), 400, expected);
        says(sent(route, MULTIPART, "--b--\r\n"), 400, expected);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whatIsBlankOrTooLongIsSaidOfAllFieldsAtOnce(Way way) {
        says(
                way.call("convert-token")
                        .form("grant_type", "x".repeat(51))
                        .form("backend", "   ")
                        .form("client_id", "x".repeat(201))
                        .form("token", "x".repeat(5001))
                        .send(),
                400,
                "{\"grant_type\":[\"Ensure this field has no more than 50 characters.\"],"
                        + "\"backend\":[\"backend cannot be blank.\"],"
                        + "\"client_id\":[\"Ensure this field has no more than 200 characters.\"],"
                        + "\"token\":[\"Ensure this field has no more than 5000 characters.\"]}");
        says(
                byApp(way.call("convert-token"))
                        .form("grant_type", "x".repeat(50))
                        .form("backend", "x".repeat(200))
                        .form("token", "x".repeat(5000))
                        .send(),
                400,
                "{\"error\":\"unsupported_grant_type\"}");
    }

    @Test
    void membersOfOtherTypesAreRefusedByName() {
        says(
                sent("convert-token", JSON, "{\"grant_type\":[],\"backend\":{},\"client_id\":true,\"token\":null}"),
                400,
                "{\"grant_type\":[\"Not a valid string.\"],\"backend\":[\"Not a valid string.\"],"
                        + "\"client_id\":[\"Not a valid string.\"],\"token\":[\"This field may not be null.\"]}");
        says(
                sent("disconnect-backend", JSON, "{\"backend\":\"a\\u0000\",\"association_id\":1}"),
                400,
                "{\"backend\":[\"Null characters are not allowed.\"]}");
        says(
                sent("disconnect-backend", JSON, "{\"backend\":\"dj-idp\",\"association_id\":[1]}"),
                400,
                "{\"association_id\":[\"association_id must be a valid integer.\"]}");
    }

    @Test
    void aMemberThatIsReadIsATextAlsoWhereNoFieldIsRequired() {
        for (String odd : List.of("[\"read\"]", "{}", "1", "true")) {
            says(
                    sent("token", JSON, "{\"grant_type\":\"password\",\"scope\":" + odd + "}"),
                    400,
                    "{\"scope\":[\"Not a valid string.\"]}");
            says(
                    sent("revoke-token", JSON, "{\"client_id\":\"dj-app\",\"token\":" + odd + "}"),
                    400,
                    "{\"token\":[\"Not a valid string.\"]}");
        }
        says(
                sent("token", JSON, "{\"grant_type\":\"password\",\"scope\":\"a\\u0000\"}"),
                400,
                "{\"detail\":\"Malformed request.\"}");
    }

    /** A proxy that looks at the query must not see another request than we do. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void whatStandsInTheBodyAndInTheQueryIsTwice(Way way) {
        TokenAnswer twice = way.call("token", "?scope=write")
                .form("grant_type", "client_credentials")
                .form("client_id", "dj-app")
                .form("client_secret", "dj-app-secret")
                .form("scope", "read")
                .send();

        assertThat(twice.status()).as(twice.body()).isEqualTo(400);
        assertThat(twice.body()).contains("detail");
    }

    @Test
    void aMemberThatNobodyReadsIsNotLookedAt() {
        TokenAnswer plain = SERVER.call("/auth/token")
                .contentType(JSON)
                .raw("{\"grant_type\":\"client_credentials\",\"client_id\":\"dj-app\","
                        + "\"client_secret\":\"dj-app-secret\",\"extra\":{\"a\":[1]},\"isCLI\":true,\"n\":1}")
                .send();

        assertThat(plain.status()).as(plain.body()).isEqualTo(200);
    }

    @Test
    void browsersOfAConfiguredOriginMayCall() {
        String origin = "https://app.example";
        try (TokenServer server = TokenServer.start(1, Map.of("BOURSE_CORS_ORIGINS", origin))) {
            for (String route : routes()) {
                for (String slash : List.of("", "/")) {
                    TokenAnswer allowed = preflight(server, route + slash, origin);

                    assertThat(allowed.status()).as(route + slash).isEqualTo(204);
                    assertThat(allowed.header("Access-Control-Allow-Origin")).isEqualTo(origin);
                    assertThat(allowed.header("Access-Control-Allow-Methods")).isEqualTo("POST");
                    assertThat(allowed.header("Access-Control-Allow-Headers"))
                            .contains("Authorization", "Content-Type");
                }
                assertThat(preflight(server, route, "https://evil.example").header("Access-Control-Allow-Origin"))
                        .isEmpty();
            }
        }
    }

    private static TokenAnswer preflight(TokenServer server, String route, String origin) {
        return server.call("/auth/" + route)
                .method("OPTIONS")
                .contentType("")
                .raw("")
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,content-type")
                .send();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void aSecretInTheAddressIsRefused(String route) {
        for (String parameter : List.of("client_secret=x", "token=x", "password=x")) {
            TokenAnswer answer = SERVER.call("/auth/" + route + "?" + parameter)
                    .header("Authorization", bearer)
                    .form("client_id", APP)
                    .send();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text("error")).isEqualTo("invalid_request");
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void nothingOfARequestIsRepeated(String route) {
        for (Way way : Way.values()) {
            for (String odd : List.of(
                    "canary-<script>alert(1)</script>",
                    "canary'\"\\",
                    "canary\r\nX-Injected: 1",
                    "canary-\uD83D\uDE00")) {
                TokenCall call = way.call(route).header("Authorization", bearer);
                for (String name :
                        List.of("grant_type", "backend", "client_id", "token", "username", "association_id")) {
                    call.form(name, odd);
                }
                TokenAnswer answer = call.send();
                assertThat(answer.status()).as(answer.body()).isBetween(400, 401);
                assertThat(answer.header("Content-Type")).isEqualTo("application/json");
                assertThat(answer.body() + answer.response().headers().map()).doesNotContain("canary");
            }
        }
    }
}
