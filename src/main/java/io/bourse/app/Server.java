package io.bourse.app;

import io.bourse.config.ConfigException;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs an {@link Application}: listens at once, becomes ready when the database has been read, stops without dropping a
 * request; what it stands on stays for whoever made it to close.
 */
final class Server {

    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int ATTEMPTS_PER_WARNING = 60;
    private static final Duration MARGIN = Duration.ofSeconds(2);

    private final Config config;
    private final Platform platform;
    private final Application application;
    private final Deque<Queue<String>> deployed = new ArrayDeque<>();
    private volatile boolean stopping;
    private String warned = "";
    private int attempts;

    Server(Config config, Platform platform, Application application) {
        this.config = config;
        this.platform = platform;
        this.application = application;
    }

    /**
     * Listens. Succeeds also when the database is not there; fails with {@link io.bourse.http.PortTakenException} if a
     * port is taken.
     */
    Future<Void> start() {
        Future<Void> started = Future.succeededFuture();
        for (List<Deployable> group : application.verticles()) {
            started = started.compose(before -> deploy(group));
        }
        return started;
    }

    private Future<Void> deploy(List<Deployable> group) {
        Queue<String> ids = new ConcurrentLinkedQueue<>();
        deployed.push(ids);
        return Future.join(group.stream()
                        .map(verticle -> platform.vertx.deployVerticle(verticle).onSuccess(ids::add))
                        .toList())
                .mapEmpty();
    }

    /**
     * Reads what serving needs, and tries again until it succeeds: a database may come later than its clients. Succeeds
     * when this node is ready; fails only with {@link ConfigException}, if the schema is too old.
     */
    Future<Void> load() {
        Promise<Void> loaded = Promise.promise();
        attempt(loaded);
        return loaded.future();
    }

    private void attempt(Promise<Void> loaded) {
        application.load().onSuccess(loaded::complete).onFailure(failure -> {
            if (failure instanceof ConfigException || stopping) {
                loaded.fail(failure);
            } else {
                warn(String.valueOf(failure.getMessage()));
                platform.vertx.setTimer(RETRY.toMillis(), timer -> attempt(loaded));
            }
        });
    }

    /** What keeps us from being ready at once, and from then on now and then. */
    private void warn(String reason) {
        if (!reason.equals(warned)) {
            warned = reason;
            attempts = 0;
        }
        if (attempts++ % ATTEMPTS_PER_WARNING == 0) {
            LOG.warn("not ready: {}; trying again each second", reason);
        }
    }

    /** Not ready from now on, but serving for the drain time; then finishes what is in flight, and ends. */
    Future<Void> stop() {
        stopping = true;
        LOG.info(
                "stopping: not ready any more, serving for another {} s",
                config.http().drain().toSeconds());
        application.beginDraining();
        return after(config.http().drain())
                .compose(drained -> undeployAll())
                .eventually(application::close)
                .timeout(stopLimit().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whatever hangs by then is left to the end of the process. */
    private Duration stopLimit() {
        return config.http().drain().plus(config.http().shutdownTimeout()).plus(MARGIN);
    }

    private Future<Void> after(Duration pause) {
        return pause.isZero()
                ? Future.succeededFuture()
                : platform.vertx.timer(pause.toMillis(), TimeUnit.MILLISECONDS).mapEmpty();
    }

    /**
     * In reverse order, so that nothing loses what it stands on. A group at once: one server that waits for a request
     * must not keep the others from ceasing to listen.
     */
    private Future<Void> undeployAll() {
        if (deployed.isEmpty()) {
            return Future.succeededFuture();
        }
        return Future.join(deployed.pop().stream().map(platform.vertx::undeploy).toList())
                .transform(done -> undeployAll());
    }
}
