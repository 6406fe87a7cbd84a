package io.bourse.e2e;

import static io.bourse.fakes.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import io.bourse.fakes.TestRsaKeys;
import io.bourse.jose.RsaPublicKeys;
import io.bourse.logging.LogCapture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

/** The admin API over HTTP: what is changed on one node is so there at once, and on the other soon. */
class AdminIT {

    private static final String KEY = "the-admin-key-of-this-test-0123456789";
    private static final String JSON = "application/json";
    private static final int NEAR = 0;
    private static final int FAR = 1;

    /** What we promise, also when every notification is lost. */
    private static final Duration PROMISE = Duration.ofSeconds(2);

    private static final TokenServer SERVER =
            TokenServer.start(2, Map.of("BOURSE_ADMIN_KEY", KEY, "BOURSE_CORS_ORIGINS", "https://app.example"));

    private static final String SIGNING_KEY = RsaPublicKeys.text(TestRsaKeys.one());

    static {
        SERVER.apply("clients: [{id: signers, project: demo, authentication: none, grants: [signed_request],"
                + " scopes: [read], audiences: [\"https://api.example/orders\"]}]");
    }

    private final String run = UUID.randomUUID().toString().substring(0, 8);

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static TokenCall call(String method, String path) {
        return SERVER.management(path).method(method).contentType("").header("Authorization", "Bearer " + KEY);
    }

    private static TokenAnswer get(String path) {
        return call("GET", path).send();
    }

    private static TokenAnswer delete(String path) {
        return call("DELETE", path).send();
    }

    /** As somebody who looks first: what is there already is changed if it is still as they saw it. */
    private static TokenAnswer put(String path, String body) {
        String tag = get(path.replace("?dry_run=true", "")).header("ETag");
        TokenCall call = call("PUT", path).contentType(JSON).raw(body);
        return (tag.isEmpty() ? call : call.header("If-Match", tag)).send();
    }

    private static TokenAnswer putBlindly(String path, String body) {
        return call("PUT", path).contentType(JSON).raw(body).send();
    }

    private static TokenAnswer apply(String query, String type, String body) {
        return call("POST", "/admin/apply" + query).contentType(type).raw(body).send();
    }

    private static TokenAnswer done(int status, TokenAnswer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo(JSON);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
        return answer;
    }

    /** The one shape of every error. */
    private static TokenAnswer refused(int status, String error, TokenAnswer answer) {
        done(status, answer);
        assertThat(answer.text("error")).isEqualTo(error);
        assertThat(answer.text("error_description")).isNotEmpty();
        assertThat(answer.json().get("problems").isArray()).isTrue();
        assertThat(answer.text("decision_id"))
                .isEqualTo(answer.header("Bourse-Decision"))
                .hasSize(36);
        assertThat(answer.json().properties()).hasSize(4);
        return answer;
    }

    private static List<String> problems(TokenAnswer answer) {
        return answer.json().get("problems").findValuesAsText("problem");
    }

    private static List<String> changes(TokenAnswer answer) {
        List<String> changes = new ArrayList<>();
        answer.json().get("changes").forEach(change -> changes.add(change.textValue()));
        return changes;
    }

    private String id(String name) {
        return name + "-" + run;
    }

    /** A client that gets tokens for the orders API, so that the gateway can say whether they are alive. */
    private static String client(String more) {
        return "{\"project\": \"demo\", \"grants\": [\"client_credentials\"], \"scopes\": [\"read\"],"
                + " \"audiences\": [\"" + TokenServer.ORDERS + "\"]" + more + "}";
    }

    private static TokenCall credentials(int node, String id, String secret) {
        return SERVER.call(node, "/oauth2/token").grant("client_credentials").basic(id, secret);
    }

