package io.bourse.user;

import io.bourse.changelog.Change.EntryChanged;
import io.bourse.changelog.Change.EntryKind;
import io.bourse.changelog.ChangeLog;
import io.bourse.db.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Users in PostgreSQL. */
public final class PgUserStore implements UserStore {

    private static final String FIND = """
            SELECT u.id, u.project, u.username, u.email, u.password_hash, u.name, u.locale, u.timezone,
                   u.password_allow_reset, u.password_require_update,
                   u.enabled AND coalesce(p.entry ->> 'enabled' = 'true', false) AS enabled
              FROM app_user u
              JOIN project p ON p.id = u.project
             WHERE u.id = $1
            """;

    /** The lock waits for whoever is changing the row; it is gone with the statement. */
    private static final String SETTLED = FIND.stripTrailing() + " FOR SHARE OF u";

    /** An address that a provider told us is no name to log in with: only users who have a name have one. */
    private static final String FIND_BY_LOGIN = """
            SELECT u.id, u.project, u.username, u.email, u.password_hash, u.name, u.locale, u.timezone,
                   u.password_allow_reset, u.password_require_update,
                   u.enabled AND coalesce(p.entry ->> 'enabled' = 'true', false) AS enabled
              FROM app_user u
              JOIN project p ON p.id = u.project
             WHERE u.project = $1
               AND (u.username_key = $2 OR (u.email_key = $2 AND u.username_key IS NOT NULL))
             ORDER BY u.username_key = $2 DESC
             LIMIT 1
            """;

    private static final String FIND_BY_IDENTITY = """
            SELECT u.id, u.project, u.username, u.email, u.password_hash, u.name, u.locale, u.timezone,
                   u.password_allow_reset, u.password_require_update,
                   u.enabled AND coalesce(p.entry ->> 'enabled' = 'true', false) AS enabled
              FROM user_identity i
              JOIN app_user u ON u.id = i.user_id
              JOIN project p ON p.id = u.project
             WHERE i.project = $1 AND i.provider = $2 AND i.subject = $3
            """;

    /** The key finds the row; that it folds no more than ASCII letters, the address itself says. */
    private static final String FIND_BY_EMAIL = """
            SELECT u.id, u.project, u.username, u.email, u.password_hash, u.name, u.locale, u.timezone,
                   u.password_allow_reset, u.password_require_update,
                   u.enabled AND coalesce(p.entry ->> 'enabled' = 'true', false) AS enabled
              FROM app_user u
              JOIN project p ON p.id = u.project
             WHERE u.project = $1 AND u.email_key = $2 AND u.username_key IS NOT NULL
               AND lower(u.email COLLATE "C") = $2
               AND NOT EXISTS (SELECT FROM service_account a WHERE a.user_id = u.id)
            """;

    /**
     * Makes no user unless the link is new; whoever comes second waits for the first and then makes nothing. Nor if the
     * provider is gone: the lock waits for whoever is removing it, and keeps it until the link is there to go with it.
     */
    private static final String CREATE_LINKED = """
            WITH known AS (
                SELECT project, id FROM provider WHERE project = $1 AND id = $2 FOR KEY SHARE
            ), linked AS (
                INSERT INTO user_identity (project, provider, subject, user_id)
                SELECT project, id, $3, gen_random_uuid() FROM known
                ON CONFLICT (project, provider, subject) DO NOTHING
                RETURNING user_id
            )
            INSERT INTO app_user (id, project, email, email_key, enabled)
            SELECT user_id, $1, $4, $5, true FROM linked
            """;

    /** Links nobody unless the link is new and the provider there, as {@link #CREATE_LINKED}. */
    private static final String LINK = """
            WITH known AS (
                SELECT project, id FROM provider WHERE project = $1 AND id = $2 FOR KEY SHARE
            )
            INSERT INTO user_identity (project, provider, subject, user_id)
            SELECT known.project, known.id, $3, u.id
              FROM known, app_user u
             WHERE u.project = $1 AND u.email_key = $4 AND u.username_key IS NOT NULL
               AND lower(u.email COLLATE "C") = $4
               AND NOT EXISTS (SELECT FROM service_account a WHERE a.user_id = u.id)
            ON CONFLICT (project, provider, subject) DO NOTHING
            """;

    /** Whoever unlinks or changes the user's password meanwhile comes before or after, not between. */
    private static final String LOCK = """
            SELECT password_hash IS NOT NULL AND username_key IS NOT NULL AS has_password
              FROM app_user WHERE id = $1 FOR NO KEY UPDATE
            """;

    /** Elsewhere are only those with a provider that is on and whose tokens a client may bring that is on, too. */
    private static final String COUNT_LINKS = """
            SELECT count(*) FILTER (WHERE i.provider = $2) AS here,
                   count(*) FILTER (WHERE i.provider <> $2 AND v.entry ->> 'enabled' = 'true' AND EXISTS (
                       SELECT FROM client c
                        WHERE c.project = v.project AND c.entry ->> 'enabled' = 'true' AND v.entry -> 'clients' ? c.id
                   )) AS elsewhere
              FROM user_identity i
              JOIN provider v ON v.project = i.project AND v.id = i.provider
             WHERE i.user_id = $1
            """;

