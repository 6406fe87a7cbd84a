package io.bourse.app;

import io.bourse.config.ConfigException;
import io.bourse.db.DatabaseAddress;
import io.bourse.db.DatabaseConfig;
import io.bourse.db.EmbeddedServer;
import io.bourse.db.Migrations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The database that a command works on: the configured one, or the embedded one, running already or started for it. */
final class DatabaseSource implements AutoCloseable {

    private final DatabaseConfig config;
    private final @Nullable EmbeddedServer started;

    private DatabaseSource(DatabaseConfig config, @Nullable EmbeddedServer started) {
        this.config = config;
        this.started = started;
    }

    /** For a server: starts and migrates the embedded database if none is configured. Blocks. */
    static DatabaseSource own(Config config) {
        if (!config.database().isEmbedded()) {
            return new DatabaseSource(config.database(), null);
        }
        EmbeddedServer server = EmbeddedServer.start(directory(config));
        try {
            Migrations.migrate(server.address());
            return new DatabaseSource(config.database().at(server.address()), server);
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /**
     * For a command beside a server: uses the embedded database that a server runs, or starts it. Blocks.
     *
     * @throws ConfigException if none is configured and there is no embedded one: a command makes none by accident
     */
    static DatabaseSource shared(Config config) {
        if (config.database().isEmbedded() && !Files.isDirectory(directory(config))) {
            Path demo = Config.demoDir(config.dataDir());
            throw new ConfigException(List.of("there is no database: BOURSE_DATABASE_URL is not set, and nothing was"
                    + " started yet in " + config.dataDir().toAbsolutePath() + " (BOURSE_DATA_DIR)"
                    + (Files.isDirectory(demo) ? "; the demo's is in " + demo : "")));
        }
        Optional<DatabaseAddress> running =
                config.database().isEmbedded() ? EmbeddedServer.running(directory(config)) : Optional.empty();
        return running.map(address -> new DatabaseSource(config.database().at(address), null))
                .orElseGet(() -> own(config));
    }

    private static Path directory(Config config) {
        return config.dataDir().resolve("postgres");
    }

    DatabaseConfig config() {
        return config;
    }

    @Override
    public void close() {
        if (started != null) {
            started.close();
        }
    }
}