    static Stream<Arguments> kinds() {
        return Stream.of(
                arguments("projects", "p", "{}", "{\"enabled\":false}"),
                arguments(
                        "clients",
                        "c/1:a@b+c",
                        client(", \"secret\": \"a secret of its own\""),
                        client(", \"enabled\": false")),
                arguments(
                        "providers",
                        "q",
                        "{\"project\":\"demo\",\"clients\":[\"demo\"],\"introspection\":{\"introspection_uri\":"
                                + "\"https://i.example/i\",\"client_id\":\"us\",\"client_secret\":\"ours there\"}}",
                        "{\"project\":\"demo\",\"enabled\":false,\"introspection\":{\"introspection_uri\":"
                                + "\"https://i.example/i\",\"client_id\":\"us\"}}"),
                arguments(
                        "exchanges",
                        "e",
                        "{\"client\":\"gateway\",\"subject\":{\"client\":\"demo\",\"audience\":\"" + TokenServer.ORDERS
                                + "\"},\"targets\":[\"https://api.example/t\"],\"scopes\":[\"read\"]}",
                        "{\"client\":\"gateway\",\"subject\":{\"client\":\"demo\",\"audience\":\"" + TokenServer.ORDERS
                                + "\"},\"targets\":[\"https://api.example/u\"],\"scopes\":[\"read\"]}"),
                arguments(
                        "principals",
                        "laptop",
                        "{\"client\":\"signers\",\"user\":\"ada\",\"key_id\":\"t/u/f\",\"public_key\":\"" + SIGNING_KEY
                                + "\"}",
                        "{\"client\":\"signers\",\"key_id\":\"t/u/g\",\"public_key\":\"" + SIGNING_KEY + "\"}"),
                arguments(
                        "users",
                        "Ada Lovelace",
                        "{\"project\":\"demo\",\"password\":\"correct horse\"}",
                        "{\"project\":\"demo\",\"enabled\":false}"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void anEntryIsMadeShownChangedAndRemoved(String section, String name, String first, String second) {
        String id = name + "-" + run;
        String path = "/admin/" + section + "/" + encode(id);

        TokenAnswer dry = done(200, put(path + "?dry_run=true", first));
        assertThat(dry.json().get("dry_run").asBoolean()).isTrue();
        refused(404, "not_found", get(path));

        TokenAnswer made = done(201, put(path, first));
        assertThat(changes(made)).isEqualTo(changes(dry)).hasSize(1).allMatch(line -> line.startsWith("+ "));

        TokenAnswer shown = done(200, get(path));
        assertThat(shown.body()).doesNotContain("secret of its own", "ours there", "horse", "argon2id", "sha256");
        assertThat(done(200, get("/admin/" + section + "?limit=1000")).json().get("entries"))
                .contains(shown.json());

        TokenAnswer same = done(200, put(path, shown.body()));
        assertThat(changes(same)).isEmpty();
        assertThat(same.json().get("unchanged").asInt()).isEqualTo(1);
        assertThat(changes(done(200, apply("", JSON, "{\"" + section + "\":[" + shown.body() + "]}"))))
                .isEmpty();

        assertThat(changes(done(200, put(path, second))))
                .singleElement()
                .asString()
                .startsWith("~ ");
        assertThat(done(200, get(path)).json()).isNotEqualTo(shown.json());

        assertThat(changes(done(200, delete(path + "?dry_run=true")))).hasSize(1);
        done(200, get(path));
        assertThat(changes(done(200, delete(path)))).singleElement().asString().endsWith(id);
        refused(404, "not_found", get(path));
        refused(404, "not_found", delete(path));
    }

    private static String encode(String id) {
        return id.replace("/", "%2F").replace("+", "%2B").replace(" ", "%20");
    }

    @Nested
    class Entries {

        @Test
        void aGeneratedSecretIsToldOnceAndIsInForceAtOnce() {
            String path = "/admin/clients/" + id("gen");

            assertThat(put(path + "?dry_run=true", client(", \"secret\": \"generate\""))
                            .has("secrets"))
                    .isFalse();
            TokenAnswer made = done(201, put(path, client(", \"secret\": \"generate\"")));
            String secret = made.json().get("secrets").get(id("gen")).textValue();
            credentials(NEAR, id("gen"), secret).send().granted();
            eventually(
                    "known there",
                    PROMISE,
                    () -> credentials(FAR, id("gen"), secret).send().status() == 200);

            assertThat(done(200, put(path, client(", \"secret\": \"generate\"")))
                            .body())
                    .doesNotContain(secret);
            assertThat(get(path).body()).doesNotContain(secret);
        }

        @Test
        void whatIsLeftAwayGetsItsDefaultAndSecretsStay() {
            String path = "/admin/clients/" + id("kept");
            put(path, client(", \"secret\": \"chosen by hand\", \"access_token_lifetime\": \"9m\""));

            TokenAnswer changed = done(200, put(path, client("")));

            assertThat(changes(changed)).containsExactly("~ client " + id("kept") + ": access_token_lifetime 9m → 5m");
            credentials(NEAR, id("kept"), "chosen by hand").send().granted();
        }

        @ParameterizedTest
        @ValueSource(strings = {"DELETE", "PUT"})
        void theTokensOfAClientThatIsGoneOrSwitchedOffAreDead(String method) {
            String id = id("gone");
            String path = "/admin/clients/" + id;
            put(path, client(", \"secret\": \"chosen by hand\""));
            String token =
                    credentials(NEAR, id, "chosen by hand").send().granted().accessToken();
            assertThat(SERVER.active(NEAR, token)).isTrue();
            assertThat(SERVER.active(FAR, token)).isTrue();

            done(200, method.equals("PUT") ? put(path, client(", \"enabled\": false")) : delete(path));

            assertThat(SERVER.active(NEAR, token)).isFalse();
            credentials(NEAR, id, "chosen by hand").send().refused(401, "invalid_client");
            eventually("dead there", PROMISE, () -> !SERVER.active(FAR, token));

            put(path, client(", \"secret\": \"chosen by hand\", \"enabled\": true"));
            assertThat(SERVER.active(NEAR, token))
                    .as("what was dead stays dead when there is a client of this name again")
                    .isFalse();
        }

        @Test
        void oneThatOthersNameStays() {
            String body = client(", \"secret\": \"chosen by hand\"");
            put("/admin/clients/" + id("named"), body);
            put(
                    "/admin/providers/" + id("naming"),
                    "{\"project\":\"demo\",\"clients\":[\"" + id("named") + "\"],\"userinfo\":{\"userinfo_uri\":"
                            + "\"https://i.example/u\",\"audience_proof\":\"none\"}}");

            TokenAnswer needed = refused(409, "conflict", delete("/admin/clients/" + id("named")));
            assertThat(problems(needed)).containsExactly("provider " + id("naming"));
            assertThat(problems(refused(409, "conflict", delete("/admin/projects/demo"))))
                    .contains("client demo");
            credentials(NEAR, id("named"), "chosen by hand").send().granted();

            done(200, delete("/admin/providers/" + id("naming")));
            done(200, delete("/admin/clients/" + id("named")));
        }

        @Test
        void pagesGoOnWhereTheyEnded() {
            List<String> ids = new ArrayList<>();
            String after = "";
            do {
                JsonNode page = done(200, get("/admin/clients?limit=1" + after)).json();
                page.get("entries").forEach(entry -> ids.add(entry.get("id").textValue()));
                after = page.has("next") ? "&after=" + encode(page.get("next").textValue()) : "";
            } while (!after.isEmpty());

            assertThat(ids).contains("demo", "gateway", "spa").doesNotHaveDuplicates();
        }

        @Test
        void aTextIsAppliedWholeOrNotAtAll() {
            String yaml = "clients:\n- {id: %s, project: demo, secret: generate, scopes: [read]}\n- {id: %s%s}\n";

            TokenAnswer bad = refused(
                    400,
                    "invalid_request",
                    apply(
                            "",
                            "application/yaml",
                            yaml.formatted(id("good"), id("bad"), ", scopes: [\"*\"], color: x")));
            assertThat(bad.json().get("problems").findValuesAsText("line")).containsOnly("3");
            assertThat(problems(bad))
                    .anyMatch(problem -> problem.startsWith("client " + id("bad") + ": scopes holds '*'; a wildcard"))
                    .anyMatch(problem -> problem.startsWith("client " + id("bad") + ": color is not a key here;"));
            refused(404, "not_found", get("/admin/clients/" + id("good")));

            String good = yaml.formatted(id("good"), id("bad"), ", project: demo, authentication: none");
            assertThat(changes(done(200, apply("?dry_run=true", "application/yaml", good))))
                    .hasSize(2);
            TokenAnswer made = done(201, apply("", "application/yaml", good));
            assertThat(changes(made)).containsExactly("+ client " + id("good"), "+ client " + id("bad"));
            assertThat(made.json().get("secrets").properties()).hasSize(1);
        }

        @Test
        void noSecretIsReadFromTheServersOwnFilesAndVariables() {
            TokenAnswer file = put("/admin/clients/" + id("file"), client(", \"secret_file\": \"/etc/hostname\""));
            TokenAnswer variable = put("/admin/clients/" + id("file"), client(", \"secret_env\": \"PATH\""));

            assertThat(problems(refused(400, "invalid_request", file)))
                    .containsExactly("client " + id("file")
                            + ": secret_file is for files that `bourse apply` reads; send the secret itself");
            assertThat(problems(refused(400, "invalid_request", variable)))
                    .containsExactly("client " + id("file")
                            + ": secret_env is for files that `bourse apply` reads; send the secret itself");
        }
    }

    @Nested
    class Users {

        @Test
        void areNamedByIdOrByUserName() {
            String name = "grace " + run;
            String byName = "/admin/users/" + encode(name);
            put(byName, "{\"project\":\"demo\",\"password\":\"correct horse\",\"email\":\"g-" + run + "@b.example\"}");
            JsonNode shown = done(200, get(byName)).json();
            String byId = "/admin/users/" + shown.get("id").textValue();

            assertThat(done(200, get(byId)).json()).isEqualTo(shown);
            assertThat(done(200, get(byName.replace("grace", "GRACE") + "?project=demo"))
                            .json())
                    .isEqualTo(shown);
            refused(404, "not_found", get(byName + "?project=other"));
            SERVER.password(name, "correct horse").send().granted();

            put(byId, "{\"enabled\":false}");
            assertThat(get(byName).json().has("email")).isFalse();
            SERVER.password(name, "correct horse").send().refused(400, "invalid_grant");
            refused(400, "invalid_request", put(byId, "{\"username\":\"somebody else\"}"));
            refused(400, "invalid_request", put(byName, "{\"username\":\"somebody else\"}"));
            refused(400, "invalid_request", put(byName, "{\"id\":\"" + UUID.randomUUID() + "\"}"));
            refused(404, "not_found", put("/admin/users/" + UUID.randomUUID(), "{}"));
        }

        @Test
        void ofTheSameNameAreToldApartByProject() {
            put("/admin/projects/" + id("second"), "{}");
            String path = "/admin/users/" + id("twin");

            done(201, put(path + "?project=demo", "{}"));
            done(201, put(path + "?project=" + id("second"), "{}"));

            refused(400, "invalid_request", get(path));
            refused(400, "invalid_request", delete(path));
            assertThat(done(200, get(path + "?project=demo")).text("project")).isEqualTo("demo");
            done(200, delete(path + "?project=demo"));
            assertThat(done(200, get(path)).text("project")).isEqualTo(id("second"));
        }

        @Test
        void whomAProviderMadeAreListedSwitchedOffAndRemoved() {
            TokenAnswer login = SERVER.convert(id("made"));
            String user = login.claims().get("sub").textValue();
            String path = "/admin/users/" + user;
            JsonNode shown = done(200, get(path)).json();
            assertThat(shown.has("username")).isFalse();
            assertThat(get("/admin/users?limit=1000").json().get("entries")).contains(shown);

            done(200, put(path, shown.toString().replace("\"enabled\":true", "\"enabled\":false")));
            assertThat(SERVER.active(NEAR, login.accessToken())).isFalse();
            eventually("dead there", PROMISE, () -> !SERVER.active(FAR, login.accessToken()));
            SERVER.refresh(login.refreshToken()).send().refused(400, "invalid_grant");
            done(200, put(path, shown.toString()));

            TokenAnswer again = SERVER.convert(id("made"));
            assertThat(SERVER.active(again.accessToken())).isTrue();
            done(200, delete(path));
            assertThat(SERVER.active(NEAR, again.accessToken())).isFalse();
            eventually("dead there", PROMISE, () -> !SERVER.active(FAR, again.accessToken()));
            SERVER.refresh(again.refreshToken()).send().refused(400, "invalid_grant");
            assertThat(SERVER.database.number("SELECT count(*) FROM family WHERE subject_id = '" + user + "'"))
                    .isZero();
            assertThat(SERVER.database.number("SELECT count(*) FROM user_identity WHERE user_id = '" + user + "'"))
                    .isZero();
        }
    }

    @Nested
    class Refusals {

        @ParameterizedTest
        @CsvSource({
            "GET,/admin/clients",
            "GET,/admin/clients/demo",
            "PUT,/admin/clients/demo",
            "DELETE,/admin/clients/demo",
            "POST,/admin/apply",
            "PATCH,/admin/clients",
            "OPTIONS,/admin/clients",
            "GET,/admin/nothing"
        })
        void withoutTheKeyThereIsNothingToSee(String method, String path) {
            for (String given : List.of("", "Bearer " + KEY + "x", "Bearer", "Bearer  ", "Basic " + KEY)) {
                TokenCall call = SERVER.management(path).method(method).contentType("text/plain");
                TokenAnswer answer = (given.isEmpty() ? call : call.header("Authorization", given)).send();
                refused(401, "invalid_token", answer);
                assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
                assertThat(answer.body()).doesNotContain(KEY);
            }
            done(200, get("/admin/clients/demo"));
        }

        @Test
        void twoKeysAreNone() {
            refused(
                    401,
                    "invalid_token",
                    call("GET", "/admin/clients")
                            .header("Authorization", "Bearer " + KEY)
                            .send());
        }

        @Test
        void withoutTheSettingThereIsNoSuchAddress() {
            TokenAnswer answer = TokenServer.shared()
                    .management("/admin/clients")
                    .header("Authorization", "Bearer " + KEY)
                    .send();

            answer.refused(404, "invalid_request");
        }

        @Test
        void thePublicPortHasNoSuchAddress() {
            SERVER.call("/admin/clients")
                    .method("GET")
                    .header("Authorization", "Bearer " + KEY)
                    .send()
                    .refused(404, "invalid_request");
        }

        @Test
        void noBrowserMayCall() {
            TokenAnswer preflight = SERVER.management("/admin/clients")
                    .method("OPTIONS")
                    .contentType("")
                    .header("Origin", "https://app.example")
                    .header("Access-Control-Request-Method", "GET")
                    .send();
            TokenAnswer call = call("GET", "/admin/clients")
                    .header("Origin", "https://app.example")
                    .send();

            refused(401, "invalid_token", preflight);
            done(200, call);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/admin/nothing",
                    "/admin/clients/",
                    "/admin/clients/no-such",
                    "/admin/clients/a%20b",
                    "/admin/clients/a%00b",
                    "/admin/users/a%00b",
                    "/admin/users/nobody",
                    "/admin/keys/a"
                })
        void whatIsNotThereIsNotFound(String path) {
            refused(404, "not_found", get(path));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "POST | /admin/clients | GET",
                    "POST | /admin/clients/demo | DELETE, GET, PUT",
                    "GET | /admin/apply | POST"
                })
        void anotherMethodIsNotAllowed(String method, String path, String allowed) {
            TokenAnswer answer =
                    refused(405, "invalid_request", call(method, path).send());
            assertThat(answer.header("Allow")).isEqualTo(allowed);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "{",
                    "[]",
                    "null",
                    "{} {}",
                    "{\"id\":\"x\",\"id\":\"x\"}",
                    "{\"scopes\":[\"a\"],\"scopes\":[\"b\"]}",
                    "{\"id\":7}",
                    "{\"id\":null}",
                    "{\"id\":\"another\"}",
                    "{\"scopes\":{}}",
                    "{\"enabled\":\"maybe\"}",
                    "{\"enabled\":null}"
                })
        void aBodyThatIsNoEntryIsRefused(String body) {
            refused(400, "invalid_request", put("/admin/clients/" + id("none"), body));
            refused(404, "not_found", get("/admin/clients/" + id("none")));
        }

        @Test
        void problemsHaveTheLineOfWhatWasSent() {
            String body = "\n{\n  \"project\": \"demo\",\n  \"scopes\": [\"*\"],\n  \"audience\": 1\n}\n";

            TokenAnswer answer = refused(400, "invalid_request", put("/admin/clients/" + id("lines"), body));

            assertThat(answer.json().get("problems").toString())
                    .contains("{\"line\":4,\"problem\":\"client " + id("lines") + ": scopes holds '*';")
                    .contains("{\"line\":5,\"problem\":\"client " + id("lines")
                            + ": audience is not a key here; did you mean audiences?");
        }

        @Test
        void anotherTypeIsNotSupported() {
            refused(
                    415,
                    "invalid_request",
                    call("PUT", "/admin/clients/x")
                            .contentType("text/plain")
                            .raw("{}")
                            .send());
            refused(415, "invalid_request", apply("", "text/plain", "clients: []"));
            refused(
                    415,
                    "invalid_request",
                    call("PUT", "/admin/clients/x")
                            .contentType("application/yaml")
                            .raw("{}")
                            .send());
        }

        @Test
        void whatIsTooLongIsRefused() {
            String blank = " ".repeat(64 * 1024);

            refused(413, "invalid_request", put("/admin/clients/x", "{" + blank + "}"));
            assertThat(changes(done(200, apply("", JSON, "{" + blank + "}")))).isEmpty();
            refused(413, "invalid_request", apply("", JSON, "{" + blank.repeat(4) + "}"));
            String text = "x".repeat(40_000);
            refused(400, "invalid_request", put("/admin/clients/x", "{\"secret\":\"" + text + "\"}"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "?limit=0",
                    "?limit=1001",
                    "?limit=ten",
                    "?after=a%20b",
                    "?dry_run=true",
                    "?limit=1&limit=2",
                    "?after=%ff"
                })
        void aQueryThatIsNotUnderstoodIsRefused(String query) {
            refused(400, "invalid_request", get("/admin/clients" + query));
        }

        /** A misspelt dry run must not become the real thing. */
        @ParameterizedTest
        @ValueSource(strings = {"?dryrun=true", "?dry_run=1", "?dry-run=true", "?project=demo"})
        void aChangeWithAQueryThatIsNotUnderstoodIsNotMade(String query) {
            put("/admin/clients/" + id("stays"), client(", \"secret\": \"chosen by hand\""));

            refused(400, "invalid_request", delete("/admin/clients/" + id("stays") + query));
            refused(400, "invalid_request", put("/admin/clients/" + id("stays") + query, "{}"));

            done(200, get("/admin/clients/" + id("stays")));
        }
    }

    @Nested
    class Conditions {

        private final String path = "/admin/clients/" + id("seen");

        private static TokenAnswer put(String path, String header, String value, String body) {
            return call("PUT", path)
                    .contentType(JSON)
                    .raw(body)
                    .header(header, value)
                    .send();
        }

        @Test
        void whatIsThereIsNotReplacedUnseen() {
            done(201, putBlindly(path, client(", \"secret\": \"chosen by hand\", \"enabled\": false")));

            TokenAnswer blind = refused(428, "precondition_required", putBlindly(path, client("")));
            assertThat(blind.text("error_description")).contains("If-Match");
            assertThat(get(path).json().get("enabled").asBoolean()).isFalse();
            assertThat(changes(done(200, putBlindly(path + "?dry_run=true", client("")))))
                    .as("a dry run replaces nothing")
                    .hasSize(1);

            done(200, put(path, "If-Match", "*", client("")));
            assertThat(get(path).json().has("enabled")
                            && !get(path).json().get("enabled").asBoolean())
                    .isFalse();
        }

        @Test
        void ofTwoWhoSawTheSameTheSecondIsRefused() {
            putBlindly(path, client(", \"secret\": \"chosen by hand\""));
            String seen = done(200, get(path)).header("ETag");
            assertThat(seen).matches("\"[A-Za-z0-9_-]{43}\"");

            done(200, put(path, "If-Match", "\"another\", " + seen, client(", \"enabled\": false")));
            refused(412, "precondition_failed", put(path, "If-Match", seen, client("")));
            refused(
                    412,
                    "precondition_failed",
                    put(path, "If-Match", "W/" + get(path).header("ETag"), client("")));
            refused(412, "precondition_failed", put(path + "?dry_run=true", "If-Match", seen, client("")));
            refused(
                    412,
                    "precondition_failed",
                    call("DELETE", path).header("If-Match", seen).send());

            String now = get(path).header("ETag");
            assertThat(now).isNotEqualTo(seen);
            done(200, call("DELETE", path).header("If-Match", now).send());
            refused(
                    404,
                    "not_found",
                    call("DELETE", path).header("If-Match", now).send());
            refused(412, "precondition_failed", put(path, "If-Match", now, client(", \"secret\": \"chosen by hand\"")));
        }

        @Test
        void whoeverWantsANewOneGetsNoOther() {
            String body = client(", \"secret\": \"chosen by hand\"");

            done(201, put(path, "If-None-Match", "*", body));
            refused(412, "precondition_failed", put(path, "If-None-Match", "*", body));
            refused(400, "invalid_request", put(path, "If-None-Match", "\"x\"", body));
        }

        @Test
        void theTagOfAUserIsThatOfTheIdAndOfTheName() {
            String byName = "/admin/users/" + id("tagged");
            done(201, putBlindly(byName, "{\"project\":\"demo\"}"));
            TokenAnswer shown = get(byName);
            String byId = "/admin/users/" + shown.text("id");

            refused(428, "precondition_required", putBlindly(byId, "{\"enabled\":false}"));
            done(200, put(byId, "If-Match", shown.header("ETag"), "{\"enabled\":false}"));
            refused(412, "precondition_failed", put(byName, "If-Match", shown.header("ETag"), "{}"));
            done(200, put(byName, "If-Match", get(byId).header("ETag"), "{}"));
        }
    }

    @Nested
    class Misunderstandings {

        @Test
        void aProjectBesideAUsersIdIsRefused() {
            String byName = "/admin/users/" + id("whose");
            putBlindly(byName, "{\"project\":\"demo\"}");
            String byId = "/admin/users/" + get(byName).text("id");

            for (String query : List.of("?project=other", "?project=demo", "?project=dry_run=true")) {
                refused(400, "invalid_request", get(byId + query));
                refused(400, "invalid_request", delete(byId + query));
                refused(400, "invalid_request", putBlindly(byId + query, "{\"enabled\":false}"));
            }
            done(200, get(byId));
        }

        @Test
        void nobodyIsCalledLikeAnId() {
            String id = UUID.randomUUID().toString().toUpperCase(Locale.ROOT);

            TokenAnswer refused =
                    refused(400, "invalid_request", putBlindly("/admin/users/" + id, "{\"project\":\"demo\"}"));

            assertThat(problems(refused)).singleElement().asString().contains("must not be a UUID");
            refused(404, "not_found", get("/admin/users/" + id));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "{'kind':'user','id':'ada','client':'demo'} | client does not go with the kind user",
                    "{'kind':'client','id':'demo','project':'demo'} | project does not go with the kind client",
                    "{'kind':'token','token':'x','id':'y'} | id does not go with the kind token",
                    "{'kind':'family','id':'x','token':'y'} | token does not go with the kind family",
                    "{'kind':'user-at-client','id':'ada'} | client",
                    "{'kind':'user','client':'demo'} | client does not go with the kind user",
                    "{'kind':'user','id':'ada','name':'x'} | name does not go with the kind user",
                    "{'kind':'user','id':'7b1c3f10-0000-4000-8000-000000000000','project':'demo'} | project goes with"
                })
        void aRevocationWithWhatIsNotReadIsRefused(String body, String told) {
            TokenAnswer answer = refused(
                    400,
                    "invalid_request",
                    call("POST", "/admin/revoke")
                            .contentType(JSON)
                            .raw(body.replace('\'', '"'))
                            .send());

            assertThat(answer.text("error_description")).contains(told);
        }
    }

