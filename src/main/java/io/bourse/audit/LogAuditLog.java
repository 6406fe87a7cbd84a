package io.bourse.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** One log line for each decision, under the logger {@code bourse.audit}. What is absent is left out. */
public final class LogAuditLog implements AuditLog {

    private static final Logger LOG = LoggerFactory.getLogger("bourse.audit");

    @Override
    public void record(AuditEvent event) {
        AuditEvent.Origin origin = event.origin();
        LoggingEventBuilder line = LOG.atInfo();
        line = with(line, "decision_id", origin.decisionId());
        line = with(line, "request_id", origin.requestId());
        line = with(line, "door", origin.door());
        line = with(line, "remote", origin.remote());
        line = with(line, "key_id", origin.key());
        line = with(line, "grant", event.grant());
        line = with(line, "client_id", event.client());
        line = with(line, "sub", event.subject());
        line = with(line, "act", event.actor());
        line = with(line, "outcome", event.outcome());
        line = with(line, "detail", event.detail());
        line = with(line, "rule", event.rule());
        line = with(line, "aud", event.audiences());
        line = with(line, "scope", event.scopes());
        line = with(line, "jti", event.tokenId());
        line = with(line, "sid", event.familyId());
        line = with(line, "lin", event.ancestors());
        line = with(line, "changes", event.changes());
        line.log("decision");
    }

    private static LoggingEventBuilder with(LoggingEventBuilder line, String key, @Nullable String value) {
        return value == null ? line : line.addKeyValue(key, value);
    }

    private static LoggingEventBuilder with(LoggingEventBuilder line, String key, List<String> values) {
        return values.isEmpty() ? line : line.addKeyValue(key, values);
    }
}
