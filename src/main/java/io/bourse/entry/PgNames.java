package io.bourse.entry;

import io.bourse.changelog.Change.EntryKind;
import io.bourse.db.Database;
import io.bourse.oauth.Subject;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks the names that people type against what is there. Fails with {@link UnknownNameException} where there is no such
 * thing, and with {@link io.bourse.db.StoreException} if the database does.
 */
public final class PgNames {

    private static final int LISTED = 10;

    private static final Map<EntryKind, String> NAMES = Map.of(
            EntryKind.PROJECT, "SELECT id FROM project",
            EntryKind.CLIENT, "SELECT id FROM client",
            EntryKind.USER, "SELECT username AS id FROM app_user WHERE username IS NOT NULL",
            EntryKind.PROVIDER, "SELECT id FROM provider",
            EntryKind.EXCHANGE, "SELECT id FROM exchange",
            EntryKind.PRINCIPAL, "SELECT id FROM principal",
            EntryKind.KEY, "SELECT kid AS id FROM signing_key");

    private static final String USER_BY_ID = "SELECT 1 FROM app_user WHERE id = $1::text::uuid";

    private static final String WORKLOADS = "; a workload is named provider|name, as in the sub of its tokens";

    private final Database database;
    private final PgCatalog users;

    public PgNames(Database database, PgCatalog catalog) {
        this.database = database;
        this.users = catalog;
    }

    /** Succeeds if there is an entry of this kind, or a signing key, with this id. Not for users. */
    public Future<Void> require(EntryKind kind, String id) {
        return isThere(kind, id).compose(there -> there ? Future.succeededFuture() : unknown(kind, id));
    }

    /** Whether there is an entry of this kind, or a signing key, with this id. Not for users. */
    public Future<Boolean> isThere(EntryKind kind, String id) {
        String sql = "SELECT 1 FROM (" + NAMES.get(kind) + ") named WHERE id = $1";
        return read(sql, id).map(rows -> rows.size() > 0);
    }

    /**
     * The id of a user, or of a workload, by which tokens name it. A user name that begins like a workload of a registered
     * provider is taken for the workload unless the project is named: whoever chooses names must not hide a program.
     *
     * @param named the id, a user name, or {@code provider|name} of a workload, of which we keep no record but who vouches
     * @param project in which to look for the user name; null if only one project can have it
     */
    public Future<String> subject(String named, @Nullable String project) {
        if (named.indexOf(0) >= 0) {
            return unknown(EntryKind.USER, "");
        }
        Optional<String> provider = Subject.providerOfWorkload(named);
        if (provider.isEmpty() || project != null) {
            return findUser(named, project)
                    .compose(id -> id.map(Future::succeededFuture).orElseGet(() -> unknownSubject(named)));
        }
        return isThere(EntryKind.PROVIDER, provider.get())
                .compose(vouches -> vouches ? Future.succeededFuture(named) : userOrNobody(named, provider.get()));
    }

    /**
     * The id of a user, as we keep it.
     *
     * @param named the id or a user name
     * @param project in which to look for the user name; null if only one project can have it
     */
    public Future<String> user(String named, @Nullable String project) {
        return findUser(named, project)
                .compose(id -> id.map(Future::succeededFuture).orElseGet(() -> unknown(EntryKind.USER, named)));
    }

    private Future<Optional<String>> findUser(String named, @Nullable String project) {
        return Syntax.userId(named).isEmpty()
                ? read(USER_BY_ID, named).map(rows -> Optional.of(named).filter(id -> rows.size() > 0))
                : userNamed(named, project);
    }

    private Future<String> userOrNobody(String named, String provider) {
        return userNamed(named, null)
                .compose(id -> id.map(Future::succeededFuture).orElseGet(() -> unknown(EntryKind.PROVIDER, provider)));
    }

    private Future<Optional<String>> userNamed(String name, @Nullable String project) {
        return users.usersNamed(name, project).map(projects -> {
            if (projects.size() > 1) {
                throw new UnknownNameException("several projects have a user " + Problems.quote(name) + ": "
                        + String.join(", ", projects.values())
                        + "; say which by --project, or by project in the admin API");
            }
            return projects.keySet().stream().findFirst();
        });
    }

    /** Says how workloads are named too, since that may have been meant. */
    private Future<String> unknownSubject(String named) {
        return this.<String>unknown(EntryKind.USER, named)
                .recover(failure -> Future.failedFuture(
                        failure instanceof UnknownNameException unknown
                                ? new UnknownNameException(unknown.getMessage() + WORKLOADS)
                                : failure));
    }

    private Future<RowSet<Row>> read(String sql, String name) {
        // PostgreSQL has no text with a NUL in it.
        return database.read(sql, Tuple.of(name.replace('\0', ' ')));
    }

    private <T> Future<T> unknown(EntryKind kind, String name) {
        String sql = NAMES.get(kind) + " ORDER BY 1 LIMIT " + Spelling.MAX_COMPARED;
        return database.read(sql, Tuple.tuple()).compose(rows -> {
            List<String> known = new ArrayList<>();
            rows.forEach(row -> known.add(row.getString("id")));
            String what = kind == EntryKind.KEY ? "signing key" : Choice.name(kind);
            return Future.failedFuture(
                    new UnknownNameException("there is no " + what + " " + Problems.quote(name) + remedy(name, known)));
        });
    }

    private static String remedy(String name, List<String> known) {
        Optional<String> near = new Spelling().nearest(name, known.stream());
        if (near.isPresent()) {
            return "; did you mean " + near.get() + "?";
        }
        return known.isEmpty() || known.size() > LISTED ? "" : "; there are " + String.join(", ", known);
    }
}
