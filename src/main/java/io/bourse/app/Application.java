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
import io.bourse.grant.Decider;
import io.bourse.grant.DecisionLog;
import io.bourse.grant.Explainer;
import io.bourse.grant.Grants;
import io.bourse.grant.ProviderAssertions;
import io.bourse.grant.RegisteredKeys;
import io.bourse.grant.RequestSignatures;
import io.bourse.grant.SessionKeys;
import io.bourse.grant.TokenPipeline;
import io.bourse.http.Routes;
import io.bourse.httpsig.SignatureProfile;
import io.bourse.httpsig.SignatureVerifier;
import io.bourse.httpsig.SignedHosts;
import io.bourse.jose.OwnJwtVerifier;
import io.bourse.provider.Outbound;
import io.bourse.provider.OutboundLimits;
import io.bourse.provider.ProviderProofs;
import io.bourse.provider.ProviderSecrets;
import io.bourse.provider.SystemNameResolver;
import io.bourse.revocation.RevocationVerticle;
import io.bourse.token.AssignedUsers;
import io.bourse.token.IdTokens;
import io.bourse.token.LineageReports;
import io.bourse.token.RefreshTokens;
import io.bourse.token.RevocationIndex;
import io.bourse.token.TokenIssuer;
import io.bourse.user.PasswordLogin;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The composition root: every collaborator is made here and handed over by constructor. {@link Deciding} lists
 * the grants and {@link Doors} the doors: a new one is a line there.
 */
final class Application {

    private static final int CLIENT_SECRET_THREADS = 1;
    private static final int CLIENT_SECRET_QUEUE = 32;

    private final AuditLog audit = new LogAuditLog();
    private final Config config;
    private final Platform platform;
    private final Stores stores;
    private final Keys keys;
    private final Revoking revoking;
    private final LineageReports reports;
    private final PasswordHasher passwordHasher;
    private final PasswordHasher secretHasher;
    private final Administration administration;
    private final Services services;
    private final RevocationIndex index = new RevocationIndex();
    private final RefreshTokens refreshTokens;
    private final Outbound outbound;
    private final Deciding deciding;
    private final Explainer explainer;
    private final ClientAuthenticator authenticator;
    private final Ports ports;

    Application(Config config, Platform platform, MasterKeys masterKeys, LongSupplier droppedLogLines) {
        this.config = config;
        this.platform = platform;
        platform.changes.register(index);
        stores = Stores.of(platform, config.tokens(), config.logins());
        services = new Services(platform, masterKeys, stores.users(), config.services());
        keys = Keys.of(platform, masterKeys, config.keys());
        refreshTokens = new RefreshTokens(masterKeys);
        passwordHasher = hasher(
                "bourse-passwords",
                config.crypto().passwordThreads(),
                config.crypto().passwordQueue());
        secretHasher = hasher("bourse-client-secrets", CLIENT_SECRET_THREADS, CLIENT_SECRET_QUEUE);
        outbound =
                new Outbound(platform.vertx, new SystemNameResolver(), OutboundLimits.STANDARD, platform.clock, null);
        ProviderProofs proofs = proofs(masterKeys);
        Deciding.Means means = new Deciding.Means(
                config.issuer(),
                platform,
                new OwnJwtVerifier(keys.ring()),
                index,
                refreshTokens,
                proofs,
                new PasswordLogin(stores.users(), passwordHasher, stores.loginAttempts()),
                new AssignedUsers(services.directory.keys()));
        deciding = Deciding.over(stores, means);
        revoking = Revoking.of(platform, stores.families(), keys.signingKeys());
        reports = new LineageReports(deciding.ownTokens(), refreshTokens, stores.families(), index, platform.clock);
        administration = new Administration(platform, masterKeys, revoking, reports);
        explainer = explainer(means.toLook(stores, proofs.toLook()));
        authenticator = authenticator();
        Doors doors = new Doors(
                config,
                platform,
                new Doors.Means(stores, keys, deciding, authenticator, pipeline(), refreshTokens, services, audit));
        ports = new Ports(config, platform, doors, new Ports.Management(administration, explainer, keys, audit));
        registerGauges(droppedLogLines);
    }

    private Explainer explainer(Deciding.Means looking) {
        return new Explainer(
                stores.clients(),
                stores.providers(),
                registeredKeys(),
                () -> new Decider(Deciding.over(stores.readOnly(), looking).grants(), stores.targets()),
                platform.clock);
    }

