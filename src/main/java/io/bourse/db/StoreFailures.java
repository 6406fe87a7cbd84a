package io.bourse.db;

import io.bourse.config.ConfigException;
import io.vertx.core.Future;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.DatabaseException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Tells the failures of the database from all others and says what happened without repeating what the server said:
 * its texts quote values.
 */
final class StoreFailures {

    private static final Set<String> SERVER_GOES_AWAY = Set.of("57P01", "57P02", "57P03", "57P05");

    private StoreFailures() {}

    static StoreException noConnection(Throwable cause) {
        // Until there is a connection, no message can hold a value of a statement.
        String text =
                cause instanceof DatabaseException || cause.getMessage() == null ? describe(cause) : cause.getMessage();
        return new StoreException("no connection to the database: " + text, null, sqlState(cause));
    }

    /**
     * With what the server said in the end: a migration's statements hold no value that is a secret.
     * Without any such word, it is the wrong database: one of somebody else, or with another build's history.
     */
    static RuntimeException ofMigration(DatabaseAddress address, Throwable failure) {
        String text = "the migration of " + address + " failed: ";
        SQLException refused = innermost(failure);
        if (refused == null) {
            return new ConfigException(List.of(text + failure.getMessage()));
        }
        String state = refused.getSQLState();
        return new StoreException(text + "SQLSTATE " + state + ", " + refused.getMessage(), failure, answered(state));
    }

    private static @Nullable SQLException innermost(Throwable failure) {
        SQLException found = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            found = cause instanceof SQLException sql ? sql : found;
        }
        return found;
    }

    /** The driver gives states of class 08 to connections that it could not make, or that broke. */
    private static @Nullable String answered(@Nullable String state) {
        return state == null || state.startsWith("08") ? null : state;
    }

    /** Every failure becomes a {@link StoreException}. */
    static <T> Future<T> rethrow(Throwable failure) {
        return Future.failedFuture(isStore(failure) ? failure : wrap(failure));
    }

    /** Failures of the database become a {@link StoreException}; others pass. */
    static <T> Future<T> translate(Throwable failure) {
        return Future.failedFuture(isStore(failure) || !isOfDatabase(failure) ? failure : wrap(failure));
    }

    static boolean isDeadline(Throwable failure) {
        return failure instanceof TimeoutException;
    }

    /** Whether the connection broke, rather than the statement. */
    static boolean isConnectionLost(Throwable failure) {
        String state = sqlState(failure);
        if (state != null) {
            return state.startsWith("08") || SERVER_GOES_AWAY.contains(state);
        }
        return failure instanceof IOException
                || failure instanceof ClosedConnectionException
                || failure.getClass() == VertxException.class;
    }

    private static boolean isStore(Throwable failure) {
        return failure instanceof StoreException;
    }

    private static boolean isOfDatabase(Throwable failure) {
        return failure instanceof DatabaseException || isDeadline(failure) || isConnectionLost(failure);
    }

    private static StoreException wrap(Throwable failure) {
        String message = isDeadline(failure)
                ? "the database did not answer in time"
                : "the database failed: " + describe(failure);
        return new StoreException(message, null, sqlState(failure));
    }

    private static String describe(Throwable failure) {
        if (failure instanceof PgException refused) {
            String constraint = refused.getConstraint();
            return "SQLSTATE " + refused.getSqlState() + (constraint == null ? "" : " at " + constraint);
        }
        // Vert.x's own texts quote the value that they could not send.
        return failure instanceof IOException && failure.getMessage() != null
                ? failure.getMessage()
                : failure.getClass().getSimpleName();
    }

    private static @Nullable String sqlState(Throwable failure) {
        return failure instanceof DatabaseException refused ? refused.getSqlState() : null;
    }
}