    @Nested
    class Audit {

        @Test
        void everyCallIsTold() {
            try (LogCapture log = LogCapture.of("bourse.audit")) {
                putBlindly("/admin/clients/" + id("told"), client(", \"secret\": \"generate\""));
                get("/admin/clients?limit=1");
                delete("/admin/clients/" + id("told") + "?dry_run=true");
                delete("/admin/clients/" + id("told"));
                delete("/admin/projects/demo");
                get("/admin/nothing");
                SERVER.management("/admin/clients/of-somebody-without-the-key").send();
                putBlindly("/admin/clients/x", " ".repeat(70_000));

                assertThat(log.events().stream().map(LogCapture::pairs))
                        .allSatisfy(line -> assertThat(line)
                                .containsEntry("door", "admin")
                                .containsEntry("remote", "127.0.0.1")
                                .containsKeys("decision_id", "request_id"))
                        .extracting(line -> line.get("outcome") + " " + line.get("grant"))
                        .containsExactly(
                                "success PUT /admin/clients/" + id("told"),
                                "success GET /admin/clients",
                                "success DELETE /admin/clients/" + id("told") + " (dry run)",
                                "success DELETE /admin/clients/" + id("told"),
                                "conflict DELETE /admin/projects/demo",
                                "not_found GET unmatched",
                                "invalid_token GET /admin/clients/:id",
                                "invalid_request PUT /admin/clients/:id");
            }
        }

