package io.bourse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.bourse.logging.LogCapture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** What is secret stays so, and what was decided is told; reliability.md 18, 32, 71, 101 to 103. */
class SecretsIT {

    private final TokenServer server = TokenServer.shared();
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final String secret = "canary-secret-" + run;
    private final String password = "canary-password-" + run;
    private final List<String> canaries = new ArrayList<>(List.of(secret, password));
    private final List<TokenAnswer> decisions = new ArrayList<>();

    @Test
    void noSecretIsInALogOrTheDatabaseOrTheMetricsAndEveryDecisionIsAudited() {
        try (LogCapture log = LogCapture.of(Logger.ROOT_LOGGER_NAME)) {
            applyEntries();
            everythingThatIsGranted();
            everythingThatIsRefused();

            assertThat(log.events()).hasSizeGreaterThan(decisions.size());
            assertNoCanary("the log", String.join("\n", log.lines()));
            assertNoCanary("the log's arguments", texts(log.events()));
            assertEachIsAudited(log.events());
        }
        String dump = server.database.rows().toString();
        assertThat(dump).contains("se-" + run).contains("$argon2id$v=19$m=19456,t=2,p=1$");
        assertNoCanary("the database", dump);
        assertNoCanary("the metrics", server.management("/metrics").send().body());
    }

    private void applyEntries() {
        server.apply("""
                clients:
                  - id: se-%s
                    project: demo
                    secret: %s
                    grants: [password, refresh_token, client_credentials, convert_token, token-exchange]
                    scopes: [read]
                    audiences: [https://api.example/se-%s]
                    serves: [https://api.example/se-%s]
                  - id: se-keys-%s
                    project: demo
                    authentication: private_key_jwt
                    jwks: {keys: [%s]}
                    grants: [client_credentials]
                    scopes: [read]
                    audiences: [https://api.example/se]
                users:
                  - {project: demo, username: se-%s, password: %s}
                providers:
                  - id: se-%s
                    project: demo
                    clients: [se-%s]
                    provisioning: create
                    private_addresses: true
                    userinfo:
                      userinfo_uri: %s/userinfo
                      audience_proof:
                        introspection_uri: %s/introspect
                        client_id: bourse-demo
                        client_secret: demo-idp-secret
                exchanges:
                  - id: se-%s
                    client: se-%s
                    subject: {client: se-%s}
                    targets: [https://api.example/se-target]
                    scopes: [read]
                """.formatted(
                        run,
                        secret,
                        run,
                        run,
                        run,
                        Keys.CLIENT.publicJwk(),
                        run,
                        password,
                        run,
                        run,
                        server.idp.address(),
                        server.idp.address(),
                        run,
                        run,
                        run));
        canaries.add("demo-idp-secret");
    }

    private TokenCall call() {
        return server.token().basic("se-" + run, secret);
    }

    private TokenAnswer decided(TokenCall call) {
        TokenAnswer answer = call.send();
        decisions.add(answer);
        if (answer.status() == 200 && !answer.body().isEmpty()) {
            canaries.add(answer.accessToken());
            canaries.add(answer.accessToken().split("\\.", -1)[2]);
            if (answer.has("refresh_token")) {
                canaries.add(answer.refreshToken());
                canaries.add(answer.refreshToken().substring(4));
            }
        }
        return answer;
    }

    private String canary(String text) {
        canaries.add(text);
        return text;
    }

    private void everythingThatIsGranted() {
        TokenAnswer login = decided(login(password)).granted();
        decided(call().grant("refresh_token").form("refresh_token", login.refreshToken()))
                .granted();
        decided(server.token().grant("client_credentials").post("se-" + run, secret))
                .granted();
        decided(convert("se-" + run, canary(server.idp.mintOpaque("canary")))).granted();
        decided(server.convert("demo-oidc", canary(server.idp.mintJwt("canary")))
                        .asDemo())
                .granted();
        decided(exchange(login.accessToken())).granted();
        decided(server.token().grant("client_credentials").assertion(canary(assertion())))
                .granted();
        server.introspect(login.accessToken()).basic("se-" + run, secret).send().granted();
        assertThat(decided(server.revoke(login.refreshToken()).basic("se-" + run, secret))
                        .status())
                .isEqualTo(200);
        decided(call().grant("refresh_token").form("refresh_token", login.refreshToken()))
                .refused(400, "invalid_grant");
        decided(exchange(login.accessToken())).refused(400, "invalid_request");
    }

