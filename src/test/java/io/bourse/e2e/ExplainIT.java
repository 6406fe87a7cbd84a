package io.bourse.e2e;

import static io.bourse.e2e.TokenServer.ACCESS_TOKEN;
import static io.bourse.e2e.TokenServer.EXCHANGE;
import static io.bourse.e2e.TokenServer.ORDERS;
import static io.bourse.e2e.TokenServer.PASSWORD;
import static io.bourse.e2e.TokenServer.STOCK;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import io.bourse.app.TestNode;
import io.bourse.fakes.TestPostgres;
import io.bourse.logging.LogCapture;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.slf4j.Logger;

/** An explanation says what the token endpoint then answers, writes nothing, and tells no secret. */
class ExplainIT {

    private static final String KEY = "the-admin-key-of-this-test-0123456789";
    private static final String SECRET = "ex-app-secret";
    private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final String JWT = "urn:ietf:params:oauth:token-type:jwt";
    private static final String REFRESH_TOKEN = "urn:ietf:params:oauth:token-type:refresh_token";

    /** Parameters whose values nobody may see again. */
    private static final List<String> SECRETS =
            List.of("password", "client_secret", "refresh_token", "token", "assertion", "subject_token", "actor_token");

    private static final TokenServer SERVER = TokenServer.start(
            1, Map.of("BOURSE_ADMIN_KEY", KEY, "BOURSE_REPLAY_WINDOW", "0s", "BOURSE_LOGIN_ATTEMPTS", "5"));

    /** What is asked, by whom; of what is a secret the value is made when it is asked. */
    private record Asked(String client, Map<String, String> parameters) {

        Asked with(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(parameters);
            more.put(name, value);
            return new Asked(client, more);
        }

        Asked as(String other) {
            return new Asked(other, parameters);
        }

        private TokenCall on(TokenCall call) {
            parameters.forEach(call::form);
            return call;
        }

        TokenAnswer explain() {
            return on(SERVER.management("/admin/explain")
                            .method("POST")
                            .header("Authorization", "Bearer " + KEY)
                            .form("client_id", client))
                    .send();
        }

        TokenAnswer token() {
            boolean isPublic = client.equals("spa");
            TokenCall call = SERVER.token();
            return on(isPublic ? call.form("client_id", client) : call.basic(client, client + "-secret"))
                    .send();
        }
    }