        @Test
        void aDryRunIsWhatTheEndpointTookForOne() {
            String path = "/admin/users/" + encode("Grâce Hopper " + run).replace("â", "%C3%A2");
            done(201, putBlindly(path, "{\"project\":\"demo\",\"password\":\"correct horse\"}"));
            String user = get(path).text("id");
            String entry = "/admin/users/Grâce Hopper " + run;
            try (LogCapture log = LogCapture.of("bourse.audit")) {
                done(200, delete(path + "?dry_run=%74rue"));
                done(200, put(path, "{\"enabled\":false,\"password\":\"another horse\"}"));
                refused(404, "not_found", delete(path + "?project=dry_run=true"));
                done(200, delete(path + "?project=demo"));

                List<Map<String, Object>> lines =
                        log.events().stream().map(LogCapture::pairs).toList();
                assertThat(lines)
                        .extracting(line -> line.get("outcome") + " " + line.get("grant"))
                        .containsExactly(
                                "success DELETE " + entry + " (dry run)",
                                "success GET " + entry,
                                "success PUT " + entry,
                                "not_found DELETE " + entry,
                                "success DELETE " + entry);
                assertThat(lines)
                        .filteredOn(line -> line.get("outcome").equals("success"))
                        .allSatisfy(line -> assertThat(line).containsEntry("sub", "user:" + user));
                assertThat(lines.get(2).get("changes").toString())
                        .contains("enabled true → false", "password changed")
                        .doesNotContain("horse");
                assertThat(lines.get(4)).containsEntry("changes", List.of("- user Grâce Hopper " + run));
            }
        }

