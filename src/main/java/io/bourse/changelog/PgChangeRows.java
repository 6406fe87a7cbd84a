package io.bourse.changelog;

import io.bourse.changelog.Change.EntryChanged;
import io.bourse.changelog.Change.EntryKind;
import io.bourse.changelog.Change.Revoked;
import io.bourse.changelog.Change.RevokedKind;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table {@code change_log}: how changes are written, and read in the order in which they became visible. */
final class PgChangeRows {

    static final String CHANNEL = "bourse_changes";
    static final int PAGE = 1_000;

    static final String NOTIFY = "SELECT pg_notify('" + CHANNEL + "', '')";

    /**
     * What has become visible since a snapshot: the work of transactions that were open then, or had not begun. So a
     * transaction that commits late is not missed, and one that stays open delays nobody. Always has a row, because of
     * the new snapshot in it; the first page's is the one to go on from.
     * Ids beyond that snapshot come from another server by dump and restore: only a look since nothing reads them.
     */
    static final String LOOK = """
            WITH ask AS MATERIALIZED (
                SELECT pg_snapshot_xmax(base) AS begun, ARRAY(SELECT pg_snapshot_xip(base)) AS open, xid, seq
                FROM (SELECT $1::text::pg_snapshot AS base, $2::text::xid8 AS xid, $3::bigint AS seq) given
            ), look AS MATERIALIZED (
                SELECT pg_current_snapshot() AS snapshot, pg_postmaster_start_time() AS server, clock_timestamp() AS at
            ), fresh AS (
                (SELECT c.xid, c.seq, c.topic, c.kind, c.ref, c.not_before, c.until
                 FROM change_log c
                 WHERE (c.xid, c.seq) > ((SELECT greatest(xid, begun) FROM ask),
                                         (SELECT CASE WHEN xid >= begun THEN seq ELSE -1 END FROM ask))
                   AND c.xid < (SELECT CASE WHEN begun = '1'::xid8 THEN '18446744073709551615'::xid8
                                            ELSE pg_snapshot_xmax(snapshot) END FROM ask, look)
                   AND c.until > now()
                 ORDER BY c.xid, c.seq LIMIT $4)
                UNION ALL
                (SELECT c.xid, c.seq, c.topic, c.kind, c.ref, c.not_before, c.until
                 FROM change_log c
                 WHERE c.xid = ANY ((SELECT open FROM ask)::xid8[])
                   AND (c.xid, c.seq) > ((SELECT xid FROM ask), (SELECT seq FROM ask))
                   AND c.until > now()
                 ORDER BY c.xid, c.seq LIMIT $4)
            )
            SELECT look.snapshot::text, look.server, look.at,
                   f.xid::text, f.seq, f.topic, f.kind, f.ref, f.not_before, f.until
            FROM look LEFT JOIN (SELECT * FROM fresh ORDER BY xid, seq LIMIT $4) f ON true
            ORDER BY f.xid, f.seq
            """;

    private static final String APPEND = """
            INSERT INTO change_log (topic, kind, ref, not_before, until)
            SELECT topic, kind, ref, not_before, coalesce(until, now() + interval '1 day')
            FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[])
                AS change (topic, kind, ref, not_before, until)
            """;

    private static final String NOW = "SELECT clock_timestamp() AS now";

    private static final String REVOKED = "revoked";
    private static final String ENTRY = "entry";

    private PgChangeRows() {}

    /** Not the transaction's time: that stood still while it waited for a lock. */
    static Future<Instant> now(SqlConnection connection) {
        return connection
                .preparedQuery(NOW)
                .execute()
                .map(rows -> rows.iterator().next().getOffsetDateTime("now").toInstant());
    }

    static Future<Void> append(SqlConnection connection, List<? extends Change> changes) {
        int size = changes.size();
        String[] topics = new String[size];
        String[] kinds = new String[size];
        String[] refs = new String[size];
        OffsetDateTime[] notBefore = new OffsetDateTime[size];
        OffsetDateTime[] until = new OffsetDateTime[size];
        for (int i = 0; i < size; i++) {
            Change change = changes.get(i);
            if (change instanceof Revoked revoked) {
                topics[i] = REVOKED;
                kinds[i] = revoked.kind().name();
                refs[i] = revoked.ref();
                notBefore[i] = revoked.notBefore().atOffset(ZoneOffset.UTC);
                until[i] = revoked.until().atOffset(ZoneOffset.UTC);
            } else if (change instanceof EntryChanged entry) {
                topics[i] = ENTRY;
                kinds[i] = entry.kind().name();
                refs[i] = entry.id();
            }
        }
        return connection
                .preparedQuery(APPEND)
                .execute(Tuple.of(topics, kinds, refs, notBefore, until))
                .mapEmpty();
    }

    /** One answer to {@link #LOOK}. */
    static Page page(RowSet<Row> rows) {
        List<Change> changes = new ArrayList<>(rows.size());
        Row last = null;
        for (Row row : rows) {
            last = row;
            if (row.getLong("seq") != null) {
                change(row).ifPresent(changes::add);
            }
        }
        if (last == null) {
            throw new IllegalStateException("no snapshot");
        }
        boolean full = rows.size() == PAGE;
        return new Page(
                new Snapshot(last.getString("snapshot"), last.getOffsetDateTime("server")),
                last.getOffsetDateTime("at").toInstant(),
                changes,
                full ? Optional.of(new Cursor(last.getString("xid"), last.getLong("seq"))) : Optional.empty());
    }

    /** Empty if it is of a kind that only newer versions know: what they revoke by it, they alone issue. */
    private static Optional<Change> change(Row row) {
        String kind = row.getString("kind");
        String ref = row.getString("ref");
        if (row.getString("topic").equals(ENTRY)) {
            return find(EntryKind.values(), kind).map(known -> new EntryChanged(known, ref));
        }
        Instant until = row.getOffsetDateTime("until").toInstant();
        return find(RevokedKind.values(), kind)
                .map(known -> new Revoked(
                        known, ref, row.getOffsetDateTime("not_before").toInstant(), until));
    }

    private static <E extends Enum<E>> Optional<E> find(E[] constants, String name) {
        for (E constant : constants) {
            if (constant.name().equals(name)) {
                return Optional.of(constant);
            }
        }
        return Optional.empty();
    }

    /**
     * What was visible at some moment.
     *
     * @param server when the server started: another server's transaction ids cannot be compared with these
     */
    record Snapshot(String text, OffsetDateTime server) {

        /** Before everything. */
        static final String NOTHING = "1:1:";
    }

    /** The last row that a page held. */
    record Cursor(String xid, long seq) {

        static final Cursor START = new Cursor("0", 0);
    }

    /** @param next where the next page begins; empty if this is the last */
    record Page(Snapshot snapshot, Instant at, List<Change> changes, Optional<Cursor> next) {}
}
