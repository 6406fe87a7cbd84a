package io.bourse.db;

import io.bourse.config.Secret;
import io.bourse.config.Settings;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How to reach PostgreSQL.
 *
 * @param address null if no database is configured: then the embedded one is meant
 * @param listenAddress where notifications are listened for; differs from the address only behind a pooler
 * @param poolSize connections of this node, besides the one that listens
 * @param pooler whether the address is that of a pooler such as PgBouncer in transaction mode
 */
public record DatabaseConfig(
        @Nullable DatabaseAddress address, @Nullable DatabaseAddress listenAddress, int poolSize, boolean pooler) {

    private static final String URL = "BOURSE_DATABASE_URL";
    private static final String PASSWORD = "BOURSE_DATABASE_PASSWORD";
    private static final String LISTEN_URL = "BOURSE_DATABASE_LISTEN_URL";
    private static final int DEFAULT_POOL_SIZE = 16;

    /** Reads the {@code BOURSE_DATABASE_*} variables; what is wrong with them is noted in the settings. */
    public static DatabaseConfig from(Settings settings) {
        Optional<Secret> password = settings.secret(PASSWORD);
        Optional<DatabaseAddress> address = withPassword(settings, URL, password);
        Optional<DatabaseAddress> listen = withPassword(settings, LISTEN_URL, password);
        int poolSize = settings.integer("BOURSE_DATABASE_POOL_SIZE", DEFAULT_POOL_SIZE, 1, 200);
        boolean pooler = settings.flag("BOURSE_DATABASE_POOLER", false);
        boolean configured = settings.string(URL).isPresent();
        if (!configured && (password.isPresent() || settings.string(LISTEN_URL).isPresent() || pooler)) {
            settings.problem(URL, "is not set, but other variables of the database are; set it too");
        }
        if (configured && pooler && settings.string(LISTEN_URL).isEmpty()) {
            settings.problem(LISTEN_URL, "must name the database itself, because notifications do not pass a pooler");
        }
        return new DatabaseConfig(address.orElse(null), listen.or(() -> address).orElse(null), poolSize, pooler);
    }

    /** For a server whose address is known only when it runs. */
    public DatabaseConfig at(DatabaseAddress running) {
        return new DatabaseConfig(running, running, poolSize, false);
    }

    /**
     * The database itself, past a pooler.
     *
     * @throws IllegalStateException if no database is configured
     */
    public DatabaseAddress requireListenAddress() {
        if (listenAddress == null) {
            throw new IllegalStateException("no database is configured");
        }
        return listenAddress;
    }

    /** Whether the embedded database is meant, because no other is configured. */
    public boolean isEmbedded() {
        return address == null;
    }

    private static Optional<DatabaseAddress> withPassword(
            Settings settings, String variable, Optional<Secret> password) {
        Optional<DatabaseAddress> address = DatabaseUrl.read(settings, variable);
        if (variable.equals(URL)
                && password.isPresent()
                && address.map(DatabaseAddress::password).isPresent()) {
            settings.problem(PASSWORD, "is set, and " + URL + " holds a password too; keep one");
        }
        return address.map(
                found -> found.password() == null && password.isPresent() ? found.withPassword(password.get()) : found);
    }
}
