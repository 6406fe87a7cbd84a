package io.bourse.db;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The database did not answer in time or failed. Whether a write took effect is unknown, so every write of ours can be
 * repeated. The message names what went wrong and holds no value of the statement.
 */
public final class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final @Nullable String sqlState;

    public StoreException(String message) {
        this(message, null, null);
    }

    public StoreException(String message, Throwable cause) {
        this(message, cause, null);
    }

    StoreException(String message, @Nullable Throwable cause, @Nullable String sqlState) {
        super(message, cause, false, cause != null);
        this.sqlState = sqlState;
    }

    /** The same, with what the caller makes of it. */
    public StoreException with(String consequence) {
        return new StoreException(getMessage() + "; " + consequence, getCause(), sqlState);
    }

    /** PostgreSQL's error code, such as {@code 23505}; empty if the database did not answer. */
    public Optional<String> sqlState() {
        return Optional.ofNullable(sqlState);
    }
}
