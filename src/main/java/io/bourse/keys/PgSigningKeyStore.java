package io.bourse.keys;

import io.bourse.changelog.Change.EntryChanged;
import io.bourse.changelog.Change.EntryKind;
import io.bourse.changelog.Change.Revoked;
import io.bourse.changelog.Change.RevokedKind;
import io.bourse.changelog.ChangeLog;
import io.bourse.db.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** Signing keys in the table {@code signing_key}. One node at a time changes them. */
public final class PgSigningKeyStore implements SigningKeyStore {

    /** Any constant will do that no other lock of ours has. */
    private static final long LOCK_ID = 0x626f_7572_6b65_7973L;

    private static final String LOCK = "SELECT pg_advisory_xact_lock($1)";

    private static final String PATIENTLY =
            "SELECT set_config('lock_timeout', '8s', true), set_config('statement_timeout', '8s', true)";

    private static final String ALL = """
            SELECT kid, algorithm, sealed_private, public_jwk, signs_from, retired_at
            FROM signing_key
            WHERE removed_after IS NULL OR removed_after > now()
            ORDER BY signs_from DESC, kid DESC""";

    /** A key that has been overtaken before its time is retired: it is not the newest, whenever it was to sign. */
    private static final String NEWEST = """
            SELECT kid, signs_from FROM signing_key
            WHERE retired_at IS NULL
            ORDER BY signs_from DESC, kid DESC LIMIT 1""";

    private static final String IS_NEWEST_YOUNGER =
            "SELECT 1 FROM (" + NEWEST + ") newest WHERE signs_from > now() - $1::bigint * interval '1 millisecond'";

    private static final String RETIRE = """
            UPDATE signing_key
            SET retired_at = now() + $1::bigint * interval '1 millisecond',
                removed_after = now() + ($1::bigint + $2::bigint) * interval '1 millisecond'
            WHERE retired_at IS NULL OR retired_at > now() + $1::bigint * interval '1 millisecond'""";

    private static final String INSERT = """
            INSERT INTO signing_key (kid, algorithm, sealed_private, public_jwk, signs_from)
            VALUES ($1, $2, $3, $4, now() + $5::bigint * interval '1 millisecond')""";

    private static final String REMOVE = "DELETE FROM signing_key WHERE kid = $1";

    /** The next was removed: the one that signs does not retire for it. */
    private static final String SIGN_ON = """
            UPDATE signing_key SET retired_at = NULL, removed_after = NULL
            WHERE NOT EXISTS (SELECT FROM signing_key WHERE retired_at IS NULL)
              AND kid = (SELECT kid FROM signing_key
                         WHERE signs_from <= clock_timestamp() AND retired_at > clock_timestamp()
                         ORDER BY signs_from DESC, kid DESC LIMIT 1)""";

    /** The one that signs was removed: the next does so before its time. */
    private static final String SIGN_NOW = """
            UPDATE signing_key SET signs_from = clock_timestamp()
            WHERE retired_at IS NULL AND signs_from > clock_timestamp()
              AND NOT EXISTS (SELECT FROM signing_key
                              WHERE signs_from <= clock_timestamp()
                                AND (retired_at IS NULL OR retired_at > clock_timestamp()))""";

    private static final String REPLACE = """
            INSERT INTO signing_key (kid, algorithm, sealed_private, public_jwk, signs_from)
            SELECT $1, $2, $3, $4, clock_timestamp()
            WHERE NOT EXISTS (SELECT FROM signing_key WHERE retired_at IS NULL)""";

    private static final String RESEAL =
            "UPDATE signing_key SET sealed_private = $3 WHERE kid = $1 AND sealed_private = $2";

    private static final String REMOVE_ENDED = "DELETE FROM signing_key WHERE removed_after <= now() RETURNING kid";

    private final Database database;
    private final ChangeLog changeLog;

    public PgSigningKeyStore(Database database, ChangeLog changeLog) {
        this.database = database;
        this.changeLog = changeLog;
    }

    @Override
    public Future<List<StoredKey>> all() {
        return database.read(ALL, Tuple.tuple()).map(rows -> {
            List<StoredKey> keys = new ArrayList<>();
            rows.forEach(row -> keys.add(fromRow(row)));
            return keys;
        });
    }