    private static final String UNLINK = """
            DELETE FROM user_identity WHERE user_id = $1 AND provider = $2
            """;

    private static final String REHASH = """
            UPDATE app_user SET password_hash = $3, updated_at = now()
             WHERE id = $1 AND password_hash = $2
            """;

    private final Database database;
    private final ChangeLog changes;

    public PgUserStore(Database database, ChangeLog changes) {
        this.database = database;
        this.changes = changes;
    }

    @Override
    public Future<Optional<User>> find(String id) {
        return read(FIND, id);
    }

    @Override
    public Future<Optional<User>> settled(String id) {
        return read(SETTLED, id);
    }

    private Future<Optional<User>> read(String sql, String id) {
        Optional<UUID> uuid = uuid(id);
        if (uuid.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        return database.read(sql, Tuple.of(uuid.get())).map(PgUserStore::first);
    }

    @Override
    public Future<Optional<User>> findByLogin(String project, LoginName login) {
        return database.read(FIND_BY_LOGIN, Tuple.of(project, login.value())).map(PgUserStore::first);
    }

    @Override
    public Future<Optional<User>> findByIdentity(String project, String provider, String subject) {
        return database.read(FIND_BY_IDENTITY, Tuple.of(project, provider, subject))
                .map(PgUserStore::first);
    }

    @Override
    public Future<Optional<User>> findByEmail(String project, String email) {
        Optional<LinkAddress> address = LinkAddress.of(email);
        return address.isEmpty()
                ? Future.succeededFuture(Optional.empty())
                : database.read(FIND_BY_EMAIL, Tuple.of(project, address.get().value()))
                        .map(PgUserStore::first);
    }

    @Override
    public Future<Optional<User>> findOrCreate(
            String project, String provider, String subject, @Nullable String email) {
        return findByIdentity(project, provider, subject)
                .compose(found ->
                        found.isPresent() ? Future.succeededFuture(found) : create(project, provider, subject, email));
    }

    private Future<Optional<User>> create(String project, String provider, String subject, @Nullable String email) {
        String key = email == null ? null : LoginName.of(email).value();
        return database.query(CREATE_LINKED, Tuple.of(project, provider, subject, email, key))
                .compose(created -> findByIdentity(project, provider, subject));
    }

    @Override
    public Future<Optional<User>> findOrLink(String project, String provider, String subject, String email) {
        return findByIdentity(project, provider, subject)
                .compose(found ->
                        found.isPresent() ? Future.succeededFuture(found) : link(project, provider, subject, email));
    }

    private Future<Optional<User>> link(String project, String provider, String subject, String email) {
        Optional<LinkAddress> address = LinkAddress.of(email);
        if (address.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        return database.query(
                        LINK, Tuple.of(project, provider, subject, address.get().value()))
                .compose(linked -> findByIdentity(project, provider, subject));
    }

    @Override
    public Future<Boolean> unlink(String userId, String provider) {
        Optional<UUID> uuid = uuid(userId);
        if (uuid.isEmpty()) {
            return Future.succeededFuture(true);
        }
        Tuple link = Tuple.of(uuid.get(), provider);
        return changes.write(transaction -> first(transaction, LOCK, Tuple.of(uuid.get()))
                .compose(user -> first(transaction, COUNT_LINKS, link).compose(links -> {
                    boolean linked = is(links, row -> row.getLong("here") > 0);
                    boolean otherWay = is(user, row -> row.getBoolean("has_password"))
                            || is(links, row -> row.getLong("elsewhere") > 0);
                    return linked && otherWay
                            ? unlink(transaction, userId, link).map(true)
                            : Future.succeededFuture(!linked);
                })));
    }

    private static Future<Void> unlink(ChangeLog.Transaction transaction, String userId, Tuple link) {
        return transaction
                .connection()
                .preparedQuery(UNLINK)
                .execute(link)
                .compose(unlinked -> transaction.append(List.of(new EntryChanged(EntryKind.USER, userId))));
    }

    private static Future<Optional<Row>> first(ChangeLog.Transaction transaction, String sql, Tuple parameters) {
        return transaction
                .connection()
                .preparedQuery(sql)
                .execute(parameters)
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next()));
    }

    private static boolean is(Optional<Row> row, Predicate<Row> condition) {
        return row.filter(condition).isPresent();
    }

    @Override
    public Future<Void> rehash(String userId, String oldHash, String newHash) {
        Optional<UUID> uuid = uuid(userId);
        if (uuid.isEmpty()) {
            return Future.succeededFuture();
        }
        return database.query(REHASH, Tuple.of(uuid.get(), oldHash, newHash)).mapEmpty();
    }

    /** Only the canonical form: what is not written as an id of ours is none. */
    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text))
                    .filter(uuid -> uuid.toString().equals(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<User> first(RowSet<Row> rows) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(fromRow(rows.iterator().next()));
    }

    private static User fromRow(Row row) {
        return new User(
                row.getUUID("id").toString(),
                row.getString("project"),
                row.getString("username"),
                row.getString("email"),
                row.getString("password_hash"),
                row.getBoolean("enabled"),
                PgProfile.of(row));
    }
}
