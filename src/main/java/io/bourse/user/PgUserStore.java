package io.bourse.user;

import io.bourse.db.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Users in PostgreSQL. */
public final class PgUserStore implements UserStore {

    private static final String FIND = """
            SELECT u.id, u.project, u.username, u.email, u.password_hash,
                   u.enabled AND coalesce(p.entry ->> 'enabled' = 'true', false) AS enabled
              FROM app_user u
              JOIN project p ON p.id = u.project
             WHERE u.id = $1
            """;

    /** The lock waits for whoever is changing the row; it is gone with the statement. */
    private static final String SETTLED = FIND.stripTrailing() + " FOR SHARE OF u";

    /** An address that a provider told us is no name to log in with: only users who have a name have one. */
    private static final String FIND_BY_LOGIN = """
            SELECT u.id, u.project, u.username, u.email, u.password_hash,
                   u.enabled AND coalesce(p.entry ->> 'enabled' = 'true', false) AS enabled
              FROM app_user u
              JOIN project p ON p.id = u.project
             WHERE u.project = $1
               AND (u.username_key = $2 OR (u.email_key = $2 AND u.username_key IS NOT NULL))
             ORDER BY u.username_key = $2 DESC
             LIMIT 1
            """;

    private static final String FIND_BY_IDENTITY = """
            SELECT u.id, u.project, u.username, u.email, u.password_hash,
                   u.enabled AND coalesce(p.entry ->> 'enabled' = 'true', false) AS enabled
              FROM user_identity i
              JOIN app_user u ON u.id = i.user_id
              JOIN project p ON p.id = u.project
             WHERE i.project = $1 AND i.provider = $2 AND i.subject = $3
            """;

    /** Makes no user unless the link is new; whoever comes second waits for the first and then makes nothing. */
    private static final String CREATE_LINKED = """
            WITH linked AS (
                INSERT INTO user_identity (project, provider, subject, user_id)
                VALUES ($1, $2, $3, gen_random_uuid())
                ON CONFLICT (project, provider, subject) DO NOTHING
                RETURNING user_id
            )
            INSERT INTO app_user (id, project, email, email_key, enabled)
            SELECT user_id, $1, $4, $5, true FROM linked
            """;

    private static final String REHASH = """
            UPDATE app_user SET password_hash = $3, updated_at = now()
             WHERE id = $1 AND password_hash = $2
            """;

    private final Database database;

    public PgUserStore(Database database) {
        this.database = database;
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
    public Future<User> findOrCreate(String project, String provider, String subject, @Nullable String email) {
        return findByIdentity(project, provider, subject)
                .compose(found -> found.isPresent()
                        ? Future.succeededFuture(found.get())
                        : create(project, provider, subject, email));
    }

    private Future<User> create(String project, String provider, String subject, @Nullable String email) {
        String key = email == null ? null : LoginName.of(email).value();
        return database.query(CREATE_LINKED, Tuple.of(project, provider, subject, email, key))
                .compose(created -> findByIdentity(project, provider, subject))
                .map(user -> user.orElseThrow(() -> new IllegalStateException("a user was deleted while it was made")));
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
                row.getBoolean("enabled"));
    }
}
