package io.bourse.entry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bourse.changelog.Change;
import io.bourse.changelog.Change.EntryChanged;
import io.bourse.changelog.Change.EntryKind;
import io.bourse.changelog.ChangeLog;
import io.bourse.db.Database;
import io.bourse.entry.Plan.Ended;
import io.bourse.entry.Removal.Needed;
import io.bourse.entry.Removal.Removed;
import io.bourse.entry.Removal.Unknown;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The registered entries one by one: lists, shows and removes them. Kinds are named by their section of the file. Fails
 * with {@link io.bourse.db.StoreException} if the database does.
 */
public final class PgCatalog {

    /** More of those that keep an entry from being removed help nobody. */
    private static final int REFERRERS = 20;

    private static final String NAMED = """
            SELECT id, project FROM app_user
             WHERE username_key = $1 AND project = ANY (coalesce($2::text[], ARRAY(SELECT id FROM project)))
             ORDER BY project LIMIT 10
            """;

    private static final String WITH_KEY = "SELECT id FROM principal WHERE entry ->> 'public_key' = $1";

    private static final String DELETE_EXCHANGES = "DELETE FROM exchange WHERE id = ANY ($1) RETURNING id";

    private final Database database;
    private final ChangeLog changeLog;

    public PgCatalog(Database database, ChangeLog changeLog) {
        this.database = database;
        this.changeLog = changeLog;
    }

    /** The sections of the file, in their order. */
    public static List<String> sections() {
        return PgKind.ALL.stream().map(PgKind::section).toList();
    }

    /** What one entry of each section is called, such as {@code client}. */
    public static List<String> called() {
        return PgKind.ALL.stream().map(kind -> Choice.name(kind.kind())).toList();
    }

    /** The section of entries that are called so, {@code clients} for {@code client}; empty if none are. */
    public static Optional<String> section(String called) {
        return PgKind.ALL.stream()
                .filter(kind -> Choice.name(kind.kind()).equals(called))
                .map(PgKind::section)
                .findFirst();
    }

    /** Whether users are in this section, who are named in two ways. */
    public static boolean areUsers(String section) {
        return PgKind.of(section).kind() == EntryKind.USER;
    }

    /** Whether the text has the form of a user's id. */
    public static boolean isUserId(String text) {
        return Syntax.userId(text).isEmpty();
    }

    /** Whether an entry of this section can be called so: by its id or, a user, by user name. */
    public static boolean isName(String section, String text) {
        return isId(section, text) || areUsers(section) && Syntax.username(text).isEmpty();
    }

    /** Whether the text has the form of ids of this section. */
    public static boolean isId(String section, String text) {
        return PgKind.of(section).isId(text);
    }

    /**
     * Entries in the order of their ids. Those whose rows are broken are left out.
     *
     * @param after an id before those that are wanted, whether there is such an entry or not; null for the first page
     */
    public Future<EntryPage> list(String section, @Nullable String after, int limit) {
        PgKind kind = PgKind.of(section);
        return database.read(kind.list(), Tuple.of(after == null ? kind.first() : after, limit + 1))
                .map(rows -> page(kind, rows, limit));
    }

    private static EntryPage page(PgKind kind, RowSet<Row> rows, int limit) {
        List<ObjectNode> entries = new ArrayList<>();
        String last = "";
        int seen = 0;
        for (Row row : rows) {
            if (seen == limit || seen > 0 && row.getLong("bytes") > PgKind.PAGE_BYTES) {
                return new EntryPage(entries, Optional.of(last));
            }
            kind.form().apply(row).ifPresent(entries::add);
            last = String.valueOf(row.getValue("id"));
            seen++;
        }
        return new EntryPage(entries, Optional.empty());
    }

    /** The entry with this id as the file writes it, without secrets; empty if there is none or its row is broken. */
    public Future<Optional<ObjectNode>> find(String section, String id) {
        PgKind kind = PgKind.of(section);
        return kind.isId(id)
                ? database.read(kind.find(), Tuple.of(id))
                        .map(rows -> first(rows).flatMap(kind.form()))
                : Future.succeededFuture(Optional.empty());
    }

    /**
     * The users with this user name, each with its project, by id: none, one, or up to ten if several projects have one.
     *
     * @param project the only one in which to look; null for all
     */
    public Future<Map<String, String>> usersNamed(String username, @Nullable String project) {
        Tuple parameters = Tuple.tuple()
                .addString(Snapshot.key(username))
                .addArrayOfString(project == null ? null : new String[] {project});
        return database.read(NAMED, parameters).map(rows -> {
            Map<String, String> projects = new LinkedHashMap<>();
            rows.forEach(row -> projects.put(row.getUUID("id").toString(), row.getString("project")));
            return projects;
        });
    }

    /** The id of the principal that signs with this key, as {@code RsaPublicKeys.text} writes it; empty if none does. */
    public Future<Optional<String>> principalWith(String publicKey) {
        return database.read(WITH_KEY, Tuple.of(publicKey))
                .map(rows -> first(rows).map(row -> row.getString("id")));
    }

    /**
     * Removes an entry with all that belongs to it, and ends what came from it, in one transaction, unless other entries
     * name it.
     *
     * @param dryRun change nothing, only say what would become of it
     */
    public Future<Removal> remove(String section, String id, boolean dryRun) {
        return remove(section, id, dryRun, EntryCondition.NONE);
    }

