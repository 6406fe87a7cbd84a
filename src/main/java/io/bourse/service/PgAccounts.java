package io.bourse.service;

import io.bourse.changelog.ChangeLog;
import io.bourse.db.Database;
import io.bourse.user.LoginName;
import io.bourse.user.PgProfile;
import io.bourse.user.User;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The users of one project, to be listed and shown, and which service made which. Whoever they are, who may know that is
 * decided elsewhere.
 */
public final class PgAccounts {

    private static final String SELECT = """
            SELECT id, project, username, email, enabled, name, locale, timezone, password_allow_reset,
                   password_require_update, created_at, updated_at
              FROM app_user
             WHERE project = $1
            """;

    private static final String FILTER = SELECT + """
               AND ($2::uuid[] IS NULL OR id = ANY ($2)) AND ($3::text[] IS NULL OR email_key = ANY ($3))
            """;

    private static final String FIND = SELECT + " AND id = $2";

    private static final String NAMED = SELECT + " AND username_key = $2";

    private static final String OWN = """
            INSERT INTO service_account (user_id, service)
            VALUES ($1, (SELECT s.id FROM service s WHERE s.id = $2))
            """;

    private static final String IS_MADE_BY = """
            SELECT 1 FROM service_account a
             WHERE a.user_id = $1 AND a.service = $2
            """;

    /**
     * Any service may make keys of any user: only one that can let the user in there counts. It may be off: once it is
     * on again, whoever set the password meanwhile would log in there.
     */
    private static final String OWNS = IS_MADE_BY + """
               AND NOT EXISTS (SELECT FROM service_key k
                                WHERE k.user_id = a.user_id AND k.service <> a.service
                                  AND k.type = 'TOKEN' AND NOT k.revoked)
            """;

    private static final String LIST = FILTER + " AND ($4::uuid IS NULL OR id > $4) ORDER BY id LIMIT $5";

    private static final String LIST_BACKWARDS =
            "SELECT * FROM (" + FILTER + " AND id < $4 ORDER BY id DESC LIMIT $5) page ORDER BY id";

    /** Beyond the user of the offset ($6), if there is one: names may be the same. */
    private static final String BY_NAME = FILTER + """
               AND coalesce(name, '') >= $4
               AND ($6::uuid IS NULL OR (coalesce(name, ''), id) >
                   (SELECT coalesce(o.name, ''), o.id FROM app_user o WHERE o.id = $6 AND o.project = $1))
             ORDER BY coalesce(name, ''), id LIMIT $5
            """;

    private static final String BY_NAME_BACKWARDS = "SELECT * FROM (" + FILTER + """
               AND coalesce(name, '') <= $4
               AND ($6::uuid IS NULL OR (coalesce(name, ''), id) <
                   (SELECT coalesce(o.name, ''), o.id FROM app_user o WHERE o.id = $6 AND o.project = $1))
             ORDER BY coalesce(name, '') DESC, id DESC LIMIT $5) page ORDER BY coalesce(name, ''), id
            """;

    private final Database database;
    private final String project;

    public PgAccounts(Database database, String project) {
        this.database = database;
        this.project = project;
    }

    /** The user with this id, also when disabled. */
    Future<Optional<Account>> find(UUID id) {
        return database.read(FIND, Tuple.of(project, id))
                .map(rows -> all(rows).stream().findFirst());
    }

    /**
     * The user whom this transaction made, from now on the service's own.
     *
     * @param by the service; null if none made it. Nobody owns the user if it is gone meanwhile, but the user stays one whom a
     *     service made
     */
    Future<Account> made(ChangeLog.Transaction transaction, String username, @Nullable String by) {
        return execute(
                        transaction,
                        NAMED,
                        Tuple.of(project, LoginName.of(username).value()))
                .map(rows -> all(rows).get(0))
                .compose(account -> by == null
                        ? Future.succeededFuture(account)
                        : execute(
                                        transaction,
                                        OWN,
                                        Tuple.of(UUID.fromString(account.user().id()), by))
                                .map(account));
    }

    /** The user whom this transaction changed. */
    Future<Account> require(ChangeLog.Transaction transaction, UUID id) {
        return execute(transaction, FIND, Tuple.of(project, id))
                .map(rows -> all(rows).get(0));
    }

    private static Future<RowSet<Row>> execute(ChangeLog.Transaction transaction, String sql, Tuple values) {
        return transaction.connection().preparedQuery(sql).execute(values);
    }

    /** Whether the service made the user. */
    Future<Boolean> isMadeBy(String service, UUID user) {
        return database.read(IS_MADE_BY, Tuple.of(user, service)).map(rows -> rows.size() > 0);
    }

    /** Whether the service made the user, of whom no other has a TOKEN key that is not revoked. */
    Future<Boolean> owns(String service, UUID user) {
        return database.read(OWNS, Tuple.of(user, service)).map(rows -> rows.size() > 0);
    }

    /** At most as many as the page has. */
    Future<List<Account>> list(AccountFilter filter, Page page) {
        Tuple values = Tuple.tuple()
                .addString(project)
                .addArrayOfUUID(PgColumns.uuids(filter.ids()))
                .addArrayOfString(PgColumns.texts(filter.emails().stream()
                        .map(email -> LoginName.of(email).value())
                        .toList()));
        return filter.isByName()
                ? byName(values, filter, page)
                : database.read(
                                page.isBackwards() ? LIST_BACKWARDS : LIST,
                                values.addUUID(page.isBackwards() ? page.before() : page.after())
                                        .addInteger(page.limit()))
                        .map(PgAccounts::all);
    }

    private Future<List<Account>> byName(Tuple values, AccountFilter filter, Page page) {
        boolean forwards = filter.nameFrom() != null;
        return database.read(
                        forwards ? BY_NAME : BY_NAME_BACKWARDS,
                        values.addString(forwards ? filter.nameFrom() : filter.nameTo())
                                .addInteger(page.limit())
                                .addUUID(filter.offset()))
                .map(PgAccounts::all);
    }

    private static List<Account> all(RowSet<Row> rows) {
        List<Account> accounts = new ArrayList<>();
        rows.forEach(row -> accounts.add(
                new Account(user(row), PgColumns.instant(row, "created_at"), PgColumns.instant(row, "updated_at"))));
        return accounts;
    }

    /** Without the hash of the password: nobody to whom users are shown has a use for it. */
    private static User user(Row row) {
        return new User(
                row.getUUID("id").toString(),
                row.getString("project"),
                row.getString("username"),
                row.getString("email"),
                null,
                row.getBoolean("enabled"),
                PgProfile.of(row));
    }
}
