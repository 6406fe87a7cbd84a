package io.bourse.app;

import io.bourse.crypto.MasterKeys;
import io.bourse.db.Database;
import io.bourse.logging.Logging;
import io.bourse.user.PgUserStore;
import io.vertx.core.Future;

/** A database and what is needed to work on it, for one command. */
record Workbench(Config config, Logging logging, DatabaseSource database, Platform platform) implements AutoCloseable {

    private static final int ATTEMPTS = 8;

    /** Fails with {@link io.bourse.db.StoreException} if the database does not answer. */
    static Workbench open(Config config) {
        Logging logging = Logging.start(config.log(), Logging.Target.STDERR);
        DatabaseSource database = DatabaseSource.shared(config);
        try {
            Platform platform = new Platform(config, database.config());
            Workbench bench = new Workbench(config, logging, database, platform);
            reach(platform.database, ATTEMPTS).await();
            return bench;
        } catch (RuntimeException failure) {
            database.close();
            logging.close();
            throw failure;
        }
    }

    /** Read only when asked for: not every command needs them. Fails with {@link io.bourse.config.ConfigException}. */
    MasterKeys masterKeys() {
        return MasterKeyFile.of(config, platform.random);
    }

    /** Services with their keys; reads the master keys. */
    Services services() {
        return new Services(
                platform, masterKeys(), new PgUserStore(platform.database, platform.changeLog), config.services());
    }

    /** In a process that has just begun, the first connection may take longer than a server lets anybody wait for one. */
    private static Future<Void> reach(Database database, int attempts) {
        Future<Void> reached = database.ping();
        return attempts == 1 ? reached : reached.recover(failure -> reach(database, attempts - 1));
    }

    @Override
    public void close() {
        platform.close();
        database.close();
        logging.close();
    }
}