    private void everythingThatIsRefused() {
        decided(login(canary("canary-wrong-password-" + run))).refused(400, "invalid_grant");
        decided(server.token()
                        .basic("se-" + run, canary("canary-wrong-secret-" + run))
                        .grant("password"))
                .refused(401, "invalid_client");
        decided(call().grant(canary("canary-grant-" + run))).refused(400, "unsupported_grant_type");
        decided(call().grant("password").form("password", password)).refused(400, "invalid_request");
        decided(call().grant("refresh_token").form("refresh_token", canary("brt_canary" + run)))
                .refused(400, "invalid_grant");
        decided(exchange(canary("canary.subject.token-" + run))).refused(400, "invalid_request");
        decided(convert(canary("canary-backend-" + run), canary("canary-foreign-" + run)))
                .refused(400, "invalid_request");
        decided(convert("se-" + run, canary("canary-opaque-" + run))).refused(400, "invalid_grant");
        decided(call().grant("client_credentials").form("scope", canary("canary-scope-" + run)))
                .refused(400, "invalid_scope");
        decided(call().grant("client_credentials").form("resource", canary("canary-target-" + run)))
                .refused(400, "invalid_target");
        decided(server.token().grant("client_credentials").assertion(canary("canary.assertion." + run)))
                .refused(401, "invalid_client");
        decided(login("x\r\nlevel=ERROR\u2028forged-line-" + run)).refused(400, "invalid_grant");
        decided(server.token().asDemo().form("grant_type", "a").form("grant_type", "b"))
                .refused(400, "invalid_request");
        decided(server.revoke("any-token").basic("se-" + run, canary("canary-revoker-" + run)))
                .refused(401, "invalid_client");
        decided(server.introspect("any-token").basic("se-" + run, canary("canary-asker-" + run)))
                .refused(401, "invalid_client");
        server.call("/oauth2/token?client_secret=" + canary("canary-in-query-" + run))
                .send();
        server.call("/" + canary("canary-in-path-" + run)).send();
    }

    private TokenCall login(String typed) {
        return call().grant("password").form("username", "se-" + run).form("password", typed);
    }

    private TokenCall convert(String backend, String token) {
        return call().grant("convert_token").form("backend", backend).form("token", token);
    }

    private TokenCall exchange(String token) {
        return call().grant(TokenServer.EXCHANGE)
                .form("subject_token", token)
                .form("subject_token_type", TokenServer.ACCESS_TOKEN);
    }

    private String assertion() {
        return Keys.sign(Keys.CLIENT, Keys.assertion("se-keys-" + run, server.issuer()));
    }

    private void assertNoCanary(String where, String text) {
        for (String canary : canaries) {
            assertThat(text.contains(canary)).as("%s in %s", canary, where).isFalse();
        }
        assertThat(text).doesNotContain("forged-line-" + run);
    }

    private static String texts(List<ILoggingEvent> events) {
        StringBuilder all = new StringBuilder();
        for (ILoggingEvent event : events) {
            all.append(event.getFormattedMessage());
            if (event.getThrowableProxy() != null) {
                all.append(event.getThrowableProxy().getMessage());
            }
            if (event.getKeyValuePairs() != null) {
                all.append(event.getKeyValuePairs());
            }
        }
        return all.toString();
    }

    private void assertEachIsAudited(List<ILoggingEvent> events) {
        List<Map<String, Object>> audit = events.stream()
                .filter(event -> event.getLoggerName().equals("bourse.audit"))
                .map(LogCapture::pairs)
                .toList();
        for (TokenAnswer answer : decisions) {
            String outcome = answer.status() == 200 ? "success" : answer.text("error");
            assertThat(audit)
                    .filteredOn(line -> answer.decision().equals(line.get("decision_id")))
                    .as(answer.response().uri() + " " + answer.body())
                    .singleElement()
                    .satisfies(line -> assertThat(line)
                            .containsEntry("request_id", answer.header("X-Request-Id"))
                            .containsEntry("outcome", outcome)
                            .containsKey("remote"));
        }
    }
}
