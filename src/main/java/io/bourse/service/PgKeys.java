package io.bourse.service;

import io.bourse.changelog.Change.Revoked;
import io.bourse.changelog.Change.RevokedKind;
import io.bourse.changelog.ChangeLog;
import io.bourse.config.Secret;
import io.bourse.db.Database;
import io.bourse.oauth.ClientId;
import io.bourse.token.Party;
import io.bourse.user.Assignments;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keys in PostgreSQL, read anew on every use. What makes a user's TOKEN key inactive ends the user's tokens at that service
 * in the same transaction, so that no failure leaves tokens alive whose key is not.
 */
public final class PgKeys implements Assignments {

    private static final String COLUMNS = "id, type, name, enabled, revoked, service, user_id, created_at, updated_at";

    private static final String CREATE = """
            INSERT INTO service_key (id, type, name, enabled, service, user_id, value_hash)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
                ON CONFLICT DO NOTHING
            RETURNING
            """ + COLUMNS;

    private static final String BY_VALUE = "SELECT " + COLUMNS + " FROM service_key WHERE value_hash = $1";

    /** Of one service ($2) or any, of one user ($3) or any. */
    private static final String BY_ID = "SELECT " + COLUMNS + " FROM service_key WHERE id = $1"
            + " AND ($2::text IS NULL OR service = $2) AND ($3::uuid IS NULL OR user_id = $3)";

    private static final String ASSIGNING = "SELECT " + COLUMNS + " FROM service_key"
            + " WHERE service = $1 AND user_id = $2::text::uuid AND type = 'TOKEN' AND enabled AND NOT revoked";

    /** The lock waits for whoever is changing the row; it is gone with the statement. */
    private static final String SETTLED = ASSIGNING + " FOR SHARE";

    private static final String CHANGE = """
            UPDATE service_key
               SET name = coalesce($2, name), enabled = coalesce($3, enabled), revoked = coalesce($4, revoked),
                   updated_at = now()
             WHERE id = $1
            RETURNING
            """ + COLUMNS;

    private static final String DELETE = "DELETE FROM service_key WHERE id = $1";

    private static final String FILTER = """
             FROM service_key
             WHERE ($1::text IS NULL OR service = $1)
               AND ($2::boolean IS NULL OR enabled = $2) AND ($3::boolean IS NULL OR revoked = $3)
               AND ($4::uuid[] IS NULL OR id = ANY ($4)) AND ($5::text[] IS NULL OR type = ANY ($5))
               AND ($6::text[] IS NULL OR service = ANY ($6)) AND ($7::uuid[] IS NULL OR user_id = ANY ($7))
            """;

    private static final String LIST =
            "SELECT " + COLUMNS + FILTER + " AND ($8::uuid IS NULL OR id > $8) ORDER BY id LIMIT $9";

    private static final String LIST_BACKWARDS =
            "SELECT * FROM (SELECT " + COLUMNS + FILTER + " AND id < $8 ORDER BY id DESC LIMIT $9) page ORDER BY id";

    private final Database database;
    private final ChangeLog changeLog;
    private final KeyValues values;
    private final Supplier<UUID> ids;

    /** @param ids makes ids of keys */
    public PgKeys(Database database, ChangeLog changeLog, KeyValues values, Supplier<UUID> ids) {
        this.database = database;
        this.changeLog = changeLog;
        this.values = values;
        this.ids = ids;
    }

    /** The key as it was made; empty if the user has an active one of a {@linkplain KeyType#isSingle single} type. */
    public Future<Optional<CreatedKey>> create(NewKey key) {
        Secret value = values.generate();
        return database.query(CREATE, row(key, value)).map(rows -> created(rows, value));
    }

    /** As the other, in this transaction. */
    Future<Optional<CreatedKey>> create(ChangeLog.Transaction transaction, NewKey key) {
        Secret value = values.generate();
        return execute(transaction, CREATE, row(key, value)).map(rows -> created(rows, value));
    }

    private Tuple row(NewKey key, Secret value) {
        return Tuple.of(ids.get(), key.type().name(), key.name(), key.enabled(), key.service(), key.user())
                .addString(KeyValues.stored(value));
    }

    private static Optional<CreatedKey> created(RowSet<Row> rows, Secret value) {
        return first(rows).map(key -> new CreatedKey(key, value));
    }

