package io.bourse.service;

import io.bourse.db.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Deeds in PostgreSQL. What is written stays: a change adds what was not there. */
public final class PgDeeds {

    private static final int PURGED = 1_000;

    private static final String COLUMNS =
            "id, type, subject, status_code, data::text AS data, key_id, service, user_id,"
                    + " user_key_id, user_agent, remote, forwarded, created_at, updated_at";

    private static final String CREATE = """
            INSERT INTO service_audit (id, type, subject, status_code, data, key_id, service, user_id, user_key_id,
                                       user_agent, remote, forwarded)
            VALUES ($1, $2, $3, $4, $5::text::jsonb, $6::text::uuid, $7, $8::text::uuid, $9::text::uuid, $10, $11, $12)
            RETURNING
            """ + COLUMNS;

    private static final String FIND = "SELECT " + COLUMNS + " FROM service_audit WHERE id = $1"
            + " AND ($2::text IS NULL OR service = $2) AND ($3::text IS NULL OR subject = $3)";

    /** What is there already wins. */
    private static final String ADD = """
            UPDATE service_audit
               SET status_code = coalesce(status_code, $3), subject = coalesce(subject, $4),
                   data = $5::text::jsonb || data, updated_at = now()
             WHERE id = $1 AND service IS NOT DISTINCT FROM $2 AND type NOT ILIKE 'sso:%'
               AND octet_length(data::text) + octet_length($5::text) <= 131072
            RETURNING
            """ + COLUMNS;

    private static final String FILTER = "SELECT " + COLUMNS + """
              FROM service_audit
             WHERE ($1::text IS NULL OR service = $1)
               AND ($2::timestamptz IS NULL OR created_at >= $2) AND ($3::timestamptz IS NULL OR created_at <= $3)
               AND ($4::uuid[] IS NULL OR id = ANY ($4)) AND ($5::text[] IS NULL OR type = ANY ($5))
               AND ($6::text[] IS NULL OR subject = ANY ($6)) AND ($7::text[] IS NULL OR service = ANY ($7))
               AND ($8::uuid[] IS NULL OR user_id = ANY ($8))
            """;

    private static final String OFFSET = "(SELECT o.created_at, o.id FROM service_audit o WHERE o.id = $9"
            + " AND ($1::text IS NULL OR o.service = $1))";

    private static final String FORWARDS =
            FILTER + " AND ($9::uuid IS NULL OR (created_at, id) > " + OFFSET + ") ORDER BY created_at, id LIMIT $10";

    private static final String BACKWARDS = "SELECT * FROM (" + FILTER
            + " AND ($9::uuid IS NULL OR (created_at, id) < " + OFFSET
            + ") ORDER BY created_at DESC, id DESC LIMIT $10) page ORDER BY created_at, id";

    private static final String PURGE = """
            DELETE FROM service_audit WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM service_audit WHERE created_at < now() - $1 * interval '1 second' LIMIT $2))
            """;

    private final Database database;

    public PgDeeds(Database database) {
        this.database = database;
    }

    /** Keeps it; its times are the database's. */
    public Future<Deed> create(Deed deed) {
        return database.query(
                        CREATE,
                        Tuple.from(Arrays.asList(
                                UUID.fromString(deed.id()),
                                deed.type(),
                                deed.subject(),
                                deed.statusCode(),
                                deed.data(),
                                deed.key(),
                                deed.service(),
                                deed.user(),
                                deed.userKey(),
                                deed.agent(),
                                deed.remote(),
                                deed.forwarded())))
                .map(rows -> all(rows).get(0));
    }

    /** @param mask only if it is of this service; null for any */
    public Future<Optional<Deed>> find(UUID id, @Nullable String mask, @Nullable String subject) {
        return database.read(FIND, Tuple.of(id, mask, subject)).map(PgDeeds::first);
    }

    /**
     * Adds what the deed lacks, and members that its data lacks; empty if there is none such, it is one of
     * {@linkplain Deed#isOurs ours}, or its data would have more than 128 KiB.
     *
     * @param of the service that keeps it; null for operators
     */
    public Future<Optional<Deed>> add(
            UUID id, @Nullable String of, @Nullable Integer statusCode, @Nullable String subject, String data) {
        return database.query(ADD, Tuple.of(id, of, statusCode, subject, data)).map(PgDeeds::first);
    }

    /** In the order of time. */
    public Future<List<Deed>> list(DeedFilter filter) {
        Tuple values = Tuple.of(filter.mask(), time(filter.from()), time(filter.to()))
                .addArrayOfUUID(PgColumns.uuids(filter.ids()))
                .addArrayOfString(PgColumns.texts(filter.types()))
                .addArrayOfString(PgColumns.texts(filter.subjects()))
                .addArrayOfString(PgColumns.texts(filter.services()))
                .addArrayOfUUID(PgColumns.uuids(filter.users()))
                .addUUID(filter.offset())
                .addInteger(filter.limit());
        return database.read(filter.from() == null ? BACKWARDS : FORWARDS, values)
                .map(PgDeeds::all);
    }

    /** Deletes what is older than this; may be run by several nodes at once. */
    public Future<Void> purge(Duration age) {
        return database.query(PURGE, Tuple.of(age.toSeconds(), PURGED))
                .compose(rows -> rows.rowCount() < PURGED ? Future.succeededFuture() : purge(age));
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }

    private static Optional<Deed> first(RowSet<Row> rows) {
        return all(rows).stream().findFirst();
    }

    private static List<Deed> all(RowSet<Row> rows) {
        List<Deed> deeds = new ArrayList<>();
        rows.forEach(row -> deeds.add(fromRow(row)));
        return deeds;
    }

    private static Deed fromRow(Row row) {
        return new Deed(
                row.getUUID("id").toString(),
                row.getString("type"),
                row.getString("subject"),
                row.getInteger("status_code"),
                row.getString("data"),
                row.getUUID("key_id").toString(),
                row.getString("service"),
                text(row, "user_id"),
                text(row, "user_key_id"),
                row.getString("user_agent"),
                row.getString("remote"),
                row.getString("forwarded"),
                PgColumns.instant(row, "created_at"),
                PgColumns.instant(row, "updated_at"));
    }

    private static @Nullable String text(Row row, String column) {
        UUID id = row.getUUID(column);
        return id == null ? null : id.toString();
    }
}
