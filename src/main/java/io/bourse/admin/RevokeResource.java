package io.bourse.admin;

import io.bourse.audit.AuditEvent;
import io.bourse.audit.AuditLog;
import io.bourse.entry.PgCatalog;
import io.bourse.entry.UnknownNameException;
import io.bourse.http.Accepts;
import io.bourse.http.Answer;
import io.bourse.http.Call;
import io.bourse.http.JsonBody;
import io.bourse.http.RouteTable;
import io.bourse.revocation.NamedRevocations;
import io.bourse.revocation.NamedRevocations.Kind;
import io.bourse.revocation.NamedRevocations.Named;
import io.bourse.revocation.PgLiveFamilies;
import io.bourse.revocation.RevokeCommand;
import io.bourse.revocation.Revoker;
import io.bourse.token.LineageReports;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * {@code POST /admin/revoke}: ends all that came from something. 200 means durable, and in force on this node; the others
 * follow.
 */
public final class RevokeResource implements AdminResource {

    private static final String KIND = "kind";
    private static final String ID = "id";
    private static final String CLIENT = "client";
    private static final String PROJECT = "project";
    private static final String TOKEN = "token";

    /** What a body of each kind may hold besides the kind itself. What it need not hold is the project alone. */
    private static final Map<String, Set<String>> MEMBERS =
            Arrays.stream(Kind.values()).collect(Collectors.toUnmodifiableMap(Kind::word, RevokeResource::members));

    private final NamedRevocations named;
    private final LineageReports reports;
    private final Revoker revoker;
    private final PgLiveFamilies liveFamilies;
    private final AuditLog audit;

    public RevokeResource(
            NamedRevocations named,
            LineageReports reports,
            Revoker revoker,
            PgLiveFamilies liveFamilies,
            AuditLog audit) {
        this.named = named;
        this.reports = reports;
        this.revoker = revoker;
        this.liveFamilies = liveFamilies;
        this.audit = audit;
    }

    @Override
    public void routes(RouteTable routes) {
        routes.post(AdminDoor.PREFIX + "revoke", Accepts.JSON, this::answer);
    }

    private Future<Answer> answer(Call call) {
        boolean dryRun = AdminQuery.of(call, Set.of(AdminQuery.DRY_RUN)).dryRun();
        call.note(Deed.of(dryRun));
        return command(call.json())
                .recover(RevokeResource::notFoundIfUnknown)
                .compose(command -> dryRun ? count(command) : revoke(call, command));
    }

    private static Set<String> members(Kind kind) {
        return switch (kind) {
            case USER -> Set.of(ID, PROJECT);
            case USER_AT_CLIENT -> Set.of(ID, CLIENT, PROJECT);
            case FAMILY, CLIENT, PROVIDER, EXCHANGE, PRINCIPAL, KEY, FOREIGN_TOKEN -> Set.of(ID);
        };
    }

    private Future<RevokeCommand> command(JsonBody body) {
        String word = body.require(KIND);
        if (word.equals(TOKEN)) {
            requireOnly(body, word, Set.of(TOKEN));
            return reports.report(body.require(TOKEN)).map(NamedRevocations::commandOf);
        }
        Kind kind = Kind.of(word)
                .orElseThrow(() -> AdminFailure.badRequest("kind must be one of: token, "
                        + Arrays.stream(Kind.values()).map(Kind::word).collect(Collectors.joining(", ")) + "."));
        Set<String> known = MEMBERS.getOrDefault(word, Set.of());
        requireOnly(body, word, known);
        String id = body.require(ID);
        Optional<String> project = body.optional(PROJECT);
        if (project.isPresent() && PgCatalog.isUserId(id)) {
            throw EntryAddress.needlessProject();
        }
        return named.command(
                new Named(kind, id, known.contains(CLIENT) ? body.require(CLIENT) : null, project.orElse(null)));
    }

    /** What is left unread could be the very thing that was to keep the revocation small. */
    private static void requireOnly(JsonBody body, String kind, Set<String> known) {
        for (String name : body.names()) {
            if (!name.equals(KIND) && !known.contains(name)) {
                throw AdminFailure.badRequest(
                        (name.matches("[A-Za-z_-]{1,40}") ? name : "A member") + " does not go with the kind " + kind
                                + ", which takes: " + String.join(", ", new TreeSet<>(known)) + ".");
            }
        }
    }

    private static <T> Future<T> notFoundIfUnknown(Throwable failure) {
        return Future.failedFuture(
                failure instanceof UnknownNameException unknown
                        ? AdminFailure.notFound(String.valueOf(unknown.getMessage()))
                        : failure);
    }

    private Future<Answer> count(RevokeCommand command) {
        return liveFamilies
                .endedBy(command)
                .map(families -> Answer.json(200, json -> {
                    json.writeBooleanField("dry_run", true);
                    json.writeStringField("revoked", command.described());
                    json.writeNumberField("live_logins", families);
                }));
    }

    private Future<Answer> revoke(Call call, RevokeCommand command) {
        return named.doubt(command)
                .compose(doubt -> revoker.carryOut(command)
                        .onSuccess(done -> audit.record(event(call, command)))
                        .map(done -> Answer.json(200, json -> {
                            json.writeBooleanField("dry_run", false);
                            json.writeStringField("revoked", command.described());
                            if (doubt.isPresent()) {
                                json.writeStringField("warning", doubt.get());
                            }
                        })));
    }

    /** Beside what every call of the API leaves in the audit: what was ended. */
    private static AuditEvent event(Call call, RevokeCommand command) {
        return command.namedIn(AuditEvent.of(AdminGuard.origin(call), "success").asked("revoke", null));
    }
}
