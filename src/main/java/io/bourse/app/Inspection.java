package io.bourse.app;

import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that a server knows and decides by, read from its database, for commands that ask instead of serving: keys,
 * revocations, entries. Nothing listens, no key is made or rotated, nothing is swept. Needs the settings of a server, the
 * issuer among them. Everything here blocks.
 */
final class Inspection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Inspection.class);

    /** Enough to read a million revocations. */
    private static final long LOAD_SECONDS = 30;

    private static final long END_SECONDS = 5;

    private final Workbench bench;
    private final Application application;
    private final String follower;

    private Inspection(Workbench bench, Application application, String follower) {
        this.bench = bench;
        this.application = application;
        this.follower = follower;
    }

    /**
     * Reads what a server reads before it is ready.
     *
     * @param config as {@link Config#forServer} has it
     * @throws io.bourse.db.StoreException if the database does not answer
     * @throws io.bourse.config.ConfigException if its schema is not ours
     */
    static Inspection open(Config config) {
        Workbench bench = Workbench.open(config);
        try {
            Platform platform = bench.platform();
            Application application = new Application(config, platform, bench.masterKeys(), () -> 0);
            String follower = platform.vertx.deployVerticle(platform.follower).await();
            application.read().timeout(LOAD_SECONDS, TimeUnit.SECONDS).await();
            return new Inspection(bench, application, follower);
        } catch (Throwable failure) {
            // await throws checked exceptions too, though it declares none
            bench.close();
            throw failure;
        }
    }

    Application application() {
        return application;
    }

    Platform platform() {
        return bench.platform();
    }

    /** The follower first: it must not take the end of its connections for a failure. */
    @Override
    public void close() {
        Future<Void> ended = platform().vertx.undeploy(follower).eventually(application::close);
        try {
            ended.transform(done -> Future.<Void>succeededFuture()).await(END_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            LOG.warn("what read the database did not end within {} s", END_SECONDS);
        }
        bench.close();
    }
}
