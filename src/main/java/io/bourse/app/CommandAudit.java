package io.bourse.app;

import io.bourse.audit.AuditEvent;
import io.bourse.audit.AuditEvent.Origin;
import io.bourse.audit.AuditLog;
import io.bourse.audit.LogAuditLog;
import io.bourse.db.StoreException;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Records in the audit what a command changed, as the admin API does: one line on the log stream. What was refused before
 * anything was tried leaves none, and neither does a dry run nor what found nothing to change. To be used while logging is
 * open.
 */
final class CommandAudit {

    private static final String DOOR = "cli";

    /** Outcome where it is not known whether the change was made. */
    private static final String UNKNOWN = "temporarily_unavailable";

    private CommandAudit() {}

    /**
     * Waits for a change, and records it.
     *
     * @param tried for people, where it is not known whether it was done: {@code remove client till}
     * @param done the same once it is: {@code removed client till}; empty if nothing is different from what was there
     */
    static <T> T record(String command, String tried, Future<T> change, Function<T, Optional<String>> done) {
        return record(
                command,
                event -> event.because(tried, null),
                change,
                (event, outcome) -> done.apply(outcome).map(what -> event.because(what, null)));
    }

    /** @param named adds to the event what is changed, whatever comes of it */
    static <T> T record(String command, UnaryOperator<AuditEvent> named, Future<T> change) {
        return record(command, named, change, (event, outcome) -> Optional.of(named.apply(event)));
    }

    private static <T> T record(
            String command,
            UnaryOperator<AuditEvent> tried,
            Future<T> change,
            BiFunction<AuditEvent, T, Optional<AuditEvent>> done) {
        AuditLog log = new LogAuditLog();
        String id = UUID.randomUUID().toString();
        Origin origin = new Origin(id, id, DOOR, System.getProperty("user.name", "local"));
        try {
            T outcome = change.await();
            done.apply(AuditEvent.of(origin, "success").asked(command, null), outcome)
                    .ifPresent(log::record);
            return outcome;
        } catch (StoreException unknown) {
            log.record(tried.apply(AuditEvent.of(origin, UNKNOWN).asked(command, null)));
            throw unknown;
        }
    }
}
