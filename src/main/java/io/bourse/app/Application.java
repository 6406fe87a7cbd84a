package io.bourse.app;

import io.bourse.audit.AuditLog;
import io.bourse.audit.LogAuditLog;
import io.bourse.changelog.Housekeeping;
import io.bourse.client.ClientAssertions;
import io.bourse.client.ClientAuthenticator;
import io.bourse.client.ClientKeys;
import io.bourse.client.ClientSecrets;
import io.bourse.crypto.MasterKeys;
import io.bourse.crypto.PasswordCost;
import io.bourse.crypto.PasswordHasher;
import io.bourse.crypto.UuidV7;
import io.bourse.db.Migrations;
import io.bourse.door.oauth.OAuthDoor;
import io.bourse.door.oauth.OAuthErrors;
import io.bourse.grant.ClientCredentialsGrant;
import io.bourse.grant.ConvertTokenGrant;
import io.bourse.grant.DecisionLog;
import io.bourse.grant.Grant;
import io.bourse.grant.Grants;
import io.bourse.grant.PasswordGrant;
import io.bourse.grant.RefreshTokenGrant;
import io.bourse.grant.TokenExchangeGrant;
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
import io.bourse.jose.OwnJwtVerifier;
import io.bourse.provider.Outbound;
import io.bourse.provider.OutboundLimits;
import io.bourse.provider.ProviderProofs;
import io.bourse.provider.ProviderSecrets;
import io.bourse.provider.SystemNameResolver;
import io.bourse.revocation.RevocationVerticle;
import io.bourse.revocation.Revocations;
import io.bourse.revocation.TokenRevoker;
import io.bourse.token.Introspector;
import io.bourse.token.OwnTokens;
import io.bourse.token.RefreshTokens;
import io.bourse.token.RevocationIndex;
import io.bourse.token.Standing;
import io.bourse.token.TokenIssuer;
import io.bourse.user.PasswordLogin;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * The composition root: every collaborator is made here and handed over by constructor. {@link #grants()} and
 * {@link #doors()} are the registration lists: a new grant or a new door is one line there.
 */
final class Application {

    /** What a client may sign its assertions with. */
    private static final Set<String> ASSERTION_ALGORITHMS =
            Set.of("ES256", "ES384", "ES512", "EdDSA", "PS256", "PS384", "PS512", "RS256", "RS384", "RS512");

    /** Apart from those of the doors, so that a flood there cannot fail the probes. */
    private static final int MANAGEMENT_CONNECTIONS = 256;

    private static final int CLIENT_SECRET_THREADS = 1;
    private static final int CLIENT_SECRET_QUEUE = 32;

    private final Draining draining = new Draining();
    private final AuditLog audit = new LogAuditLog();
    private final Config config;
    private final Platform platform;
    private final Stores stores;
    private final Keys keys;
    private final PasswordHasher passwordHasher;
    private final PasswordHasher secretHasher;
    private final ConnectionLimit connections;
    private final RevocationIndex index = new RevocationIndex();
    private final RefreshTokens refreshTokens;
    private final OwnTokens ownTokens;
    private final Outbound outbound;
    private final ProviderProofs proofs;
    private final ClientAuthenticator authenticator;
    private final TokenPipeline pipeline;

    Application(Config config, Platform platform, MasterKeys masterKeys, LongSupplier droppedLogLines) {
        this.config = config;
        this.platform = platform;
        platform.changes.register(index);
        stores = Stores.of(platform, config.tokens(), config.logins());
        keys = Keys.of(platform, masterKeys, config.keys());
        refreshTokens = new RefreshTokens(masterKeys);
        ownTokens = new OwnTokens(
                config.issuer(),
                new OwnJwtVerifier(keys.ring()),
                platform.computation,
                index,
                platform.follower::isFresh,
                new Standing(stores.clients(), stores.users()),
                platform.clock);
        passwordHasher = hasher(
                "bourse-passwords",
                config.crypto().passwordThreads(),
                config.crypto().passwordQueue());
        secretHasher = hasher("bourse-client-secrets", CLIENT_SECRET_THREADS, CLIENT_SECRET_QUEUE);
        outbound =
                new Outbound(platform.vertx, new SystemNameResolver(), OutboundLimits.STANDARD, platform.clock, null);
        proofs = new ProviderProofs(
                outbound, new ProviderSecrets(masterKeys), platform.clock, platform.random, platform.crypto.provider());
        connections = new ConnectionLimit(config.http().maxConnections());
        authenticator = authenticator();
        pipeline = pipeline();
        registerGauges(droppedLogLines);
    }

    private PasswordHasher hasher(String pool, int threads, int queue) {
        return new PasswordHasher(platform.vertx, pool, threads, queue, PasswordCost.DEFAULT, platform.random);
    }

    private ClientAuthenticator authenticator() {
        return new ClientAuthenticator(
                stores.clients(),
                new ClientSecrets(secretHasher),
                new ClientAssertions(
                        config.issuer(),
                        new ClientKeys(ASSERTION_ALGORITHMS, platform.crypto.provider()),
                        platform.computation,
                        stores.singleUse(),
                        platform.clock));
    }

    private TokenPipeline pipeline() {
        Grants grants = new Grants(grants());
        TokenIssuer issuer = new TokenIssuer(
                config.issuer(),
                keys.ring(),
                refreshTokens,
                stores.families(),
                platform.computation,
                new UuidV7(platform.clock, platform.random),
                platform.clock);
        DecisionLog decisions = new DecisionLog(audit, platform.metrics, grants.types());
        return new TokenPipeline(authenticator, grants, issuer, decisions, platform.clock);
    }

    /** Every grant of the token endpoint. */
    private List<Grant> grants() {
        return List.of(
                new PasswordGrant(new PasswordLogin(stores.users(), passwordHasher, stores.loginAttempts())),
                new RefreshTokenGrant(refreshTokens, stores.families(), ownTokens),
                new ClientCredentialsGrant(),
                new ConvertTokenGrant(stores.providers(), proofs, stores.users(), ownTokens),
                new TokenExchangeGrant(ownTokens, stores.exchanges(), platform.clock));
    }

    /** Every dialect that the public port speaks. */
    private List<Door> doors() {
        return List.of(new OAuthDoor(
                config.issuer(),
                pipeline,
                authenticator,
                new BearerAuthentication<>(platform.vertx, keys.ring()::publicKeys, ownTokens::verify),
                stores.clients(),
                new TokenRevoker(refreshTokens, ownTokens, new Revocations(platform.vertx.eventBus())),
                new Introspector(ownTokens, refreshTokens, stores.families()),
                keys.ring(),
                ASSERTION_ALGORITHMS,
                audit));
    }

    /** What the management port answers. */
    private List<Door> managementDoors() {
        Map<String, BooleanSupplier> checks = Map.of(
                "change-log", platform.follower::isFresh,
                "revocations", platform.follower::isLoaded,
                "signing-keys", () -> !keys.ring().isEmpty());
        return List.of(
                new HealthEndpoint(checks, draining, new OAuthErrors()),
                new MetricsEndpoint(platform.metrics, new OAuthErrors()));
    }

    /** What runs, in the order in which it starts: first what others rely on. What stands together stops together. */
    List<List<Deployable>> verticles() {
        ConnectionLimit ownLimit = new ConnectionLimit(MANAGEMENT_CONNECTIONS);
        return List.of(
                List.of(platform.follower),
                List.of(new RevocationVerticle(platform.changeLog, stores.families(), index, platform.clock)),
                List.of(new Housekeeping(platform.database, List.of(this::rotateKeysIfDue))),
                List.of(server(config.http().managementBinding(), requests(managementDoors()), ownLimit)),
                publicServers(requests(doors())));
    }

    private List<Deployable> publicServers(RequestPipeline requests) {
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

    private Future<Void> rotateKeysIfDue() {
        return keys.signingKeys()
                .rotateIfDue(config.keys().rotation(), config.keys().prepublish())
                .mapEmpty();
    }

    /** Reads what must be known before the first token: fails if the database does not answer or its schema is old. */
    Future<Void> load() {
        return Migrations.verify(platform.database)
                .compose(verified -> keys.signingKeys().start())
                .compose(started -> platform.follower.firstLoad());
    }

    void beginDraining() {
        draining.begin();
    }

    Future<Void> close() {
        return Future.join(passwordHasher.close(), secretHasher.close(), outbound.close())
                .mapEmpty();
    }

    private void registerGauges(LongSupplier droppedLogLines) {
        platform.metrics.passwordQueue(passwordHasher::queued);
        platform.metrics.revocationLag(() -> platform.follower.lag().toMillis() / 1000.0);
        platform.metrics.revocationIndex(index::size);
        platform.metrics.connections(connections::open);
        platform.metrics.droppedLogLines(droppedLogLines::getAsLong);
        platform.metrics.cryptoProvider(platform.crypto.name());
    }
}
