package io.bourse.http;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Absolute deadlines for the connections of one event loop, against peers that send or read a byte at a time and so never
 * look idle. One {@link #sweep} a second instead of a timer a request. Not for use by several threads.
 */
final class ConnectionDeadlines {

    private static final Duration FIRST_HEAD = Duration.ofSeconds(10);
    private static final Duration NEXT_HEAD = Duration.ofSeconds(30);
    private static final Duration BODY = Duration.ofSeconds(10);
    private static final Duration WRITE = Duration.ofSeconds(10);
    private static final Duration WHOLE = Duration.ofSeconds(30);

    private final Map<HttpConnection, Watch> watches = new IdentityHashMap<>();
    private final ConnectionLimit limit;
    private final LongSupplier nanoTime;

    ConnectionDeadlines(ConnectionLimit limit, LongSupplier nanoTime) {
        this.limit = limit;
        this.nanoTime = nanoTime;
    }

    /** Begins to watch a new connection, or closes it if there are too many. */
    void opened(HttpConnection connection) {
        if (!limit.tryAcquire()) {
            close(connection);
            return;
        }
        watches.put(connection, new Watch(connection));
        connection.closeHandler(closed -> {
            watches.remove(connection);
            limit.release();
        });
    }

    /** Notes that the head of a request is complete, and gives what notes the rest. */
    Watch headReceived(HttpConnection connection) {
        Watch watch = watches.computeIfAbsent(connection, Watch::new);
        watch.begin();
        return watch;
    }

    /** Closes every connection that is late; says how many. */
    int sweep() {
        long now = nanoTime.getAsLong();
        int closed = 0;
        for (Iterator<Watch> all = watches.values().iterator(); all.hasNext(); ) {
            Watch watch = all.next();
            if (watch.isLate(now)) {
                all.remove();
                close(watch.connection);
                closed++;
            }
        }
        return closed;
    }

    /** Past the handler of Vert.x, which would let the closing wait behind the bytes that the peer does not read. */
    private static void close(HttpConnection connection) {
        if (connection instanceof ConnectionBase base) {
            base.channelHandlerContext().close();
        } else {
            connection.close();
        }
    }

    /** How far one connection has come. */
    final class Watch {

        private final HttpConnection connection;
        private long requestDeadline;
        private long deadline;

        private Watch(HttpConnection connection) {
            this.connection = connection;
            expect(FIRST_HEAD);
            this.requestDeadline = Long.MAX_VALUE;
        }

        private void begin() {
            expect(BODY);
            requestDeadline = nanoTime.getAsLong() + WHOLE.toNanos();
        }

        /** The request is whole; what is left is ours to do. */
        void bodyReceived() {
            deadline = requestDeadline;
        }

        /** The answer goes out. */
        void answering() {
            expect(WRITE);
        }

        /** The answer is written. */
        void answered() {
            expect(NEXT_HEAD);
        }

        private void expect(Duration within) {
            deadline = nanoTime.getAsLong() + within.toNanos();
        }

        private boolean isLate(long now) {
            return now - deadline > 0;
        }
    }
}
