package io.bourse.e2e;

import static io.bourse.e2e.SsoWorld.ok;
import static io.bourse.e2e.SsoWorld.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.bourse.logging.LogCapture;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the sso door says to what it cannot take: always in its own dialect. */
class SsoBadInputIT {

    private static final SsoWorld WORLD = SsoWorld.shared();
    private static final String LONG = "x".repeat(101);

    static Stream<Arguments> messages() {
        return Stream.of(
                arguments("/v1/user", "{}"),
                arguments("/v1/user", ""),
                arguments("/v1/user", "{"),
                arguments("/v1/user", "[]"),
                arguments("/v1/user", "null"),
                arguments("/v1/user", "name=Ada&email=ada%40example.com"),
                arguments("/v1/user", "{\"name\":\"A\",\"name\":\"B\",\"email\":\"ab@example.com\"}"),
                arguments("/v1/user", "{\"name\":\"\",\"email\":\"a1@example.com\"}"),
                arguments("/v1/user", "{\"name\":\"   \",\"email\":\"a1@example.com\"}"),
                arguments("/v1/user", "{\"name\":\"" + LONG + "\",\"email\":\"a1@example.com\"}"),
                arguments("/v1/user", "{\"name\":7,\"email\":\"a1@example.com\"}"),
                arguments("/v1/user", "{\"name\":\"a\\u0000b\",\"email\":\"a1@example.com\"}"),
                arguments("/v1/user", "{\"name\":\"A\",\"email\":\"no address\"}"),
                arguments("/v1/user", "{\"name\":\"A\",\"email\":\"" + "a".repeat(190) + "@example.com\"}"),
                arguments("/v1/user", "{\"name\":\"A\",\"email\":\"a1@example.com\",\"locale\":\"klingon please\"}"),
                arguments("/v1/user", "{\"name\":\"A\",\"email\":\"a1@example.com\",\"locale\":\"\"}"),
                arguments("/v1/user", "{\"name\":\"A\",\"email\":\"a1@example.com\",\"timezone\":\"Mars/Base\"}"),
                arguments("/v1/user", "{\"name\":\"A\",\"email\":\"a1@example.com\",\"password\":\"short\"}"),
                arguments("/v1/user", "{\"name\":\"A\",\"email\":\"a1@example.com\",\"password\":\"        \"}"),
                arguments(
                        "/v1/user",
                        "{\"name\":\"A\",\"email\":\"a1@example.com\",\"password\":\"" + "p".repeat(129) + "\"}"),
                arguments("/v1/user", "{\"name\":\"A\",\"email\":\"a1@example.com\",\"is_enabled\":\"yes\"}"),
                arguments("/v1/key", "{}"),
                arguments("/v1/key", "{\"name\":\"k\",\"user_id\":\"7\"}"),
                arguments("/v1/key", "{\"name\":\"k\",\"user_id\":\"\"}"),
                arguments("/v1/key", "{\"name\":\"" + LONG + "\"}"),
                arguments("/v1/service", "{\"name\":\"s\",\"url\":\"shop.example.com\"}"),
                arguments("/v1/service", "{\"name\":\"s\",\"url\":\"javascript:alert(1)\"}"),
                arguments("/v1/service", "{\"name\":\"s\"}"),
                arguments("/v1/audit", "{}"),
                arguments("/v1/audit", "{\"type\":\"" + "t".repeat(201) + "\"}"),
                arguments("/v1/audit", "{\"type\":\"t\",\"data\":[]}"),
                arguments("/v1/audit", "{\"type\":\"t\",\"data\":{\"a\":\"\\u0000\"}}"),
                arguments("/v1/audit", "{\"type\":\"t\",\"data\":{\"\\u0000\":1}}"),
                arguments("/v1/audit", "{\"type\":\"t\",\"data\":{\"a\":1e999999}}"),
                arguments("/v1/audit", "{\"type\":\"t\",\"data\":" + "{\"a\":".repeat(20) + "1" + "}".repeat(21)),
                arguments("/v1/auth/provider/local/login", "{\"email\":\"a@example.com\"}"),
                arguments("/v1/auth/provider/local/login", "{\"email\":[\"a@example.com\"],\"password\":\"p\"}"),
                arguments("/v1/auth/token/exchange", "{}"),
                arguments("/v1/auth/token/exchange", "{\"token\":null}"),
                arguments("/v1/auth/token/exchange", "{\"token\":7}"),
                arguments("/v1/auth/token/verify", "{\"token\":\"" + "t".repeat(20_000) + "\"}"),
                arguments("/v1/auth/token/refresh", "{\"token\":\"t\",\"audit\":\"\"}"),
                arguments("/v1/auth/token/revoke", "\"token\""),
                arguments("/v1/auth/key/verify", "{\"key\":\"" + "K".repeat(43) + "\"}"),
                arguments("/v1/auth/key/revoke", "{}"));
    }

    @Test
    void theLogSaysWhichFieldAndNotWhatWasSent() throws Exception {
        try (LogCapture log = LogCapture.of("bourse.request")) {
            refused(
                    WORLD.post(
                            WORLD.shop.key(),
                            "/v1/user",
                            "{\"name\":\"A\",\"email\":\"a1@example.com\",\"timezone\":\"Mars/Base\"}"),
                    400,
                    3,
                    "ValidationError");

            assertThat(log.lines())
                    .anyMatch(line -> line.contains("timezone must be a name of the IANA database"))
                    .noneMatch(line -> line.contains("Mars"));
        }
    }

