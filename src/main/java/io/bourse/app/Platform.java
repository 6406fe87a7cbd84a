package io.bourse.app;

import io.bourse.bus.RecordCodec;
import io.bourse.changelog.ChangeFollower;
import io.bourse.changelog.ChangeLog;
import io.bourse.changelog.Changes;
import io.bourse.config.ConfigException;
import io.bourse.crypto.Computation;
import io.bourse.crypto.CryptoProvider;
import io.bourse.db.Database;
import io.bourse.db.DatabaseClock;
import io.bourse.db.DatabaseConfig;
import io.bourse.db.PgListener;
import io.bourse.metrics.Metrics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What everything else stands on: event loops, database, change log, clock, crypto. Made in no time and without a
 * database being there.
 */
final class Platform implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Platform.class);
    private static final long END_SECONDS = 5;

    final Metrics metrics = new Metrics();
    final SecureRandom random = new SecureRandom();
    final DatabaseClock clock = new DatabaseClock();
    final Changes changes = new Changes();
    final CryptoProvider crypto;
    final Vertx vertx;
    final Computation computation;
    final Database database;
    final ChangeLog changeLog;
    final ChangeFollower follower;

    Platform(Config config, DatabaseConfig databaseConfig) {
        crypto = select(config.crypto().provider());
        vertx = Vertx.builder()
                .with(new VertxOptions()
                        .setEventLoopPoolSize(config.http().eventLoops())
                        .setMetricsOptions(metrics.vertxOptions()))
                .withMetrics(metrics.vertxFactory())
                .build();
        RecordCodec.register(vertx.eventBus());
        computation = crypto.isNative() ? Computation.INLINE : Computation.onWorkers(vertx);
        database = Database.open(vertx, databaseConfig);
        changeLog = new ChangeLog(database, changes);
        follower = new ChangeFollower(database, PgListener.source(vertx, databaseConfig), changes, clock);
    }

    private static CryptoProvider select(CryptoProvider.Choice choice) {
        try {
            return CryptoProvider.select(choice);
        } catch (IllegalStateException missing) {
            throw new ConfigException(List.of("BOURSE_CRYPTO: " + missing.getMessage()));
        }
    }

    /** Ends the connections, then the event loops. Blocks: nothing could come back on a loop that has ended. */
    @Override
    public void close() {
        awaitAtMost(database.close());
        awaitAtMost(vertx.close());
        metrics.close();
    }

    /** What fails to end, or does not in time, must not keep the rest from ending. */
    private static void awaitAtMost(Future<Void> ending) {
        try {
            ending.transform(done -> Future.<Void>succeededFuture()).await(END_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            LOG.warn("something did not end within {} s", END_SECONDS);
        }
    }
}
