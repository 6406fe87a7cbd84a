package io.bourse.app;

import io.bourse.admin.ExplainResource;
import io.bourse.audit.AuditLog;
import io.bourse.door.oauth.OAuthErrors;
import io.bourse.grant.Explainer;
import io.bourse.http.Binding;
import io.bourse.http.ConnectionLimit;
import io.bourse.http.Door;
import io.bourse.http.Draining;
import io.bourse.http.HealthEndpoint;
import io.bourse.http.HttpVerticle;
import io.bourse.http.MetricsEndpoint;
import io.bourse.http.RequestPipeline;
import io.bourse.http.Routes;
import io.vertx.core.Deployable;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** What listens: the public port, with the doors, and the management port. */
final class Ports {

    /** Apart from those of the doors, so that a flood there cannot fail the probes. */
    private static final int MANAGEMENT_CONNECTIONS = 256;

    private final Config config;
    private final Platform platform;
    private final Doors doors;
    private final Management management;
    private final Draining draining = new Draining();
    private final ConnectionLimit connections;

    /** What the management port answers from. */
    record Management(Administration administration, Explainer explainer, Keys keys, AuditLog audit) {}

    Ports(Config config, Platform platform, Doors doors, Management management) {
        this.config = config;
        this.platform = platform;
        this.doors = doors;
        this.management = management;
        this.connections = new ConnectionLimit(config.http().maxConnections());
    }

    /** What callers may ask of the public port. */
    List<Routes.Declared> publicRoutes() {
        return new Routes(doors.all(), new OAuthErrors()).declared();
    }

    /** What the management port answers. */
    private List<Door> managementDoors() {
        Map<String, BooleanSupplier> checks = Map.of(
                "change-log", platform.follower::isFresh,
                "revocations", platform.follower::isLoaded,
                "signing-keys", () -> !management.keys().ring().isEmpty());
        Stream<Door> always = Stream.of(
                new HealthEndpoint(checks, draining, new OAuthErrors()),
                new MetricsEndpoint(platform.metrics, new OAuthErrors()));
        ExplainResource explaining = new ExplainResource(
                management.explainer(), () -> !management.keys().ring().isEmpty());
        return Stream.concat(
                        always,
                        management.administration().door(config.admin(), explaining, management.audit()).stream())
                .toList();
    }

    /** The server of the management port. */
    Deployable managementServer() {
        return server(
                config.http().managementBinding(),
                requests(managementDoors()),
                new ConnectionLimit(MANAGEMENT_CONNECTIONS));
    }

    /** The servers of the public port, one for each event loop. */
    List<Deployable> publicServers() {
        RequestPipeline requests = requests(doors.all());
        return Stream.generate(() -> server(config.http().binding(), requests, connections))
                .limit(config.http().eventLoops())
                .toList();
    }

    private RequestPipeline requests(List<Door> doors) {
        return new RequestPipeline(
                new Routes(doors, new OAuthErrors()), config.http().corsOrigins(), draining, platform.metrics);
    }

    private Deployable server(Binding binding, RequestPipeline requests, ConnectionLimit limit) {
        return new HttpVerticle(binding, requests, limit, config.http().shutdownTimeout());
    }

    /** From now on every answer closes its connection, and the node is not ready. */
    void beginDraining() {
        draining.begin();
    }

    /** How many callers of the public port are connected. */
    int open() {
        return connections.open();
    }
}
