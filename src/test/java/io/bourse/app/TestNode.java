package io.bourse.app;

import io.bourse.config.Settings;
import io.bourse.db.DatabaseAddress;
import io.bourse.entry.Applied;
import io.bourse.entry.ExternalSecrets;
import io.bourse.http.Routes;
import io.bourse.keys.SigningKeys;
import io.bourse.service.NewKey;
import io.bourse.service.ServiceCreation;
import io.bourse.service.ServiceDraft;
import io.bourse.user.PgUserStore;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** One node of the real service in this process, on a database that several may share. */
public final class TestNode implements AutoCloseable {

    /** Known, so that several nodes share it. */
    public static final String MASTER_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private final Config config;
    private final RunningServer server;

    private TestNode(Config config, RunningServer server) {
        this.config = config;
        this.server = server;
    }

    /** Starts and waits until it is ready. The settings come on top of those that a node needs. */
    public static TestNode start(DatabaseAddress database, Map<String, String> settings) {
        TestNode node = startUnready(database, settings);
        node.server.awaitReady();
        return node;
    }

    /** Starts, and does not wait for the database. */
    public static TestNode startUnready(DatabaseAddress database, Map<String, String> settings) {
        int port = freePort();
        Map<String, String> variables = new HashMap<>(Map.of(
                "BOURSE_HOST",
                "127.0.0.1",
                "BOURSE_PORT",
                Integer.toString(port),
                "BOURSE_MANAGEMENT_PORT",
                Integer.toString(freePort()),
                "BOURSE_ISSUER",
                "http://localhost:" + port,
                "BOURSE_DRAIN",
                "0s",
                "BOURSE_MASTER_KEY",
                MASTER_KEY,
                "BOURSE_DATABASE_URL",
                url(database)));
        variables.putAll(settings);
        Config config = Config.forServer(new Settings(variables));
        RunningServer server = new RunningServer(config, () -> 0);
        server.start();
        return new TestNode(config, server);
    }

    /** Goes on trying until the database answers; completes when this node could issue the first token. */
    public CompletableFuture<Void> load() {
        return CompletableFuture.runAsync(server::awaitReady);
    }

    /** The address as the setting has it. */
    public static String url(DatabaseAddress database) {
        String password =
                database.password() == null ? "" : ":" + database.password().reveal();
        return "postgresql://" + database.user() + password + "@" + database.host() + ":" + database.port() + "/"
                + database.database() + "?sslmode=disable";
    }

    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Applied apply(String entries) {
        return Applying.files(
                        server.platform(), MasterKeyFile.of(config, server.platform().random), ExternalSecrets.NONE)
                .run("test.yaml", entries, false)
                .await();
    }

    /** A token under this node's own key, with whatever claims: one that this service would never have issued. */
    public String sign(String type, String claims) {
        Keys keys = Keys.of(server.platform(), MasterKeyFile.of(config, server.platform().random), config.keys());
        keys.signingKeys().reload().await();
        return keys.ring().sign(type, claims.getBytes(StandardCharsets.UTF_8));
    }

    /** Signing keys as this node and {@code rotate-keys} handle them. */
    public SigningKeys signingKeys() {
        Platform platform = server.platform();
        return Keys.of(platform, MasterKeyFile.of(config, platform.random), config.keys())
                .signingKeys();
    }

    /** What callers may ask of the public port. */
    public List<Routes.Declared> routes() {
        return server.application().publicRoutes();
    }

    /** A service as {@code create-service-with-key} makes one. */
    public record CreatedWithKey(String id, String key) {}

    /** @param exchanging with the services made before */
    public CreatedWithKey createService(String name, boolean exchanging) {
        Services services = services();
        try {
            ServiceCreation made = services.directory
                    .services()
                    .createWithKey(new ServiceDraft(name, "https://" + name + ".example.com", null, true, exchanging))
                    .await();
            return new CreatedWithKey(made.service().id(), made.key().value().reveal());
        } finally {
            services.close().await();
        }
    }

    /** A root key as {@code create-root-key} makes one. */
    public String createRootKey(String name) {
        Services services = services();
        try {
            services.directory.services().createProject().await();
            return services.directory
                    .keys()
                    .create(NewKey.root(name))
                    .await()
                    .orElseThrow()
                    .value()
                    .reveal();
        } finally {
            services.close().await();
        }
    }

    private Services services() {
        Platform platform = server.platform();
        return new Services(
                platform,
                MasterKeyFile.of(config, platform.random),
                new PgUserStore(platform.database, platform.changeLog),
                config.services());
    }

    public int port() {
        return config.http().port();
    }

    public int managementPort() {
        return config.http().managementPort();
    }

    public String issuer() {
        return config.issuer();
    }

    public Vertx vertx() {
        return server.platform().vertx;
    }

    /** How many statements this node has sent to the database so far, those of the change log's follower included. */
    public long statements() {
        return server.platform().database.statements();
    }

    @Override
    public void close() {
        server.close();
    }
}