    @BeforeAll
    static void applyEntries() {
        SERVER.apply("""
                clients:
                  - id: ex-app
                    project: demo
                    secret: ex-app-secret
                    grants: [password, refresh_token, convert_token, jwt-bearer, client_credentials, token-exchange]
                    scopes: [read, write]
                    audiences: [https://api.example/orders, https://api.example/stock]
                  - id: ex-bare
                    project: demo
                    secret: ex-bare-secret
                    grants: [client_credentials, token-exchange]
                    scopes: [read]
                    audiences: [https://api.example/orders]
                  - id: ex-off
                    project: demo
                    enabled: false
                    secret: ex-off-secret
                    grants: [client_credentials]
                    scopes: [read]
                    audiences: [https://api.example/orders]
                users:
                  - {project: demo, username: ex-locked, password: correct horse battery staple}
                  - {project: demo, username: ex-gone, enabled: false, password: correct horse battery staple}
                providers:
                  - id: ex-once
                    project: demo
                    clients: [ex-app]
                    provisioning: create
                    single_use: true
                    private_addresses: true
                    jwks:
                      issuer: %1$s/oidc
                      jwks_uri: %1$s/oidc/jwks
                      algorithms: [ES256]
                      audience: [bourse-demo]
                exchanges:
                  - id: ex-own
                    client: ex-app
                    subject: {client: ex-app, types: [access_token, refresh_token]}
                    targets: [https://api.example/stock]
                    scopes: [read]
                    refresh: true
                  - id: ex-foreign
                    client: ex-app
                    subject: {provider: ex-once}
                    targets: [https://api.example/stock]
                    scopes: [read]
                    lifetime: 1m
                """.formatted(SERVER.idp.address()));
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static Asked asked(String grant) {
        return new Asked("ex-app", Map.of("grant_type", grant));
    }

    private static Asked password(String name, String password) {
        return asked("password").with("username", name).with("password", password);
    }

    private static Asked refresh(String token) {
        return asked("refresh_token").with("refresh_token", token);
    }

    private static Asked convert(String backend, String token) {
        return asked("convert_token").with("backend", backend).with("token", token);
    }

    private static Asked exchange(String type, String token) {
        return asked(EXCHANGE).with("subject_token", token).with("subject_token_type", type);
    }

    private static TokenAnswer login() {
        return convert("ex-once", SERVER.idp.mintJwt("ex-login")).token().granted();
    }

    private static String spentToken() {
        String token = SERVER.idp.mintJwt("ex-spent");
        convert("ex-once", token).token().granted();
        return token;
    }

    private static String replacedToken() {
        String first = login().refreshToken();
        refresh(first).token().granted();
        return first;
    }

    private static String endedToken() {
        TokenAnswer login = login();
        assertThat(SERVER.revoke(login.refreshToken())
                        .basic("ex-app", SECRET)
                        .send()
                        .status())
                .isEqualTo(200);
        return login.refreshToken();
    }

    private static String revokedToken() {
        TokenAnswer login = login();
        assertThat(SERVER.revoke(login.accessToken())
                        .basic("ex-app", SECRET)
                        .send()
                        .status())
                .isEqualTo(200);
        return login.accessToken();
    }

    private static Asked throttled() {
        for (int i = 0; i < 5; i++) {
            password("ex-locked", "wrong").token();
        }
        return password("ex-locked", PASSWORD);
    }

    /** By what is to come of it: {@code 200}, or the code of the error. */
    private static Map<String, Map<String, Supplier<Asked>>> requests() {
        Map<String, Map<String, Supplier<Asked>>> all = new LinkedHashMap<>();
        all.put("200", allowed());
        all.put("invalid_grant", invalidGrants());
        all.put("invalid_request", invalidRequests());
        all.put(
                "invalid_scope",
                Map.of(
                        "a scope that the client has not",
                        () -> asked("client_credentials").with("scope", "read admin"),
                        "wider than the login",
                        () -> refresh(asked("password")
                                        .with("username", "ada")
                                        .with("password", PASSWORD)
                                        .with("scope", "read")
                                        .token()
                                        .refreshToken())
                                .with("scope", "write"),
                        "a scope that the exchange has not",
                        () -> exchange(ACCESS_TOKEN, login().accessToken()).with("scope", "write")));
        all.put(
                "invalid_target",
                Map.of(
                        "an audience that the client has not",
                        () -> password("ada", PASSWORD).with("audience", "https://api.example/payroll"),
                        "a target that the exchange has not",
                        () -> exchange(ACCESS_TOKEN, login().accessToken()).with("resource", ORDERS)));
        all.put(
                "invalid_client",
                Map.of(
                        "unknown",
                        () -> asked("client_credentials").as("ex-nobody"),
                        "off",
                        () -> asked("client_credentials").as("ex-off")));
        all.put(
                "unauthorized_client",
                Map.of(
                        "a grant that it does not list",
                        () -> password("ada", PASSWORD).as("ex-bare"),
                        "a public client for itself",
                        () -> asked("client_credentials").as("spa")));
        all.put("unsupported_grant_type", Map.of("no such grant", () -> asked("magic")));
        return all;
    }

    private static Map<String, Supplier<Asked>> allowed() {
        Map<String, Supplier<Asked>> all = new LinkedHashMap<>();
        all.put("password", () -> password("ada", PASSWORD));
        all.put("client_credentials", () -> asked("client_credentials").with("scope", "read"));
        all.put("refresh_token", () -> refresh(login().refreshToken()));
        all.put(
                "convert_token of somebody new",
                () -> convert("demo-oidc", SERVER.idp.mintJwt("ex-new")).as("demo"));
        all.put("convert_token, once", () -> convert("ex-once", SERVER.idp.mintJwt("ex-once")));
        all.put(
                "convert_token by userinfo",
                () -> convert("demo-userinfo", SERVER.idp.mintOpaque("ex-opaque"))
                        .as("demo"));
        all.put(
                "convert_token of a public client",
                () -> convert("demo-oidc", SERVER.idp.mintJwt("ex-spa")).as("spa"));
        all.put("jwt-bearer", () -> asked(JWT_BEARER).with("assertion", SERVER.idp.mintJwt("ex-bearer")));
        all.put(
                "token-exchange",
                () -> exchange(ACCESS_TOKEN, login().accessToken()).with("audience", STOCK));
        all.put(
                "token-exchange by the API",
                () -> exchange(ACCESS_TOKEN, SERVER.convert("ex-gateway").accessToken())
                        .as("gateway"));
        all.put("token-exchange of a refresh token", () -> exchange(REFRESH_TOKEN, login().refreshToken()));
        all.put("token-exchange of a foreign token", () -> exchange(JWT, SERVER.idp.mintJwt("ex-foreign")));
        return all;
    }

    private static Map<String, Supplier<Asked>> invalidGrants() {
        Map<String, Supplier<Asked>> all = new LinkedHashMap<>();
        all.put("unknown user", () -> password("ex-nobody", "canary-wrong"));
        all.put("disabled user", () -> password("ex-gone", PASSWORD));
        all.put("throttled", ExplainIT::throttled);
        all.put("no refresh token of ours", () -> refresh("brt_canary-of-nobody"));
        all.put("another client's refresh token", () -> refresh(SERVER.login().refreshToken()));
        all.put("replaced", () -> refresh(replacedToken()));
        all.put("ended", () -> refresh(endedToken()));
        all.put("foreign token that proves nothing", () -> convert("ex-once", "canary.of.nobody"));
        all.put("foreign token that was used", () -> convert("ex-once", spentToken()));
        all.put("assertion of nobody", () -> asked(JWT_BEARER).with("assertion", "canary.assertion.x"));
        return all;
    }

    private static Map<String, Supplier<Asked>> invalidRequests() {
        Map<String, Supplier<Asked>> all = new LinkedHashMap<>();
        all.put("no password", () -> asked("password").with("username", "ada"));
        all.put("unknown backend", () -> convert("ex-nothing", "canary-of-nobody"));
        all.put("a provider that is not for the client", () -> convert("demo-oidc", SERVER.idp.mintJwt("ex")));
        all.put("no token type", () -> asked(EXCHANGE).with("subject_token", "canary-token"));
        all.put("no entry", () -> exchange(ACCESS_TOKEN, login().accessToken()).as("ex-bare"));
        all.put("revoked", () -> exchange(ACCESS_TOKEN, revokedToken()));
        all.put("a foreign token that was used", () -> exchange(JWT, spentToken()));
        all.put(
                "a type that is not issued",
                () -> exchange(ACCESS_TOKEN, login().accessToken()).with("requested_token_type", JWT));
        all.put("no grant type", () -> new Asked("ex-app", Map.of("scope", "read")));
        return all;
    }

    @TestFactory
    List<DynamicTest> theExplanationIsWhatTheTokenEndpointAnswers() {
        List<DynamicTest> tests = new ArrayList<>();
        requests()
                .forEach((outcome, requests) -> requests.forEach((name, request) -> tests.add(
                        DynamicTest.dynamicTest(outcome + ": " + name, () -> agrees(outcome, request.get())))));
        return tests;
    }

    private static void agrees(String outcome, Asked asked) {
        JsonNode explanation = explained(asked);
        TokenAnswer answer = asked.token();

        assertThat(
                        explanation.get("allowed").asBoolean()
                                ? "200"
                                : explanation.get("error").asText())
                .as(explanation.toPrettyString())
                .isEqualTo(outcome);
        assertThat(answer.status() == 200 ? "200" : answer.text("error"))
                .as(answer.body())
                .isEqualTo(outcome);
        if (answer.status() == 200) {
            assertIsIssued(explanation.get("issue"), answer);
        } else {
            assertThat(explanation.get("error_description").asText()).isEqualTo(answer.text("error_description"));
            assertThat(explanation.get("detail").asText()).isNotEmpty();
            assertThat(lastStep(explanation).get("passed").asBoolean()).isFalse();
            assertThat(lastStep(explanation).get("step").asText())
                    .isEqualTo(explanation.get("step").asText());
        }
    }

    private static JsonNode lastStep(JsonNode explanation) {
        JsonNode steps = explanation.get("steps");
        return steps.get(steps.size() - 1);
    }

    /** The same twice, for nothing was changed by the first; and what was sent is told nowhere. */
    private static JsonNode explained(Asked asked) {
        Map<String, List<String>> before = SERVER.database.rows();
        try (LogCapture log = LogCapture.of(Logger.ROOT_LOGGER_NAME)) {
            TokenAnswer first = asked.explain().granted();
            TokenAnswer second = asked.explain().granted();

            assertThat(second.json().get("allowed")).isEqualTo(first.json().get("allowed"));
            assertThat(SERVER.database.rows()).isEqualTo(before);
            String told = first.body() + String.join("\n", log.lines()) + pairs(log);
            for (String secret : SECRETS) {
                String value = asked.parameters().get(secret);
                assertThat(value != null && told.contains(value)).as(secret).isFalse();
            }
            assertThat(told).doesNotContain("eyJ", "brt_");
            return first.json();
        }
    }

    private static String pairs(LogCapture log) {
        StringBuilder all = new StringBuilder();
        for (ILoggingEvent event : log.events()) {
            all.append(event.getKeyValuePairs());
        }
        return all.toString();
    }

    private static void assertIsIssued(JsonNode issue, TokenAnswer answer) {
        JsonNode claims = answer.claims();
        String subject = issue.get("subject").asText();
        assertThat(subject)
                .isIn(
                        claims.get("sub_type").asText() + ":"
                                + claims.get("sub").asText(),
                        "user:(a user that would be made)");
        assertThat(String.join(" ", texts(issue.get("scopes"))))
                .isEqualTo(claims.get("scope").asText());
        JsonNode audience = claims.get("aud");
        assertThat(texts(issue.get("audiences")))
                .isEqualTo(audience.isArray() ? texts(audience) : List.of(audience.asText()));
        assertThat(issue.get("refresh_token").asBoolean()).isEqualTo(answer.has("refresh_token"));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    @Test
    void anExplanationNamesTheEntryAndWhatWouldMendIt() {
        JsonNode refused = exchange(ACCESS_TOKEN, login().accessToken())
                .with("audience", "https://api.example/payroll")
                .explain()
                .granted()
                .json();

        assertThat(refused.get("step").asText()).isEqualTo("policy");
        assertThat(refused.get("remedy").asText())
                .isEqualTo("add [https://api.example/payroll] to targets of exchange ex-own");
        assertThat(refused.get("steps").toString())
                .contains("allows the targets [https://api.example/stock]; asked for is [https://api.example/payroll]");
    }

    @Test
    void aCallCanBeReplayedWithItsSecretWhichIsNotLookedAt() {
        JsonNode allowed = asked("client_credentials")
                .with("client_secret", "canary-not-the-secret")
                .explain()
                .granted()
                .json();

        assertThat(allowed.get("allowed").asBoolean()).isTrue();
        assertThat(allowed.get("steps").toString())
                .contains("client_secret was not looked at")
                .doesNotContain("canary");
    }

    /** Neither guesses nor hashing come by this way: a wrong password is explained as any other. */
    @Test
    void aPasswordIsNotLookedAt() {
        for (int i = 0; i < 12; i++) {
            JsonNode explanation = explained(password("ada", "canary-wrong-" + i));

            assertThat(explanation.get("allowed").asBoolean()).isTrue();
            assertThat(explanation.get("steps").toString())
                    .contains("is enabled and has a password; whether the password is right was not looked at");
        }
        password("ada", "canary-wrong").token().refused(400, "invalid_grant");
        assertThat(password("ada", PASSWORD).token().status()).isEqualTo(200);
    }

    @Test
    void whatCannotBeReadIsExplainedAndANamelessCallIsRefused() {
        TokenAnswer twice = SERVER.management("/admin/explain")
                .method("POST")
                .header("Authorization", "Bearer " + KEY)
                .raw("client_id=ex-app&grant_type=password&grant_type=password")
                .send()
                .granted();
        TokenAnswer nameless = SERVER.management("/admin/explain")
                .method("POST")
                .header("Authorization", "Bearer " + KEY)
                .grant("password")
                .send();

        assertThat(twice.text("error")).isEqualTo("invalid_request");
        assertThat(twice.text("step")).isEqualTo("request");
        assertThat(nameless.status()).isEqualTo(400);
        assertThat(nameless.text("error_description")).contains("client_id is missing");
    }

    @Test
    void aFormOverTheLimitsIsExplainedAsItIsRefused() {
        Asked longValue = asked("client_credentials").with("scope", "s".repeat(32_769));
        Asked manyFields = asked("client_credentials");
        for (int i = 0; i < 65; i++) {
            manyFields = manyFields.with("more-" + i, "x");
        }

        for (Asked asked : List.of(longValue, manyFields)) {
            JsonNode explanation = explained(asked);

            assertThat(explanation.get("error").asText()).isEqualTo("invalid_request");
            assertThat(explanation.get("step").asText()).isEqualTo("request");
            asked.token().refused(400, "invalid_request");
        }
    }

    /** A node that could issue nothing cannot say what it would issue; this one finds no schema, so no key either. */
    @Test
    void withoutAKeyTheServiceIsNotThereYet() {
        try (TestNode node =
                TestNode.startUnready(TestPostgres.emptyDatabase().address(), Map.of("BOURSE_ADMIN_KEY", KEY))) {
            for (String grant : List.of("client_credentials", "magic")) {
                TokenAnswer answer = new TokenCall(
                                URI.create("http://127.0.0.1:" + node.managementPort() + "/admin/explain"))
                        .header("Authorization", "Bearer " + KEY)
                        .form("client_id", "ex-app")
                        .grant(grant)
                        .send();

                assertThat(answer.status()).as(answer.body()).isEqualTo(503);
                assertThat(answer.text("error")).isEqualTo("temporarily_unavailable");
                assertThat(answer.header("Retry-After")).isNotNull();
            }
        }
    }

    @Test
    void onlyTheAdminMayAsk() {
        TokenAnswer answer = SERVER.management("/admin/explain")
                .method("POST")
                .form("client_id", "ex-app")
                .grant("client_credentials")
                .send();

        assertThat(answer.status()).isEqualTo(401);
    }

    /** The reuse that an explanation foresees ends the family only when the token is used. */
    @Test
    void aForeseenReuseEndsNothing() {
        TokenAnswer login = login();
        TokenAnswer second = refresh(login.refreshToken()).token().granted();

        JsonNode foreseen = refresh(login.refreshToken()).explain().granted().json();

        assertThat(foreseen.get("steps").toString()).contains("reuse, which ends the family");
        assertThat(refresh(second.refreshToken()).token().status()).isEqualTo(200);
        refresh(login.refreshToken()).token().refused(400, "invalid_grant");
        assertThat(SERVER.active(second.accessToken())).isFalse();
    }
}