    private static StoredKey fromRow(Row row) {
        OffsetDateTime retiredAt = row.getOffsetDateTime("retired_at");
        return new StoredKey(
                row.getString("kid"),
                row.getString("algorithm"),
                row.getString("sealed_private"),
                row.getString("public_jwk"),
                row.getOffsetDateTime("signs_from").toInstant(),
                retiredAt == null ? null : retiredAt.toInstant());
    }

    @Override
    public Future<Boolean> add(NewKey key) {
        return changeLog.write(
                DEADLINE,
                transaction -> lock(transaction)
                        .compose(locked -> execute(transaction, NEWEST, Tuple.tuple()))
                        .compose(rows -> newestId(rows).equals(key.follows())
                                ? insert(transaction, key).map(true)
                                : Future.succeededFuture(false)));
    }

    private static String newestId(RowSet<Row> rows) {
        return rows.size() == 0 ? "" : rows.iterator().next().getString("kid");
    }

    private static Future<Void> insert(ChangeLog.Transaction transaction, NewKey key) {
        long prepublish = key.prepublish().toMillis();
        Tuple retired = Tuple.of(prepublish, key.keepRetired().toMillis());
        Tuple inserted = Tuple.of(key.id(), key.algorithm(), key.sealedPrivate(), key.publicJwk(), prepublish);
        return execute(transaction, RETIRE, retired)
                .compose(done -> execute(transaction, INSERT, inserted))
                .compose(done -> transaction.append(List.of(new EntryChanged(EntryKind.KEY, key.id()))));
    }

    @Override
    public Future<Boolean> isNewestOlderThan(Duration age) {
        return database.read(IS_NEWEST_YOUNGER, Tuple.of(age.toMillis())).map(rows -> rows.size() == 0);
    }

    @Override
    public Future<Void> reseal(String id, String sealedBefore, String sealedNow) {
        return database.query(RESEAL, Tuple.of(id, sealedBefore, sealedNow)).mapEmpty();
    }

    @Override
    public Future<Void> revoke(String id, NewKey replacement, Duration remembered) {
        Tuple inserted = Tuple.of(
                replacement.id(), replacement.algorithm(), replacement.sealedPrivate(), replacement.publicJwk());
        return changeLog.write(
                DEADLINE,
                transaction -> lock(transaction)
                        .compose(locked -> execute(transaction, REMOVE, Tuple.of(id)))
                        .compose(removed -> execute(transaction, SIGN_ON, Tuple.tuple()))
                        .compose(done -> execute(transaction, SIGN_NOW, Tuple.tuple()))
                        .compose(done -> execute(transaction, REPLACE, inserted))
                        .compose(done -> transaction.now())
                        .compose(now -> transaction.append(List.of(
                                new Revoked(RevokedKind.KEY, id, now, now.plus(remembered)),
                                new EntryChanged(EntryKind.KEY, id)))));
    }

    @Override
    public Future<List<String>> removeEnded() {
        return changeLog.write(
                DEADLINE,
                transaction -> lock(transaction)
                        .compose(locked -> execute(transaction, REMOVE_ENDED, Tuple.tuple()))
                        .compose(rows -> tell(transaction, rows)));
    }

    private static Future<List<String>> tell(ChangeLog.Transaction transaction, RowSet<Row> rows) {
        List<String> ids = new ArrayList<>();
        rows.forEach(row -> ids.add(row.getString("kid")));
        if (ids.isEmpty()) {
            return Future.succeededFuture(ids);
        }
        List<EntryChanged> changes =
                ids.stream().map(id -> new EntryChanged(EntryKind.KEY, id)).toList();
        return transaction.append(changes).map(ids);
    }

    private static Future<RowSet<Row>> lock(ChangeLog.Transaction transaction) {
        return execute(transaction, PATIENTLY, Tuple.tuple())
                .compose(done -> execute(transaction, LOCK, Tuple.of(LOCK_ID)));
    }

    private static Future<RowSet<Row>> execute(ChangeLog.Transaction transaction, String sql, Tuple parameters) {
        return transaction.connection().preparedQuery(sql).execute(parameters);
    }
}
