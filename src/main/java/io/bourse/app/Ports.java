package io.bourse.app;

import io.bourse.admin.ExplainResource;
import io.bourse.audit.AuditLog;
import io.bourse.client.ClientAuthenticator;
import io.bourse.door.oauth.OAuthDoor;
import io.bourse.door.oauth.OAuthErrors;
import io.bourse.door.oauth.SignedIntrospection;
import io.bourse.grant.Explainer;
import io.bourse.grant.TokenPipeline;
import io.bourse.http.BearerAuthentication;
import io.bourse.http.Binding;
import io.bourse.http.ConnectionLimit;
import io.bourse.http.Door;
import io.bourse.http.Draining;
import io.bourse.http.HealthEndpoint;
import io.bourse.http.HttpVerticle;
import io.bourse.http.MetricsEndpoint;
import io.bourse.http.RequestPipeline;
import io.bourse.http.Routes;
import io.bourse.revocation.Revocations;
import io.bourse.revocation.TokenRevoker;
import io.bourse.token.Introspector;
import io.bourse.token.RefreshTokens;
import io.vertx.core.Deployable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** What listens: the public port and the management port. {@link #doors()} lists the doors: a new one is a line there. */
final class Ports {

    /** What a client may sign its assertions with. */
    static final Set<String> ASSERTION_ALGORITHMS =
            Set.of("ES256", "ES384", "ES512", "EdDSA", "PS256", "PS384", "PS512", "RS256", "RS384", "RS512");

    /** Apart from those of the doors, so that a flood there cannot fail the probes. */
    private static final int MANAGEMENT_CONNECTIONS = 256;

    private final Config config;
    private final Platform platform;
    private final Means means;
    private final Draining draining = new Draining();
    private final ConnectionLimit connections;

    /** What the doors hand calls to. */
    record Means(
            Stores stores,
            Keys keys,
            Deciding deciding,
            ClientAuthenticator authenticator,
            TokenPipeline pipeline,
            RefreshTokens refreshTokens,
            Administration administration,
            Explainer explainer,
            AuditLog audit) {}

    Ports(Config config, Platform platform, Means means) {
        this.config = config;
        this.platform = platform;
        this.means = means;
        this.connections = new ConnectionLimit(config.http().maxConnections());
    }

    /** Every dialect that the public port speaks. */
    private List<Door> doors() {
        return List.of(oauth());
    }

    private Door oauth() {
        Keys keys = means.keys();
        Deciding deciding = means.deciding();
        return new OAuthDoor(
                config.issuer(),
                means.pipeline(),
                means.authenticator(),
                new BearerAuthentication<>(platform.vertx, keys.ring()::publicKeys, deciding.ownTokens()::verify),
                means.stores().clients(),
                new TokenRevoker(
                        means.refreshTokens(), deciding.ownTokens(), new Revocations(platform.vertx.eventBus())),
                new Introspector(
                        deciding.ownTokens(),
                        means.refreshTokens(),
                        means.stores().families()),
                new SignedIntrospection(config.issuer(), keys.ring(), platform.computation, platform.clock),
                keys.ring(),
                ASSERTION_ALGORITHMS,
                means.audit());
    }

    /** What the management port answers. */
    private List<Door> managementDoors() {
        Map<String, BooleanSupplier> checks = Map.of(
                "change-log", platform.follower::isFresh,
                "revocations", platform.follower::isLoaded,
                "signing-keys", () -> !means.keys().ring().isEmpty());
        Stream<Door> always = Stream.of(
                new HealthEndpoint(checks, draining, new OAuthErrors()),
                new MetricsEndpoint(platform.metrics, new OAuthErrors()));
        ExplainResource explaining = new ExplainResource(
                means.explainer(), () -> !means.keys().ring().isEmpty());
        return Stream.concat(always, means.administration().door(config.admin(), explaining, means.audit()).stream())
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
        RequestPipeline requests = requests(doors());
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
