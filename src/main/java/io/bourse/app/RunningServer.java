package io.bourse.app;

import static java.util.Objects.requireNonNull;

import io.bourse.config.ConfigException;
import io.bourse.http.PortTakenException;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server with its database, in this process. Everything here blocks. */
final class RunningServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunningServer.class);

    private final Config config;
    private final LongSupplier droppedLogLines;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private @Nullable Platform platform;
    private @Nullable Application application;
    private @Nullable Server server;

    /** @param droppedLogLines for the metrics */
    RunningServer(Config config, LongSupplier droppedLogLines) {
        this.config = config;
        this.droppedLogLines = droppedLogLines;
    }

    /**
     * Starts the database if it is ours, and listens. Whatever was opened by then is closed again if it fails.
     *
     * @throws ConfigException with every problem, such as a line for each port that is taken
     */
    synchronized void start() {
        requireFreePorts(config);
        try {
            DatabaseSource database = DatabaseSource.own(config);
            opened.push(database);
            platform = new Platform(config, database.config());
            opened.push(platform);
            application = new Application(config, platform, MasterKeyFile.of(config, platform.random), droppedLogLines);
            server = new Server(config, platform, application);
            opened.push(this::stopServer);
            server.start().await();
        } catch (RuntimeException failure) {
            close();
            throw failure instanceof PortTakenException taken
                    ? new ConfigException(List.of(String.valueOf(taken.getMessage())))
                    : failure;
        }
    }

    /** All at once, before anything is started; a port that is taken in between is found when it is bound. */
    private static void requireFreePorts(Config config) {
        Map<String, Integer> ports = new TreeMap<>(Map.of(
                "BOURSE_PORT", config.http().port(),
                "BOURSE_MANAGEMENT_PORT", config.http().managementPort()));
        requireFreePorts(config.http().host(), ports);
    }

    static void requireFreePorts(String host, Map<String, Integer> ports) {
        try {
            listen(host, 0);
        } catch (IOException elsewhere) {
            throw new ConfigException(List.of(
                    "BOURSE_HOST: " + host + " is no address of this machine (" + elsewhere.getMessage() + ")"));
        }
        List<String> problems = new ArrayList<>();
        ports.forEach((variable, port) -> {
            try {
                listen(host, port);
            } catch (IOException taken) {
                problems.add(
                        variable + ": cannot listen on port " + port + " (" + taken.getMessage() + "); set another");
            }
        });
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    private static void listen(String host, int port) throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(host, port));
        }
    }

    /** Waits until the first token could be issued. To be called after {@link #start}. */
    void awaitReady() {
        requireNonNull(server).load().await();
    }

    /** To be asked for after {@link #start}. */
    Platform platform() {
        return requireNonNull(platform);
    }

    /** To be asked for after {@link #start}. */
    Application application() {
        return requireNonNull(application);
    }

    private void stopServer() {
        requireNonNull(server)
                .stop()
                .transform(done -> Future.<Void>succeededFuture())
                .await();
    }

    /** Stops as SIGTERM does; the database goes last. Waits for a start that is under way. */
    @Override
    public synchronized void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception failure) {
                LOG.warn("something did not end well", failure);
            }
        }
    }
}
