package io.bourse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.bourse.logging.LogCapture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** A refusal names its decision; log and audit know it by that name. What HTTP refuses was no decision. */
class DecisionIdIT {

    private static final String DECISION = "decision_id";

    private final TokenServer server = TokenServer.shared();

    private static List<Map<String, Object>> lines(
            List<ILoggingEvent> events, String logger, String key, String value) {
        return events.stream()
                .filter(event -> event.getLoggerName().equals(logger))
                .map(LogCapture::pairs)
                .filter(pairs -> value.equals(pairs.get(key)))
                .toList();
    }

    private List<TokenAnswer> refusals() {
        List<TokenAnswer> all = new ArrayList<>();
        all.add(server.token().asDemo().grant("magic").send().refused(400, "unsupported_grant_type"));
        all.add(server.token().asDemo().send().refused(400, "invalid_request"));
        all.add(server.token()
                .basic("demo", "not the secret")
                .grant("password")
                .send()
                .refused(401, "invalid_client"));
        all.add(server.token().grant("password").send().refused(401, "invalid_client"));
        all.add(server.revoke("any").basic("demo", "not the secret").send().refused(401, "invalid_client"));
        all.add(server.call("/oauth2/revoke").asDemo().send().refused(400, "invalid_request"));
        all.add(server.introspect("any").basic("demo", "not the secret").send().refused(401, "invalid_client"));
        all.add(server.introspect("any").form("client_id", "spa").send().refused(401, "invalid_client"));
        all.add(server.introspect("any")
                .header("Authorization", "Bearer not.a.token")
                .send()
                .refused(401, "invalid_token"));
        all.add(server.call("/oauth2/introspect").asDemo().send().refused(400, "invalid_request"));
        return all;
    }

    @Test
    void isInTheAnswerTheLogAndTheAuditOfEveryRefusal() {
        try (LogCapture log = LogCapture.of(Logger.ROOT_LOGGER_NAME)) {
            for (TokenAnswer answer : refusals()) {
                String id = answer.text(DECISION);
                String request = answer.header("X-Request-Id");
                assertThat(id).isEqualTo(answer.decision()).matches("[0-9a-f-]{36}");
                assertThat(lines(log.events(), "bourse.audit", DECISION, id))
                        .as(answer.response().uri() + " " + answer.body())
                        .singleElement()
                        .satisfies(line -> assertThat(line)
                                .containsEntry("request_id", request)
                                .containsEntry("outcome", answer.text("error")));
                assertThat(lines(log.events(), "bourse.request", DECISION, id))
                        .singleElement()
                        .satisfies(line -> assertThat(line).containsEntry("request_id", request));
            }
        }
    }

    @Test
    void isNotWhereNothingWasDecided() {
        List<TokenCall> calls = List.of(
                server.call("/nowhere"),
                server.call("/oauth2/token").method("GET"),
                server.call("/oauth2/token").asDemo().contentType("text/plain").raw("grant_type=password"),
                server.call("/oauth2/token").asDemo().raw("a=" + "b".repeat(70_000)),
                server.call("/oauth2/token?client_secret=x").asDemo().grant("password"));
        try (LogCapture log = LogCapture.of(Logger.ROOT_LOGGER_NAME)) {
            for (TokenCall call : calls) {
                TokenAnswer answer = call.send();

                assertThat(answer.status()).isBetween(400, 499);
                assertThat(answer.has("error")).isTrue();
                assertThat(answer.has(DECISION)).as(answer.body()).isFalse();
                assertThat(answer.decision()).isEmpty();
                assertThat(lines(log.events(), "bourse.audit", "request_id", answer.header("X-Request-Id")))
                        .isEmpty();
            }
        }
    }

    @Test
    void isBesideASuccessAndNotInIt() {
        TokenAnswer granted =
                server.token().asDemo().grant("client_credentials").send().granted();

        assertThat(granted.decision()).isNotEmpty();
        assertThat(granted.has(DECISION)).isFalse();
        server.introspect("any").asGateway().send().inactive();
    }
}
