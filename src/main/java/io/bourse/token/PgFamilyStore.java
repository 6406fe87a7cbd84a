package io.bourse.token;

import static java.util.Objects.requireNonNull;

import io.bourse.changelog.Change;
import io.bourse.changelog.Change.RevokedKind;
import io.bourse.changelog.ChangeLog;
import io.bourse.client.Client;
import io.bourse.db.Database;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.Subject;
import io.bourse.token.Rotation.Anomaly;
import io.bourse.token.Rotation.Reason;
import io.bourse.token.Rotation.Refused;
import io.bourse.token.Rotation.Reused;
import io.bourse.token.Rotation.Rotated;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Families in PostgreSQL. Only its clock counts. */
public final class PgFamilyStore implements FamilyStore {

    /** The lock waits for whoever is ending the presented login, and keeps that waiting until there is more to end. */
    static final String CREATE = """
            WITH presented AS (
                SELECT FROM family
                WHERE id = $14 AND revoked_at IS NULL AND idle_until > now() AND ends_at > now()
                FOR SHARE
            )
            INSERT INTO family (id, generation, client, subject_kind, subject_id, identity, scopes, audiences, ancestors,
                                created_at, idle_until, ends_at, login)
            SELECT $1, $2, $3, $4, $5, $6::text::jsonb, $7, $8, $9, $10, $11, $12, $13
            WHERE $14 IS NULL OR EXISTS (SELECT FROM presented)
            """;

    private static final String ROTATE = """
            UPDATE family
            SET generation = $2 + 1, behind = $2 - generation, rotated_at = now(),
                idle_until = least(now() + make_interval(secs => $6), ends_at)
            WHERE id = $1 AND generation <= $2 AND client = $3 AND revoked_at IS NULL
              AND idle_until > now() AND ends_at > now() AND scopes @> $4
              AND (audiences @> $5 OR audiences = '{}')
              AND NOT EXISTS (SELECT FROM unnest(ancestors) ancestor WHERE ancestor !~ $7)
            RETURNING
            """ + PgFamilyRow.COLUMNS;

    private static final String FIND = """
            SELECT revoked_at IS NOT NULL AS revoked, ends_at <= clock_timestamp() AS ended,
                   idle_until <= clock_timestamp() AS idle,
                   coalesce(rotated_at > clock_timestamp() - make_interval(secs => $2), false) AS in_window,
            """ + PgFamilyRow.COLUMNS + """
                      FROM family WHERE id = $1
                      """;

    private static final String LOCK = FIND + " FOR UPDATE";

    private static final String REVOKE = """
            WITH revoked AS (
                UPDATE family SET revoked_at = coalesce(revoked_at, clock_timestamp())
                WHERE id = $1
                RETURNING revoked_at, ends_at
            )
            SELECT coalesce((SELECT revoked_at FROM revoked), clock_timestamp()) AS revoked_at,
                   (SELECT ends_at FROM revoked) AS ends_at
            """;

    /**
     * Whoever is rotating one of them is waited for, and its row is then looked at again. What was exchanged over and over
     * names every login before it, and outlives none: those that have ended need not be asked for. What was exchanged from a
     * login that it waited for it does not see: to be repeated until it ends nothing more, for nothing comes of what is marked
     * by then. The index is asked login by login: asked for thousands at once it compares each with each.
     */
    static final String END_LOGINS = """
            WITH login AS (
                SELECT id FROM family
                WHERE subject_id = $1 AND client = $2 AND subject_kind = $3 AND ends_at > now()
            ), doomed AS (
                SELECT id FROM login
                UNION ALL
                SELECT exchanged.id FROM login
                JOIN family exchanged ON exchanged.ancestors <> '{}' AND exchanged.ancestors @> ARRAY[login.id::text]
            )
            UPDATE family SET revoked_at = clock_timestamp()
            WHERE id = ANY (ARRAY(SELECT id FROM doomed))
              AND revoked_at IS NULL AND idle_until > now() AND ends_at > now()
            """;

    private final Database database;
    private final ChangeLog changes;
    private final double replaySeconds;

    /** @param replayWindow how long the immediate predecessor is answered again with the same successor; 0 for never */
    public PgFamilyStore(Database database, ChangeLog changes, Duration replayWindow) {
        this.database = database;
        this.changes = changes;
        this.replaySeconds = seconds(replayWindow);
    }

    @Override
    public Future<Boolean> create(Family family, @Nullable UUID presentedFamily) {
        return database.query(CREATE, PgFamilyRow.of(family).addUUID(presentedFamily))
                .map(rows -> rows.rowCount() == 1);
    }

