package io.bourse.db;

import io.bourse.config.Secret;
import io.vertx.core.Future;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * The schema's changes, forward only. Any number of processes may migrate at once: each change is made once, in one
 * transaction.
 */
public final class Migrations {

    /** The newest migration of this build. A database with a newer one will do: migrations add before they remove. */
    public static final int VERSION = 1;

    private static final int CONNECT_RETRIES = 10;

    private Migrations() {}

    /**
     * Brings the schema up to date; blocks. The password is read from the address.
     *
     * @return how many changes were made
     * @throws StoreException if the database cannot be reached or a change fails; nothing of that change remains
     * @throws io.bourse.config.ConfigException if what the database holds is not this schema
     */
    public static int migrate(DatabaseAddress address) {
        Secret password = address.password();
        try {
            return configuration()
                    .dataSource(PgOptions.jdbcUrl(address), address.user(), password == null ? "" : password.reveal())
                    .load()
                    .migrate()
                    .migrationsExecuted;
        } catch (FlywayException e) {
            throw StoreFailures.ofMigration(address, e);
        }
    }

    /**
     * Checks through the pool that the schema is new enough. Fails with
     * {@link io.bourse.config.ConfigException} if it is not, with {@link StoreException} if that cannot be known.
     */
    public static Future<Void> verify(Database database) {
        return new PgSchemaVersion(database).requireAtLeast(VERSION);
    }

    static FluentConfiguration configuration() {
        return Flyway.configure()
                .locations("classpath:db/migration")
                .schemas("public")
                .connectRetries(CONNECT_RETRIES)
                .connectRetriesInterval(1)
                .cleanDisabled(true);
    }
}
