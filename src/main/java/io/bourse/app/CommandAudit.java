package io.bourse.app;

import io.bourse.audit.AuditEvent;
import io.bourse.audit.AuditEvent.Origin;
import io.bourse.audit.LogAuditLog;
import io.bourse.db.StoreException;
import io.vertx.core.Future;
import java.util.UUID;
import java.util.function.Predicate;
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
     * @param what for people: {@code removed client till}
     */
    static <T> T record(String command, String what, Future<T> change) {
        return record(command, what, change, done -> true);
    }

    /** @param changed whether anything was different from what was there */
    static <T> T record(String command, String what, Future<T> change, Predicate<T> changed) {
        return record(command, event -> event.because(what, null), change, changed);
    }

    /** @param named adds to the event what was changed */
    static <T> T record(String command, UnaryOperator<AuditEvent> named, Future<T> change) {
        return record(command, named, change, done -> true);
    }

    private static <T> T record(
            String command, UnaryOperator<AuditEvent> named, Future<T> change, Predicate<T> changed) {
        String id = UUID.randomUUID().toString();
        Origin origin = new Origin(id, id, DOOR, System.getProperty("user.name", "local"));
        try {
            T done = change.await();
            if (changed.test(done)) {
                write(origin, command, "success", named);
            }
            return done;
        } catch (StoreException unknown) {
            write(origin, command, UNKNOWN, named);
            throw unknown;
        }
    }

    private static void write(Origin origin, String command, String outcome, UnaryOperator<AuditEvent> named) {
        new LogAuditLog().record(named.apply(AuditEvent.of(origin, outcome).asked(command, null)));
    }
}
