package io.bourse.e2e;

import static io.bourse.e2e.XoxodayWorld.TOKEN;
import static io.bourse.e2e.XoxodayWorld.body;
import static io.bourse.e2e.XoxodayWorld.refresh;
import static io.bourse.e2e.XoxodayWorld.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be read or is not there, in Xoxoday's words. */
@ParameterizedClass
@ValueSource(strings = {"", "/chef"})
class XoxodayInputIT {

    private static final String MALFORMED = "The request is malformed or a parameter is missing or repeated.";

    private final XoxodayWorld world;

    XoxodayInputIT(String prefix) {
        this.world = XoxodayWorld.below(prefix);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "null",
                "\"text\"",
                "{\"grant_type\":\"refresh_token\",\"grant_type\":\"password\"}",
                "{\"grant_type\":[\"refresh_token\"]}",
                "{\"grant_type\":{\"a\":1}}",
                "{\"grant_type\":\"refresh_token\"} trailing",
                "{\"grant_type\":\"refresh_token\",\"refresh_token\":\"\\u0000\"}"
            })
    void malformedJson(String text) {
        refused(
                world.call(TOKEN + "/user")
                        .contentType("application/json")
                        .raw(text)
                        .send(),
                400,
                "invalid_request",
                MALFORMED);
    }

    @Test
    void noGrant() {
        String text = "The parameter grant_type is missing.";
        refused(world.json("user", body("")).send(), 400, "invalid_request", text);
        refused(world.json("user", body("x").putNull("grant_type")).send(), 400, "invalid_request", text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/x-www-form-urlencoded"})
    void nothingAtAll(String type) {
        for (String text : type.endsWith("json") ? List.of("", "{}") : List.of("")) {
            refused(
                    world.call(TOKEN + "/user").contentType(type).raw(text).send(),
                    401,
                    "invalid_client",
                    "Client authentication failed.");
        }
    }

    @Test
    void noRefreshToken() {
        String text = "The parameter refresh_token is missing.";
        refused(world.json("user", body("refresh_token")).send(), 400, "invalid_request", text);
        refused(world.json("user", refresh("")).send(), 400, "invalid_request", text);
        refused(
                world.json("user", body("refresh_token").putNull("refresh_token"))
                        .send(),
                400,
                "invalid_request",
                text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"client_id", "client_secret", "refresh_token", "grant_type", "scope"})
    void whatIsNoText(String name) {
        for (String value : List.of("12", "1.0", "true", "[]", "{}")) {
            String others = refresh("brt_x").without(List.of(name)).toString().substring(1);
            refused(
                    world.call(TOKEN + "/user")
                            .contentType("application/json")
                            .raw("{\"" + name + "\":" + value + "," + others)
                            .send(),
                    400,
                    "invalid_request",
                    MALFORMED);
        }
    }

    /** Such as those of the last answer, which some callers send back. */
    @Test
    void aMemberThatNobodyReadsIsNotLookedAt() {
        world.json(
                        "user",
                        body("client_credentials")
                                .put("expires_in", 1_296_000)
                                .put("remember", true)
                                .putPOJO("more", List.of(1)))
                .send()
                .granted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/x-www-form-urlencoded"})
    void aParameterInTheBodyAndInTheQuery(String type) {
        refused(
                world.call(TOKEN + "/user?grant_type=refresh_token")
                        .contentType(type)
                        .raw(type.endsWith("json") ? refresh("brt_x").toString() : "grant_type=refresh_token")
                        .send(),
                400,
                "invalid_request",
                MALFORMED);
    }

    @Test
    void doubledAndOverlongFields() {
        refused(
                world.call(TOKEN + "/user")
                        .grant("refresh_token")
                        .grant("refresh_token")
                        .send(),
                400,
                "invalid_request",
                MALFORMED);
        refused(world.json("user", refresh("a".repeat(40_000))).send(), 400, "invalid_request", MALFORMED);
    }

    @Test
    void aCredentialInTheQuery() {
        refused(
                world.call(TOKEN + "/user?refresh_token=brt_x")
                        .contentType("application/json")
                        .raw(body("refresh_token").toString())
                        .send(),
                400,
                "invalid_request",
                MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "multipart/form-data; boundary=x", ""})
    void anotherType(String type) {
        refused(
                world.call(TOKEN + "/user").contentType(type).raw("a=b").send(),
                415,
                "invalid_request",
                "The content type or encoding is not supported.");
    }

    @Test
    void tooLarge() {
        refused(
                world.json("user", refresh("a".repeat(70_000))).send(),
                413,
                "invalid_request",
                "The request body is too large.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                TOKEN + "/admin",
                TOKEN + "/USER",
                TOKEN + "/user/",
                TOKEN + "/",
                "/v1/oauth",
                "/v1/oauth/authorize",
                TOKEN + "/create/user"
            })
    void nothingAtTheAddress(String path) {
        refused(
                world.call(path)
                        .contentType("application/json")
                        .raw(refresh("brt_x").toString())
                        .send(),
                404,
                "invalid_request",
                "There is nothing at this address.");
    }

    @Test
    void anotherMethod() {
        TokenAnswer get =
                world.call(TOKEN + "/user").method("GET").contentType("").send();
        refused(get, 405, "invalid_request", "The method is not allowed here.");
        assertThat(get.header("Allow")).isEqualTo("POST");
        refused(
                world.call(TOKEN).contentType("application/json").raw("{}").send(),
                405,
                "invalid_request",
                "The method is not allowed here.");
    }
}