    /** The key with this value, in whatever state it is now. */
    public Future<Optional<Key>> find(Secret value) {
        return database.read(BY_VALUE, Tuple.of(KeyValues.stored(value))).map(PgKeys::first);
    }

    /**
     * The key with this id.
     *
     * @param mask only if it is of this service; null for any
     * @param user only if it is of this user; null for any
     */
    public Future<Optional<Key>> find(UUID id, @Nullable String mask, @Nullable UUID user) {
        return database.read(BY_ID, Tuple.of(id, mask, user)).map(PgKeys::first);
    }

    @Override
    public Future<Boolean> isAssigned(String userId, ClientId client) {
        return database.read(SETTLED, Tuple.of(client.value(), userId)).map(rows -> rows.size() > 0);
    }

    /** The key that assigns the user to the service now. */
    public Future<Optional<Key>> assigning(String userId, String service) {
        return database.read(ASSIGNING, Tuple.of(service, userId)).map(PgKeys::first);
    }

    /** At most as many as the page has. */
    public Future<List<Key>> list(KeyFilter filter, Page page) {
        Tuple values = Tuple.of(filter.mask(), filter.enabled(), filter.revoked())
                .addArrayOfUUID(PgColumns.uuids(filter.ids()))
                .addArrayOfString(
                        PgColumns.texts(filter.types().stream().map(Enum::name).toList()))
                .addArrayOfString(PgColumns.texts(filter.services()))
                .addArrayOfUUID(PgColumns.uuids(filter.users()))
                .addUUID(page.isBackwards() ? page.before() : page.after())
                .addInteger(page.limit());
        return database.read(page.isBackwards() ? LIST_BACKWARDS : LIST, values).map(PgKeys::all);
    }

    /**
     * The key as it is then; empty if there is none. Fails with {@link io.bourse.db.StoreException} of the state 23505
     * if the user has another active one of a single type.
     */
    public Future<Optional<Key>> change(UUID id, KeyChange change) {
        Tuple values = Tuple.of(id, change.name(), change.enabled(), change.revoked());
        return changeLog.write(transaction -> locked(transaction, id)
                .compose(before -> execute(transaction, CHANGE, values)
                        .map(PgKeys::first)
                        .compose(after -> endTokens(transaction, before, after).map(after))));
    }

    /** Whether there was one. */
    public Future<Boolean> delete(UUID id) {
        return changeLog.write(transaction -> locked(transaction, id)
                .compose(before -> execute(transaction, DELETE, Tuple.of(id))
                        .compose(gone ->
                                endTokens(transaction, before, Optional.empty()).map(before.isPresent()))));
    }

    private static Future<Optional<Key>> locked(ChangeLog.Transaction transaction, UUID id) {
        return execute(transaction, BY_ID + " FOR UPDATE", Tuple.of(id, null, null))
                .map(PgKeys::first);
    }

    private static Future<RowSet<Row>> execute(ChangeLog.Transaction transaction, String sql, Tuple values) {
        return transaction.connection().preparedQuery(sql).execute(values);
    }

    private static Future<Void> endTokens(
            ChangeLog.Transaction transaction, Optional<Key> before, Optional<Key> after) {
        Optional<String> ended = before.filter(Key::assigns)
                .filter(key -> after.filter(Key::assigns).isEmpty())
                .map(key -> key.user() + " " + key.service());
        return ended.map(userAtClient -> transaction
                        .now()
                        .compose(now -> transaction.append(List.of(new Revoked(
                                RevokedKind.USER_AT_CLIENT, userAtClient, now, now.plus(Party.REMEMBERED))))))
                .orElseGet(Future::succeededFuture);
    }

    private static Optional<Key> first(RowSet<Row> rows) {
        return all(rows).stream().findFirst();
    }

    private static List<Key> all(RowSet<Row> rows) {
        List<Key> keys = new ArrayList<>();
        rows.forEach(row -> keys.add(fromRow(row)));
        return keys;
    }

    private static Key fromRow(Row row) {
        UUID user = row.getUUID("user_id");
        return new Key(
                row.getUUID("id").toString(),
                KeyType.valueOf(row.getString("type")),
                row.getString("name"),
                row.getBoolean("enabled"),
                row.getBoolean("revoked"),
                row.getString("service"),
                user == null ? null : user.toString(),
                PgColumns.instant(row, "created_at"),
                PgColumns.instant(row, "updated_at"));
    }
}
