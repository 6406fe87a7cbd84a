package io.bourse.door.sso;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bourse.audit.AuditEvent;
import io.bourse.audit.AuditEvent.Origin;
import io.bourse.audit.AuditLog;
import io.bourse.http.Call;
import io.bourse.service.Deed;
import io.bourse.service.PgDeeds;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what was done by keys, for services and operators to read, and writes it to the audit as every door does. Whoever
 * is not believed leaves no row, by which anybody could fill the table, but a line in the audit, which names the key if it is
 * one of ours.
 */
final class Deeds {

    private static final Logger LOG = LoggerFactory.getLogger(Deeds.class);
    private static final int MAX_HEADER = 500;

    private final PgDeeds rows;
    private final FailureAllowance failures;
    private final AuditLog audit;
    private final Supplier<UUID> ids;

    Deeds(PgDeeds rows, FailureAllowance failures, AuditLog audit, Supplier<UUID> ids) {
        this.rows = rows;
        this.failures = failures;
        this.audit = audit;
        this.ids = ids;
    }

    void disbelieved(Origin origin, Operation operation, Throwable failure) {
        SsoFailure nearest = SsoFailure.nearest(failure);
        audit.record(AuditEvent.of(origin, nearest.name())
                .asked(operation.type(), null)
                .because(nearest.detail(), null));
    }

    /** Never fails. */
    Future<Void> done(Operation operation, Asked<?> asked, Done done) {
        if (!operation.isAlwaysKept()) {
            return Future.succeededFuture();
        }
        String user = done.user() == null ? asked.caller().user() : done.user();
        if (!operation.isDecision()) {
            audit.record(AuditEvent.of(asked.origin(), "success")
                    .asked(operation.type(), asked.caller().mask())
                    .about(user == null ? null : "user:" + user, null)
                    .because(done.subject(), null));
        }
        return quietly(rows.create(
                deed(asked, operation.type(), done.subject(), GrpcCode.OK, user, done.userKey(), done.data())));
    }

    /**
     * Never fails. What is unavailable leaves no row: most often it is the database, and one deadline is enough to wait. Nor
     * does what a key has had {@linkplain FailureAllowance too much} of just now.
     */
    Future<Void> failed(Operation operation, Asked<?> asked, Throwable failure) {
        SsoFailure nearest = SsoFailure.nearest(failure);
        if (!operation.isDecision()) {
            audit.record(AuditEvent.of(asked.origin(), nearest.name())
                    .asked(operation.type(), asked.caller().mask())
                    .because(nearest.detail(), null));
        }
        if (nearest.code() == GrpcCode.UNAVAILABLE
                || !failures.take(asked.caller().key().id())) {
            return Future.succeededFuture();
        }
        ObjectNode data = object().put("type", "error");
        data.putObject("data").put("code", nearest.code().number()).put("message", nearest.name());
        return quietly(rows.create(deed(
                asked,
                operation.type(),
                null,
                nearest.code(),
                asked.caller().user(),
                asked.caller().userKey(),
                data)));
    }

    /** Keeps what a service calls so; gives the deed. */
    Future<Deed> custom(
            Asked<?> asked,
            String type,
            @Nullable String subject,
            @Nullable String user,
            @Nullable String userKey,
            ObjectNode data) {
        return rows.create(deed(asked, type, subject, null, user, userKey, data));
    }

    /**
     * Keeps what a service wants kept beside what it asked for, and gives the id; empty if it wants nothing. Never fails, for
     * what was asked for is done: what could not be kept is empty too.
     *
     * @param type what the service calls it; null for nothing
     */
    Future<String> beside(Asked<?> asked, @Nullable String type, @Nullable String user, @Nullable String userKey) {
        return type == null
                ? Future.succeededFuture("")
                : custom(asked, type, null, user, userKey, object())
                        .map(Deed::id)
                        .onFailure(failure -> LOG.warn("a deed could not be kept: {}", failure.getMessage()))
                        .otherwise("");
    }

    private static Future<Void> quietly(Future<?> keeping) {
        return keeping.onFailure(failure -> LOG.warn("a deed could not be kept: {}", failure.getMessage()))
                .transform(kept -> Future.succeededFuture());
    }

    private Deed deed(
            Asked<?> asked,
            String type,
            @Nullable String subject,
            @Nullable GrpcCode code,
            @Nullable String user,
            @Nullable String userKey,
            ObjectNode data) {
        Call call = asked.call();
        return new Deed(
                ids.get().toString(),
                type,
                subject,
                code == null ? null : code.number(),
                data.toString(),
                asked.caller().key().id(),
                asked.caller().mask(),
                user,
                userKey,
                Objects.requireNonNullElse(header(call, "User-Agent"), ""),
                call.remote(),
                header(call, "X-Forwarded-For"),
                Instant.EPOCH,
                Instant.EPOCH);
    }

    private static @Nullable String header(Call call, String name) {
        List<String> values = call.headers(name);
        if (values.isEmpty()) {
            return null;
        }
        String printable = values.get(0).replaceAll("[^\\x20-\\x7E]", "?");
        return printable.substring(0, Math.min(printable.length(), MAX_HEADER));
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
