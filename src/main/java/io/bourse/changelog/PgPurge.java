package io.bourse.changelog;

import io.bourse.db.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Deletes what nobody can ask for any more, in short transactions of which only one runs at a time over all nodes.
 * Rows are kept for an hour longer than needed, so that no clock matters.
 */
final class PgPurge {

    static final int BATCH = 1_000;

    private static final String TRY_LOCK =
            "SELECT pg_try_advisory_xact_lock(hashtextextended('bourse.housekeeping', 0))";

    private static final String MAINTAIN_FAMILIES = "SELECT bourse_maintain_families()";

    private static final List<String> EXPIRED = List.of("""
            DELETE FROM change_log WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM change_log WHERE until < now() - interval '1 hour' LIMIT $1))
            """, """
            DELETE FROM single_use WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM single_use WHERE until < now() - interval '1 hour' LIMIT $1))
            """, """
            DELETE FROM login_attempt WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM login_attempt WHERE since < now() - interval '25 hours' LIMIT $1))
            """);

    private final Database database;

    PgPurge(Database database) {
        this.database = database;
    }

    /** To be run one after the other; none needs another to succeed. */
    Stream<Supplier<Future<Void>>> steps() {
        return Stream.concat(
                Stream.of(this::maintainFamilies),
                EXPIRED.stream().<Supplier<Future<Void>>>map(expired -> () -> purge(expired)));
    }

    private Future<Void> maintainFamilies() {
        return alone(connection ->
                        connection.preparedQuery(MAINTAIN_FAMILIES).execute().map(0))
                .mapEmpty();
    }

    private Future<Void> purge(String expired) {
        return alone(connection -> connection
                        .preparedQuery(expired)
                        .execute(Tuple.of(BATCH))
                        .map(rows -> rows.rowCount()))
                .compose(deleted -> deleted < BATCH ? Future.succeededFuture() : purge(expired));
    }

    /** Does the work and gives its count, or does nothing and gives 0 while another node is at it. */
    private Future<Integer> alone(Function<SqlConnection, Future<Integer>> work) {
        return database.inTransaction(connection -> connection
                .preparedQuery(TRY_LOCK)
                .execute()
                .compose(rows ->
                        rows.iterator().next().getBoolean(0) ? work.apply(connection) : Future.succeededFuture(0)));
    }
}
