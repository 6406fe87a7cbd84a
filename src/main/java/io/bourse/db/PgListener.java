package io.bourse.db;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A connection of its own to the database itself, that hears notifications and can be asked as well. Does not
 * reconnect: whoever uses it makes the next one.
 */
public final class PgListener {

    private static final long CONNECT_MILLIS = 2_000;

    private final PgConnection connection;

    private PgListener(PgConnection connection) {
        this.connection = connection;
    }

    /** Makes such connections, one after the other: while one is being made or in use, there is no second. */
    public static Source source(Vertx vertx, DatabaseConfig config) {
        DatabaseAddress address = config.listenAddress();
        if (address == null) {
            throw new IllegalStateException("no address of a database");
        }
        return new Source(PgBuilder.pool()
                .connectingTo(PgOptions.direct(address))
                .with(PgOptions.pool("bourse-listen-" + address, 1)
                        .setIdleTimeout(0)
                        .setMaxLifetime(0))
                .with(PgOptions.transport())
                .using(vertx)
                .build());
    }

    /** Runs one prepared statement. Fails with {@link StoreException}; the connection is then of no further use. */
    public Future<RowSet<Row>> query(String sql, Tuple parameters) {
        return connection
                .preparedQuery(sql)
                .execute(parameters)
                .timeout(Database.DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
                .recover(StoreFailures::rethrow);
    }

    /** Closes the socket at once. */
    public void sever() {
        PhysicalConnection.sever(connection);
    }

    /** Where listeners come from. */
    public static final class Source {

        private final Pool pool;

        private Source(Pool pool) {
            this.pool = pool;
        }

        /**
         * Connects and listens.
         *
         * @param heard called at every notification, on the caller's context
         * @param closed called when the connection is gone
         */
        public Future<PgListener> listen(String channel, Runnable heard, Consumer<PgListener> closed) {
            return pool.getConnection()
                    .map(connection -> new PgListener(PgConnection.cast(connection)))
                    .compose(listener -> listen(listener, channel, heard, closed))
                    .recover(StoreFailures::rethrow);
        }

        public Future<Void> close() {
            return pool.close();
        }

        private static Future<PgListener> listen(
                PgListener listener, String channel, Runnable heard, Consumer<PgListener> closed) {
            PgConnection connection = listener.connection;
            connection.exceptionHandler(failure -> {});
            connection.closeHandler(gone -> {
                connection.close();
                closed.accept(listener);
            });
            connection.notificationHandler(notification -> heard.run());
            return connection
                    .query("LISTEN " + channel)
                    .execute()
                    .timeout(CONNECT_MILLIS, TimeUnit.MILLISECONDS)
                    .onFailure(failure -> listener.sever())
                    .map(listening -> listener);
        }
    }
}