    private ProviderProofs proofs(MasterKeys masterKeys) {
        return new ProviderProofs(
                config.issuer(),
                outbound,
                new ProviderSecrets(masterKeys),
                platform.metrics,
                platform.clock,
                platform.random,
                platform.crypto.provider());
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
                        new ClientKeys(Doors.ASSERTION_ALGORITHMS, platform.crypto.provider()),
                        platform.computation,
                        stores.singleUse(),
                        platform.clock),
                new ProviderAssertions(stores.providers(), deciding.foreignTokens()),
                requestSignatures());
    }

    private RegisteredKeys registeredKeys() {
        return new RegisteredKeys(stores.principals(), stores.clients(), stores.users());
    }

    private RequestSignatures requestSignatures() {
        return new RequestSignatures(
                registeredKeys(),
                new SessionKeys(
                        config.issuer(),
                        deciding.ownTokens(),
                        stores.providers(),
                        stores.principals(),
                        stores.clients(),
                        deciding.foreignTokens()),
                new SignatureVerifier(
                        SignatureProfile.ORACLE,
                        SignedHosts.of(config.issuer(), config.signedHosts()),
                        platform.clock,
                        platform.crypto.provider()),
                platform.computation,
                stores.singleUse());
    }

    private TokenPipeline pipeline() {
        Grants grants = deciding.grants();
        TokenIssuer issuer = new TokenIssuer(
                config.issuer(),
                keys.ring(),
                new IdTokens(config.issuer(), keys.ring(), stores.users()),
                refreshTokens,
                stores.families(),
                platform.computation,
                new UuidV7(platform.clock, platform.random),
                platform.clock);
        DecisionLog decisions = new DecisionLog(audit, platform.metrics, grants.types());
        return new TokenPipeline(
                authenticator, new Decider(grants, stores.targets()), issuer, decisions, platform.clock);
    }

    /** Says why a request is decided as it is, and changes nothing. */
    Explainer explainer() {
        return explainer;
    }

    /** What runs, in the order in which it starts: first what others rely on. What stands together stops together. */
    List<List<Deployable>> verticles() {
        return List.of(
                List.of(platform.follower),
                List.of(new RevocationVerticle(revoking.revoker(), index, platform.clock)),
                List.of(new Housekeeping(platform.database, List.of(this::rotateKeysIfDue, services::purge))),
                List.of(ports.managementServer()),
                ports.publicServers());
    }

    private Future<Void> rotateKeysIfDue() {
        return keys.signingKeys()
                .rotateIfDue(config.keys().rotation(), config.keys().prepublish())
                .mapEmpty();
    }

    /** Reads what must be known before the first token: fails if the database does not answer, its schema is old, or no signing key opens. */
    Future<Void> load() {
        return Migrations.verify(platform.database)
                .compose(verified -> keys.signingKeys().start())
                .compose(started -> platform.follower.firstLoad())
                .compose(followed -> keys.signingKeys().requireOpened());
    }

    /** Reads what must be known to judge a token, and makes nothing: fails as {@link #load} does. */
    Future<Void> read() {
        return Migrations.verify(platform.database)
                .compose(verified -> keys.signingKeys().reload())
                .compose(read -> platform.follower.firstLoad())
                .compose(followed -> keys.signingKeys().requireOpened());
    }

    /** What ends tokens. */
    Revoking revoking() {
        return revoking;
    }

    /** Tells why tokens are dead. */
    LineageReports reports() {
        return reports;
    }

    /** What callers may ask of the public port. */
    List<Routes.Declared> publicRoutes() {
        return ports.publicRoutes();
    }

    void beginDraining() {
        ports.beginDraining();
    }

    Future<Void> close() {
        return Future.join(
                        passwordHasher.close(),
                        secretHasher.close(),
                        administration.close(),
                        services.close(),
                        outbound.close())
                .mapEmpty();
    }

    private void registerGauges(LongSupplier droppedLogLines) {
        platform.metrics.passwordQueue(passwordHasher::queued);
        platform.metrics.revocationLag(() -> platform.follower.lag().toMillis() / 1000.0);
        platform.metrics.revocationIndex(index::size);
        platform.metrics.connections(ports::open);
        platform.metrics.droppedLogLines(droppedLogLines::getAsLong);
        platform.metrics.cryptoProvider(platform.crypto.name());
    }
}
