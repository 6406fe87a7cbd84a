package io.bourse.changelog;

import io.bourse.db.Database;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Purges expired rows and keeps the partitions of families, about once a minute and on one node at a time, and runs
 * what others want done as regularly. What fails is logged and tried again in the next round; the rest goes on.
 */
public final class Housekeeping extends VerticleBase {

    private static final Duration DEFAULT_PERIOD = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    private final List<Supplier<Future<Void>>> tasks;
    private final Duration period;
    private boolean stopped;

    /** @param tasks run on every node; each sees to it itself that several nodes at once do no harm */
    public Housekeeping(Database database, List<Supplier<Future<Void>>> tasks) {
        this(database, tasks, DEFAULT_PERIOD);
    }

    Housekeeping(Database database, List<Supplier<Future<Void>>> tasks, Duration period) {
        this.tasks =
                Stream.concat(new PgPurge(database).steps(), tasks.stream()).toList();
        this.period = period;
    }

    @Override
    public Future<?> start() {
        later();
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        stopped = true;
        return Future.succeededFuture();
    }

    /** One round; never fails. */
    Future<Void> run() {
        Future<Void> done = Future.succeededFuture();
        for (Supplier<Future<Void>> task : tasks) {
            done = done.compose(previous -> attempt(task));
        }
        return done;
    }

    private void later() {
        long half = Math.max(1, period.toMillis() / 2);
        vertx.setTimer(half + ThreadLocalRandom.current().nextLong(2 * half), timer -> {
            if (!stopped) {
                run().onComplete(done -> later());
            }
        });
    }

    private static Future<Void> attempt(Supplier<Future<Void>> task) {
        return Future.<Void>succeededFuture().compose(ready -> task.get()).otherwise(failure -> {
            LOG.warn("housekeeping failed: {}", failure.toString());
            return null;
        });
    }
}
