package io.bourse.db;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.internal.Connection;
import io.vertx.sqlclient.internal.SqlConnectionInternal;
import java.util.concurrent.TimeUnit;

/** What is below a pooled connection. The only class that uses what Vert.x keeps to itself. */
final class PhysicalConnection {

    private static final long CLOSE_MILLIS = 100;

    private final SqlConnection connection;
    private final Promise<Void> gone = Promise.promise();

    PhysicalConnection(SqlConnection connection) {
        this.connection = connection;
        // Without a handler, Vert.x prints the stack trace of a broken connection to the console.
        connection.exceptionHandler(failure -> {});
        // One turn later, because the pool learns of it right after we do.
        connection.closeHandler(closed -> Vertx.currentContext().runOnContext(turn -> gone.tryComplete()));
    }

    Future<Void> giveBack() {
        return connection.close();
    }

    /**
     * Closes the socket; when the future completes, the pool has forgotten the connection. Only closing the connection
     * would give it back to the pool, and the next caller would wait behind the statement that was given up.
     */
    Future<Void> discard() {
        sever(connection);
        return gone.future()
                .timeout(CLOSE_MILLIS, TimeUnit.MILLISECONDS)
                .otherwiseEmpty()
                .eventually(connection::close);
    }

    /** Closes the socket at once, and waits for no farewell to a frozen server. */
    static void sever(SqlConnection connection) {
        if (connection instanceof SqlConnectionInternal internal) {
            Connection physical = internal.unwrap().unwrap();
            if (physical instanceof SocketConnectionBase socket) {
                socket.socket().close();
            }
        }
    }
}
