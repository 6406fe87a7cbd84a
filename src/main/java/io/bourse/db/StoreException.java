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
    private final @Nullable String consequence;

    public StoreException(String message) {
        this(message, null, null, null);
    }

    public StoreException(String message, Throwable cause) {
        this(message, cause, null, null);
    }

    StoreException(String message, @Nullable Throwable cause, @Nullable String sqlState) {
        this(message, cause, sqlState, null);
    }

    private StoreException(
            String message, @Nullable Throwable cause, @Nullable String sqlState, @Nullable String consequence) {
        super(consequence == null ? message : message + "; " + consequence, cause, false, cause != null);
        this.sqlState = sqlState;
        this.consequence = consequence;
    }

    /** The same, with what follows from it for whoever asked: a sentence for people, without a secret. */
    public StoreException with(String told) {
        return new StoreException(String.valueOf(getMessage()), getCause(), sqlState, told);
    }

    /** What follows from it for whoever asked; empty if nobody said. */
    public Optional<String> consequence() {
        return Optional.ofNullable(consequence);
    }

    /** PostgreSQL's error code, such as {@code 23505}; empty if the database did not answer. */
    public Optional<String> sqlState() {
        return Optional.ofNullable(sqlState);
    }
}
