package io.bourse.db;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * The one pool, with a deadline of ours on every wait: a frozen server fires no {@code statement_timeout}. A connection
 * on which a deadline passed is closed and never used again. Safe for use by several threads; futures complete on the
 * caller's context.
 */
public final class Database {

    /** From having a connection to having the answer. Getting one takes half a second at most. */
    public static final Duration DEADLINE = Duration.ofMillis(1_500);

    private final Pool pool;
    private final LongAdder statements = new LongAdder();

    public Database(Pool pool) {
        this.pool = pool;
    }

    /**
     * A pool for this address, not connected yet. Verticles of one Vert.x instance share it.
     *
     * @throws IllegalStateException if no address is configured and the embedded server's has not been filled in
     */
    public static Database open(Vertx vertx, DatabaseConfig config) {
        DatabaseAddress address = config.address();
        if (address == null) {
            throw new IllegalStateException("no address of a database");
        }
        return new Database(PgBuilder.pool()
                .connectingTo(PgOptions.pooled(address, config.pooler()))
                .with(PgOptions.pool("bourse-" + address, config.poolSize()))
                .with(PgOptions.transport())
                .using(vertx)
                .build());
    }

    /** Runs one prepared statement in one round trip. Fails with {@link StoreException}. */
    public Future<RowSet<Row>> query(String sql, Tuple parameters) {
        return onConnection(DEADLINE, connection -> execute(connection, sql, parameters))
                .recover(StoreFailures::rethrow);
    }

    /** As {@link #query}, for statements that write nothing: once more if the connection broke under it. */
    public Future<RowSet<Row>> read(String sql, Tuple parameters) {
        return onConnection(DEADLINE, connection -> execute(connection, sql, parameters))
                .recover(failure -> StoreFailures.isConnectionLost(failure)
                        ? onConnection(DEADLINE, connection -> execute(connection, sql, parameters))
                        : Future.failedFuture(failure))
                .recover(StoreFailures::rethrow);
    }

    /** As the other, within {@link #DEADLINE}. */
    public <T> Future<T> inTransaction(Function<SqlConnection, Future<T>> work) {
        return inTransaction(DEADLINE, work);
    }

    /**
     * Runs work in a transaction that commits only if the work's future succeeds: an outcome that must be kept is
     * returned as a value. Fails with {@link StoreException}, or with the work's own failure, unchanged, if that came
     * from something else than the database. Success means that it is committed and durable.
     */
    public <T> Future<T> inTransaction(Duration deadline, Function<SqlConnection, Future<T>> work) {
        statements.increment();
        return onConnection(deadline, connection -> transact(connection, work)).recover(StoreFailures::translate);
    }

    /** Whether the database answers; fails with {@link StoreException} if it does not. */
    public Future<Void> ping() {
        return read("SELECT 1", Tuple.tuple()).mapEmpty();
    }

    /** How many statements and transactions were begun. */
    public long statements() {
        return statements.sum();
    }

    /** Closes the pool. What is under way may fail. */
    public Future<Void> close() {
        return pool.close();
    }

    private Future<RowSet<Row>> execute(SqlConnection connection, String sql, Tuple parameters) {
        statements.increment();
        return connection.preparedQuery(sql).execute(parameters);
    }

    private <T> Future<T> onConnection(Duration deadline, Function<SqlConnection, Future<T>> work) {
        return pool.getConnection()
                .recover(failure -> Future.failedFuture(StoreFailures.noConnection(failure)))
                .compose(connection -> withDeadline(connection, deadline, work));
    }

    private static <T> Future<T> withDeadline(
            SqlConnection connection, Duration deadline, Function<SqlConnection, Future<T>> work) {
        PhysicalConnection physical = new PhysicalConnection(connection);
        return Future.succeededFuture(connection)
                .compose(work)
                .timeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(result -> connection.close())
                .recover(failure -> release(physical, failure));
    }

    /** A connection that broke or that was given up must have left the pool before anybody asks the pool again. */
    private static <T> Future<T> release(PhysicalConnection physical, Throwable failure) {
        Future<?> released = StoreFailures.isDeadline(failure) || StoreFailures.isConnectionLost(failure)
                ? physical.discard()
                : physical.giveBack();
        return released.transform(done -> Future.failedFuture(failure));
    }

    private static <T> Future<T> transact(SqlConnection connection, Function<SqlConnection, Future<T>> work) {
        return connection
                .begin()
                .compose(transaction -> Future.succeededFuture(connection)
                        .compose(work)
                        .compose(
                                result -> transaction.commit().map(result),
                                failure -> rollback(transaction, Objects.requireNonNull(failure))));
    }

    private static <T> Future<T> rollback(Transaction transaction, Throwable failure) {
        return transaction.rollback().transform(done -> Future.failedFuture(failure));
    }
}