    @Test
    void namesMayBeInCamelCaseAndNotInBothSpellings() {
        String body = "{\"name\":\"A\",\"email\":\"" + WORLD.email() + "\",\"isEnabled\":false%s}";

        refused(
                WORLD.post(WORLD.shop.key(), "/v1/user", body.formatted(",\"is_enabled\":true")),
                400,
                3,
                "ValidationError");
        assertThat(ok(WORLD.post(WORLD.shop.key(), "/v1/user", body.formatted("")))
                        .get("data")
                        .has("is_enabled"))
                .isFalse();
    }

    /** Said before anybody is believed, so no key is needed to learn it. */
    @ParameterizedTest
    @MethodSource("messages")
    void whatIsNoSuchMessageIsAValidationError(String path, String body) {
        refused(WORLD.post("nobody", path, body), 400, 3, "ValidationError");
        refused(WORLD.post(WORLD.shop.key(), "/api" + path, body), 400, 3, "ValidationError");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>@x.example",
                "a,b@x.example",
                "a@x..example",
                "a@-x.example",
                "a@x.example.",
                "!@#$%^&*()`~",
                "a@[127.0.0.1]"
            })
    void whatIsNoAddressIsAValidationError(String email) {
        refused(
                WORLD.post(WORLD.shop.key(), "/v1/user", "{\"name\":\"A\",\"email\":\"" + email + "\"}"),
                400,
                3,
                "ValidationError");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/user?limit=-1",
                "/v1/user?limit=many",
                "/v1/user?limit=1&limit=2",
                "/v1/user?gt=7",
                "/v1/user?email=nobody",
                "/v1/user?name_ge=%00",
                "/v1/user?name_ge=%FF",
                "/v1/key?type=API",
                "/v1/key?is_enabled=yes",
                "/v1/key?user_id=7",
                "/v1/audit?ge=yesterday",
                "/v1/audit?ge=%2B999999999-12-31T23:59:59-18:00",
                "/v1/audit?le=-999999999-01-01T00:00:00%2B18:00",
                "/v1/audit?le=%2B300000-01-01T00:00:00Z",
                "/v1/audit?ge=0000-12-31T23:59:59Z",
                "/v1/audit?offset_id=7",
                "/v1/user/7",
                "/v1/key/7",
                "/v1/service/7",
                "/v1/audit/7",
                "/v1/audit/00000000-0000-0000-0000-000000000000?subject=a&subject=b",
                "/v1/key/00000000-0000-0000-0000-000000000000?user_id=00000000-0000-0000-0000-000000000000"
                        + "&user_id=00000000-0000-0000-0000-000000000001"
            })
    void whatIsNoSuchQueryIsAValidationError(String address) {
        refused(WORLD.get(WORLD.rootKey, address), 400, 3, "ValidationError");
    }

    @Test
    void whatCannotBeChangedSoIsAValidationError() {
        String id = WORLD.user(WORLD.email());

        for (String body :
                List.of("{\"name\":\"\"}", "{\"locale\":\"?\"}", "{\"timezone\":\"\"}", "{\"is_enabled\":1}")) {
            refused(WORLD.patch(WORLD.shop.key(), "/v1/user/" + id, body), 400, 3, "ValidationError");
        }
        assertThat(ok(WORLD.patch(WORLD.shop.key(), "/v1/user/" + id, ""))
                        .at("/data/name")
                        .asText())
                .isEqualTo("Ada");
    }

    /** As grpc-gateway has it, which is why it is no JSON. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/auth/nothing",
                "/api/v1/auth/token/unknown",
                "/v1/auth/totp",
                "/v1/user/a/b",
                "/v1/user/",
                "/v1/keys",
                "/api/v1/nothing"
            })
    void anUnknownAddressIsText(String path) {
        text(WORLD.post(WORLD.shop.key(), path, "{}"), 404, "Not Found");
        text(WORLD.get(WORLD.shop.key(), path), 404, "Not Found");
    }

    @Test
    void anotherMethodIsText() {
        text(WORLD.get(WORLD.shop.key(), "/v1/auth/token/verify"), 405, "Method Not Allowed");
        TokenAnswer put = WORLD.send(0, "PUT", WORLD.shop.key(), "/api/v1/user", "{}");
        text(put, 405, "Method Not Allowed");
        assertThat(put.header("Allow")).isEqualTo("GET, POST");
    }

    private static void text(TokenAnswer answer, int status, String text) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("text/plain");
        assertThat(answer.body()).isEqualTo(text);
    }

    @Test
    void whatHttpRefusesIsInTheDialectToo() {
        String large = "{\"token\":\"" + "t".repeat(200_000) + "\"}";
        refused(WORLD.post(WORLD.shop.key(), "/v1/auth/token/verify", large), 413, 8, "RedactedError");
        refused(WORLD.post(WORLD.shop.key(), "/v1/user", large), 413, 8, "TooLarge");
        refused(
                WORLD.server
                        .call("/v1/user")
                        .header("Authorization", WORLD.shop.key())
                        .header("Content-Encoding", "gzip")
                        .contentType("application/json")
                        .raw("{}")
                        .send(),
                415,
                3,
                "ValidationError");
        refused(
                WORLD.post(WORLD.shop.key(), "/v1/auth/token/verify?token=t", "{\"token\":\"t\"}"),
                400,
                3,
                "RedactedError");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text/plain", "application/x-www-form-urlencoded", "nonsense"})
    void theContentTypeIsNotLookedAt(String type) {
        ok(WORLD.server
                .call("/v1/audit")
                .header("Authorization", WORLD.shop.key())
                .contentType(type)
                .raw("{\"type\":\"shop:Any\"}")
                .send());
    }

    @Test
    void twoKeysAreNone() {
        refused(
                WORLD.server
                        .call("/v1/user")
                        .method("GET")
                        .header("Authorization", WORLD.shop.key())
                        .header("Authorization", WORLD.till.key())
                        .send(),
                401,
                16,
                "KeyUndefined");
    }
}
