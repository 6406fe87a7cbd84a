package io.bourse.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.logging.LogCapture;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogAuditLogTest {

    private final AuditEvent.Origin origin = new AuditEvent.Origin("d1", "r1", "oauth", "10.0.0.1");

    @Test
    void everythingKnownIsInTheLine() {
        AuditEvent event = AuditEvent.of(origin.by("k1"), "success")
                .asked("password", "demo")
                .about("user:u1", "client:gateway")
                .because("by policy", "demo-to-stock")
                .granting(List.of("https://api"), List.of("read", "write"))
                .token("j1", "s1", List.of("j0"))
                .changing(List.of("+ client demo"));

        assertThat(record(event))
                .isEqualTo(Map.ofEntries(
                        Map.entry("decision_id", "d1"),
                        Map.entry("request_id", "r1"),
                        Map.entry("door", "oauth"),
                        Map.entry("remote", "10.0.0.1"),
                        Map.entry("key_id", "k1"),
                        Map.entry("grant", "password"),
                        Map.entry("client_id", "demo"),
                        Map.entry("sub", "user:u1"),
                        Map.entry("act", "client:gateway"),
                        Map.entry("outcome", "success"),
                        Map.entry("detail", "by policy"),
                        Map.entry("rule", "demo-to-stock"),
                        Map.entry("aud", List.of("https://api")),
                        Map.entry("scope", List.of("read", "write")),
                        Map.entry("jti", "j1"),
                        Map.entry("sid", "s1"),
                        Map.entry("lin", List.of("j0")),
                        Map.entry("changes", List.of("+ client demo"))));
    }

    @Test
    void whatIsAbsentIsLeftOut() {
        assertThat(record(AuditEvent.of(origin, "invalid_client")))
                .containsOnlyKeys("decision_id", "request_id", "door", "remote", "outcome");
    }

    private static Map<String, Object> record(AuditEvent event) {
        try (LogCapture log = LogCapture.of("bourse.audit")) {
            new LogAuditLog().record(event);
            assertThat(log.events()).hasSize(1);
            return LogCapture.pairs(log.events().get(0));
        }
    }
}