        @Test
        void aTextIsToldEntryByEntryAndEveryRefusalByItsDecision() {
            try (LogCapture log = LogCapture.of("bourse.audit")) {
                String text = IntStream.range(0, 102)
                        .mapToObj(i -> "- {id: " + id("many") + i + "}\n")
                        .collect(Collectors.joining("", "projects:\n", ""));
                done(201, apply("", "application/yaml", text));
                TokenAnswer refused = refused(
                        401,
                        "invalid_token",
                        SERVER.management("/admin/clients")
                                .method("GET")
                                .contentType("")
                                .send());

                List<Map<String, Object>> lines =
                        log.events().stream().map(LogCapture::pairs).toList();
                assertThat(lines.get(0).get("changes"))
                        .asInstanceOf(InstanceOfAssertFactories.LIST)
                        .hasSize(101)
                        .startsWith("+ project " + id("many") + "0")
                        .endsWith("and 2 more");
                assertThat(lines.get(1)).containsEntry("decision_id", refused.text("decision_id"));
            }
        }

        @Test
        void noSecretIsInAnAnswerOrALog() {
            List<String> canaries = List.of("canary-client-" + run, "canary-user-" + run, "canary-provider-" + run);
            List<String> answers = new ArrayList<>();
            String wrongKey = "canary-key-" + run + "-of-at-least-32-characters";
            String generated;
            try (LogCapture log = LogCapture.of(Logger.ROOT_LOGGER_NAME)) {
                answers.add(put("/admin/clients/" + id("s"), client(", \"secret\":\"" + canaries.get(0) + "\""))
                        .body());
                answers.add(put(
                                "/admin/users/" + id("s"),
                                "{\"project\":\"demo\",\"password\":\"" + canaries.get(1) + "\"}")
                        .body());
                answers.add(put(
                                "/admin/providers/" + id("s"),
                                "{\"project\":\"demo\",\"introspection\":{\"introspection_uri\":\"https://i.example\","
                                        + "\"client_id\":\"us\",\"client_secret\":\"" + canaries.get(2) + "\"}}")
                        .body());
                for (String section : List.of("clients", "users", "providers")) {
                    answers.add(get("/admin/" + section + "/" + id("s")).body());
                    answers.add(get("/admin/" + section + "?limit=1000").body());
                }
                answers.add(put("/admin/clients/" + id("s"), "{\"enabled\":\"" + canaries.get(0) + "\"}")
                        .body());
                answers.add(apply("", JSON, "{\"clients\":[\"" + canaries.get(0) + "\"")
                        .body());
                answers.add(SERVER.management("/admin/clients")
                        .header("Authorization", "Bearer " + wrongKey)
                        .send()
                        .body());
                generated = put("/admin/clients/" + id("g"), client(", \"secret\":\"generate\""))
                        .json()
                        .get("secrets")
                        .get(id("g"))
                        .textValue();

                assertThat(String.join("\n", log.lines()))
                        .contains("/admin/clients/" + id("s"))
                        .doesNotContain(canaries)
                        .doesNotContain(wrongKey, KEY, generated);
            }
            assertThat(String.join("\n", answers))
                    .doesNotContain(canaries)
                    .doesNotContain(wrongKey, KEY, "argon2id", "sha256:");
        }
    }
}
