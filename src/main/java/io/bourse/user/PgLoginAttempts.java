package io.bourse.user;

import io.bourse.crypto.Sha256;
import io.bourse.db.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Base64;

/** {@link LoginAttempts} counted in PostgreSQL, in windows that begin with the first attempt. */
public final class PgLoginAttempts implements LoginAttempts {

    /** Rows are purged when they are older. */
    public static final Duration MAX_WINDOW = Duration.ofDays(1);

    /** Above the limit nothing is written, so that a flood of guesses costs no disk. */
    private static final String RESERVE = """
            INSERT INTO login_attempt AS a (key, failures, since) VALUES ($1, 1, now())
            ON CONFLICT (key) DO UPDATE
            SET failures = CASE WHEN a.since <= now() - make_interval(secs => $3) THEN 1 ELSE a.failures + 1 END,
                since = CASE WHEN a.since <= now() - make_interval(secs => $3) THEN now() ELSE a.since END
            WHERE a.failures < $2 OR a.since <= now() - make_interval(secs => $3)
            """;

    private static final String LOOK = """
            SELECT FROM login_attempt
             WHERE key = $1 AND failures >= $2 AND since > now() - make_interval(secs => $3)
            """;

    private static final String FORGET = "DELETE FROM login_attempt WHERE key = $1";

    private final Database database;
    private final int limit;
    private final double windowSeconds;

    /**
     * @param limit attempts in a window, at least 1
     * @throws IllegalArgumentException if the window is not between one second and {@link #MAX_WINDOW}
     */
    public PgLoginAttempts(Database database, int limit, Duration window) {
        if (limit < 1 || window.compareTo(Duration.ofSeconds(1)) < 0 || window.compareTo(MAX_WINDOW) > 0) {
            throw new IllegalArgumentException("limit " + limit + " in " + window);
        }
        this.database = database;
        this.limit = limit;
        this.windowSeconds = window.toMillis() / 1_000.0;
    }

    @Override
    public Future<Boolean> reserve(String key) {
        return database.query(RESERVE, Tuple.of(stored(key), limit, windowSeconds))
                .map(rows -> rows.rowCount() == 1);
    }

    @Override
    public Future<Boolean> isOpen(String key) {
        return database.read(LOOK, Tuple.of(stored(key), limit, windowSeconds)).map(rows -> rows.size() == 0);
    }

    @Override
    public Future<Void> succeeded(String key) {
        return database.query(FORGET, Tuple.of(stored(key))).mapEmpty();
    }

    /** The form in which an account's key is stored. */
    public static String stored(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(key));
    }
}