    @Override
    public Future<Rotation> rotate(Redemption redemption) {
        Tuple values = Tuple.tuple()
                .addUUID(redemption.family())
                .addInteger(redemption.generation())
                .addString(redemption.client().value())
                .addArrayOfString(PgFamilyRow.array(redemption.scopes()))
                .addArrayOfString(PgFamilyRow.array(redemption.audiences()))
                .addDouble(seconds(redemption.idle()))
                .addString(Lineage.READABLE);
        return database.query(ROTATE, values)
                .compose(rows -> rows.size() == 1
                        ? Future.succeededFuture(rotated(rows.iterator().next()))
                        : explain(redemption));
    }

    @Override
    public Future<Optional<Found>> find(UUID id) {
        return database.read(FIND, Tuple.of(id, replaySeconds)).map(PgFamilyStore::found);
    }

    @Override
    public Future<Void> revoke(UUID id) {
        return changes.write(transaction -> revoke(transaction, id));
    }

    @Override
    public Future<Void> endLogins(Subject subject, ClientId client) {
        Tuple whose = Tuple.of(subject.id(), client.value(), subject.kind().claim());
        return database.inTransaction(connection -> endLogins(connection, whose));
    }

    /** Each time but the last was preceded by an exchange of what the time before ended, so this comes to an end. */
    private static Future<Void> endLogins(SqlConnection connection, Tuple whose) {
        return connection
                .preparedQuery(END_LOGINS)
                .execute(whose)
                .compose(ended -> ended.rowCount() == 0 ? Future.succeededFuture() : endLogins(connection, whose));
    }

    /** Why the token was not the newest, or not good. Only a reuse has to be written, and only then is a lock taken. */
    private Future<Rotation> explain(Redemption redemption) {
        return database.read(FIND, Tuple.of(redemption.family(), replaySeconds))
                .map(rows -> classify(rows, redemption))
                .compose(rotation ->
                        rotation instanceof Reused ? endReused(redemption) : Future.succeededFuture(rotation));
    }

    private Future<Rotation> endReused(Redemption redemption) {
        return changes.write(transaction -> transaction
                .connection()
                .preparedQuery(LOCK)
                .execute(Tuple.of(redemption.family(), replaySeconds))
                .map(rows -> classify(rows, redemption))
                .compose(rotation -> rotation instanceof Reused
                        ? revoke(transaction, redemption.family()).map(rotation)
                        : Future.succeededFuture(rotation)));
    }

    /** Says so in the log also when the row is lost, as after a restore: tokens of the family may be alive. */
    private static Future<Void> revoke(ChangeLog.Transaction transaction, UUID id) {
        return transaction
                .connection()
                .preparedQuery(REVOKE)
                .execute(Tuple.of(id))
                .compose(rows -> {
                    Row row = rows.iterator().next();
                    Instant at = row.getOffsetDateTime("revoked_at").toInstant();
                    OffsetDateTime end = row.getOffsetDateTime("ends_at");
                    Instant endsAt = end == null ? at.plus(Client.MAX_REFRESH_LIFETIME) : end.toInstant();
                    Instant until = FamilyStore.rememberedUntil(at, endsAt);
                    return transaction.append(
                            List.of(new Change.Revoked(RevokedKind.FAMILY, id.toString(), at, until)));
                });
    }

    /** As things were when the row was read: whoever came first has rotated, and this is a retry at most. */
    private static Rotation classify(RowSet<Row> rows, Redemption redemption) {
        Optional<Found> found = found(rows);
        if (found.isEmpty()) {
            return new Refused(Reason.UNKNOWN_FAMILY);
        }
        Rotation rotation = found.get().redeemed(redemption);
        return rotation instanceof Rotated ? new Rotated(found.get().family(), Anomaly.REPLAYED) : rotation;
    }

    private static Optional<Found> found(RowSet<Row> rows) {
        return first(rows)
                .map(row -> new Found(PgFamilyRow.family(row), over(row), is(row, "in_window")))
                .filter(found -> Lineage.isReadable(found.family().ancestors()));
    }

    private static @Nullable Reason over(Row row) {
        if (is(row, "revoked")) {
            return Reason.REVOKED;
        }
        if (is(row, "ended")) {
            return Reason.ENDED;
        }
        return is(row, "idle") ? Reason.IDLE_TOO_LONG : null;
    }

    private static Rotation rotated(Row row) {
        boolean behind = requireNonNull(row.getInteger("behind")) > 0;
        return new Rotated(PgFamilyRow.family(row), behind ? Anomaly.ROW_WAS_BEHIND : Anomaly.NONE);
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next());
    }

    private static boolean is(Row row, String column) {
        return requireNonNull(row.getBoolean(column));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1_000.0;
    }
}