    /** As {@link #remove(String, String, boolean)}, under a condition; what is not there is unknown under any. */
    public Future<Removal> remove(String section, String id, boolean dryRun, EntryCondition condition) {
        return remove(transaction -> Future.succeededFuture(List.of()), PgKind.of(section), id, dryRun, condition);
    }

    /**
     * As {@link #remove(String, String, boolean)}, with exchanges that exist for this entry alone: all of them or none.
     *
     * @param exchanges finds their ids while every other write of entries is kept out; those that are not there are passed
     *     over
     */
    public Future<Removal> removeWith(
            Function<ChangeLog.Transaction, Future<List<String>>> exchanges,
            String section,
            String id,
            boolean dryRun) {
        return remove(exchanges, PgKind.of(section), id, dryRun, EntryCondition.NONE);
    }

    private Future<Removal> remove(
            Function<ChangeLog.Transaction, Future<List<String>>> exchanges,
            PgKind kind,
            String id,
            boolean dryRun,
            EntryCondition condition) {
        if (!kind.isId(id)) {
            return Future.succeededFuture(new Unknown());
        }
        return changeLog
                .write(
                        PgRegistry.DEADLINE,
                        transaction -> PgRegistry.lock(transaction.connection())
                                .compose(locked -> exchanges.apply(transaction))
                                .compose(ids -> deleteExchanges(transaction.connection(), ids))
                                .compose(gone -> outcome(transaction.connection(), kind, id, condition)
                                        .map(outcome -> with(outcome, gone.size()))
                                        .map(outcome -> unlessTakenBack(outcome, dryRun))
                                        .compose(removed -> delete(transaction, kind, id, gone)
                                                .map(removed))))
                .recover(failure -> failure instanceof TakenBack back
                        ? Future.succeededFuture(back.removal)
                        : Future.failedFuture(failure));
    }

    /** Those that were there. Nobody names an exchange, and nothing else belongs to one. */
    private static Future<List<String>> deleteExchanges(SqlConnection connection, List<String> ids) {
        return ids.isEmpty()
                ? Future.succeededFuture(List.of())
                : execute(connection, DELETE_EXCHANGES, Tuple.tuple().addArrayOfString(ids.toArray(String[]::new)))
                        .map(rows -> {
                            List<String> gone = new ArrayList<>();
                            rows.forEach(row -> gone.add(row.getString("id")));
                            return gone;
                        });
    }

    private static Removal with(Removal removal, int exchanges) {
        return removal instanceof Removed removed && exchanges > 0
                ? new Removed(removed.line() + " with " + exchanges + (exchanges == 1 ? " exchange" : " exchanges"))
                : removal;
    }

    /** Failing takes back what the transaction did before. */
    private static Removal unlessTakenBack(Removal removal, boolean dryRun) {
        if (dryRun || !(removal instanceof Removed)) {
            throw new TakenBack(removal);
        }
        return removal;
    }

    /** Nothing is removed after all. */
    private static final class TakenBack extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Removal removal;

        TakenBack(Removal removal) {
            super("nothing is removed", null, false, false);
            this.removal = removal;
        }
    }

    private static Future<Removal> outcome(SqlConnection connection, PgKind kind, String id, EntryCondition condition) {
        return execute(connection, kind.find(), Tuple.of(id)).compose(rows -> {
            if (rows.size() == 0) {
                return Future.succeededFuture(new Unknown());
            }
            condition.check(() -> first(rows).flatMap(kind.form()));
            return execute(connection, kind.referrersInOrder(), Tuple.of(id, REFERRERS))
                    .map(referrers -> referrers.size() == 0
                            ? new Removed("- " + Choice.name(kind.kind()) + " " + name(kind, rows, id))
                            : needed(referrers));
        });
    }

    /** What people call the entry. */
    private static String name(PgKind kind, RowSet<Row> rows, String id) {
        return first(rows)
                .flatMap(kind.form())
                .map(form -> form.path("username").asText(id))
                .orElse(id);
    }

    private static Removal needed(RowSet<Row> referrers) {
        List<String> by = new ArrayList<>();
        referrers.forEach(row -> by.add(row.getString("kind") + " " + row.getString("id")));
        return new Needed(by);
    }

    /** @param exchanges that are deleted already */
    private static Future<Void> delete(
            ChangeLog.Transaction transaction, PgKind kind, String id, List<String> exchanges) {
        SqlConnection connection = transaction.connection();
        Future<RowSet<Row>> done = execute(connection, kind.delete(), Tuple.of(id));
        for (PgKind.Belonging belonging : kind.belongings()) {
            done = done.compose(before -> execute(
                    connection,
                    belonging.statement(),
                    Tuple.of(belonging.reference().apply(id))));
        }
        return done.compose(deleted -> PgRegistry.now(connection)).compose(now -> {
            List<Change> changes = new ArrayList<>();
            exchanges.forEach(exchange -> changes.addAll(changes(PgKind.EXCHANGES, exchange, now)));
            changes.addAll(changes(kind, id, now));
            return transaction.append(changes);
        });
    }

    /** What the nodes must learn, as of this time. */
    private static List<Change> changes(PgKind kind, String id, Instant now) {
        List<Change> changes = new ArrayList<>(List.of(new EntryChanged(kind.kind(), id)));
        kind.ends().map(ends -> new Ended(ends, id).at(now)).ifPresent(changes::add);
        return changes;
    }

    private static Future<RowSet<Row>> execute(SqlConnection connection, String sql, Tuple parameters) {
        return connection.preparedQuery(sql).execute(parameters);
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next());
    }
}
