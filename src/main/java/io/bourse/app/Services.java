package io.bourse.app;

import io.bourse.crypto.Computation;
import io.bourse.crypto.MasterKeys;
import io.bourse.crypto.PasswordCost;
import io.bourse.crypto.PasswordHasher;
import io.bourse.crypto.UuidV7;
import io.bourse.entry.Apply;
import io.bourse.entry.PgCatalog;
import io.bourse.service.AccountRegistry;
import io.bourse.service.KeyValues;
import io.bourse.service.PgAccounts;
import io.bourse.service.PgDeeds;
import io.bourse.service.PgKeys;
import io.bourse.service.PgServices;
import io.bourse.service.ServiceConfig;
import io.bourse.service.ServiceDirectory;
import io.bourse.service.ServiceRegistry;
import io.bourse.user.UserStore;
import io.vertx.core.Future;

/** Services with their keys and users, for the doors and for the commands that make the first. */
final class Services {

    private static final int QUEUE = 100;

    final ServiceDirectory directory;
    final UuidV7 ids;
    private final ServiceConfig config;
    private final PasswordHasher hasher;

    Services(Platform platform, MasterKeys masterKeys, UserStore users, ServiceConfig config) {
        this.config = config;
        ids = new UuidV7(platform.clock, platform.random);
        // Of its own, so that no login waits for users who are being made.
        hasher = new PasswordHasher(platform.vertx, "bourse-sso", 1, QUEUE, PasswordCost.DEFAULT, platform.random);
        Apply apply = Applying.callers(platform, masterKeys, hasher);
        PgKeys keys = new PgKeys(platform.database, platform.changeLog, new KeyValues(platform.random), ids::next);
        PgCatalog catalog = new PgCatalog(platform.database, platform.changeLog);
        directory = new ServiceDirectory(
                config.project(),
                new ServiceRegistry(
                        apply,
                        Computation.onWorkers(platform.vertx),
                        catalog,
                        new PgServices(platform.database, config.project()),
                        keys,
                        ids::next),
                new AccountRegistry(
                        apply, catalog, new PgAccounts(platform.database, config.project()), users, config.project()),
                keys,
                new PgDeeds(platform.database));
    }

    /** Forgets what is older than is wanted. */
    Future<Void> purge() {
        return directory.deeds().purge(config.auditRetention());
    }

    Future<Void> close() {
        return hasher.close();
    }
}
