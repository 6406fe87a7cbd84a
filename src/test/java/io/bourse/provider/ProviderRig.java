package io.bourse.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.config.Secret;
import io.bourse.fakes.FixedClock;
import io.bourse.fakes.ProviderBuilder;
import io.bourse.fakes.ScriptedIdentityProvider;
import io.bourse.fakes.TestKeys;
import io.bourse.metrics.Metrics;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.OAuthException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What tests of this package share: a hostile provider, short deadlines, and names of their own. */
final class ProviderRig implements AutoCloseable {

    static final String OWN_ISSUER = "https://tokens.example";
    static final String CANARY = "canary-token-0123456789";

    /** As the real ones, but short enough for a test to wait for. */
    static final OutboundLimits LIMITS = new OutboundLimits(
            Duration.ofMillis(200), Duration.ofMillis(300), 256 * 1024, 20, 20, 5, Duration.ofSeconds(5));

    /** For what must not time out on a busy machine. */
    static final OutboundLimits PATIENT = new OutboundLimits(
            Duration.ofSeconds(5), Duration.ofSeconds(10), 256 * 1024, 20, 20, 5, Duration.ofSeconds(5));

    /** Of an entry, so that the limits above decide. */
    private static final Provider.Limits PATIENCE = new Provider.Limits(Duration.ofSeconds(10), 256 * 1024);

    static final ProviderSecrets SECRETS = new ProviderSecrets(TestKeys.masterKeys());

    final Vertx vertx = Vertx.vertx();
    final Metrics metrics = new Metrics();
    final FixedClock clock = new FixedClock();
    final ScriptedIdentityProvider idp = ScriptedIdentityProvider.start(vertx);
    final Map<String, List<InetAddress>> names = new ConcurrentHashMap<>();

    Outbound outbound(OutboundLimits limits) {
        return new Outbound(vertx, this::resolve, limits, clock, null);
    }

    ProviderProofs proofs(OutboundLimits limits) {
        RandomGenerator random = RandomGenerator.getDefault();
        return new ProviderProofs(OWN_ISSUER, outbound(limits), SECRETS, metrics, clock, random, null);
    }

    Future<List<InetAddress>> resolve(String host) {
        List<InetAddress> found = names.get(host);
        return found == null ? Future.failedFuture(new UnknownHostException(host)) : Future.succeededFuture(found);
    }

    void name(String host, String... addresses) {
        names.put(host, Stream.of(addresses).map(ProviderRig::address).toList());
    }

    static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    ProviderRig() {
        name("127.0.0.1", "127.0.0.1");
    }

    static Provider provider(String id, Provider.Proof proof) {
        return provider(id, proof, true);
    }

    static Provider provider(String id, Provider.Proof proof, boolean privateAddresses) {
        return ProviderBuilder.provider(id, proof)
                .privateAddresses(privateAddresses)
                .limits(PATIENCE)
                .build();
    }

    Provider.Jwks jwks() {
        return jwks(null);
    }

    Provider.Jwks jwks(@Nullable Duration maxAge) {
        return new Provider.Jwks(
                "https://idp.example", idp.url("/jwks"), null, Set.of("ES256"), Set.of(), Set.of("bourse"), maxAge);
    }

    Provider.Introspection introspection() {
        return introspection("idp");
    }

    /** With a secret that only this provider's entry can open. */
    Provider.Introspection introspection(String provider) {
        return new Provider.Introspection(
                idp.url("/introspect"), "us:er", sealed(provider, "s%cr et"), Set.of("bourse"));
    }

    /** Google's way. */
    AudienceProof.TokenInfo tokenInfo() {
        return new AudienceProof.TokenInfo(idp.url("/tokeninfo"), Set.of("bourse"));
    }

    /** Facebook's way. */
    AudienceProof.DebugToken debugToken(String provider) {
        return new AudienceProof.DebugToken(idp.url("/debug_token?v=1"), "42", sealed(provider, "s%cr et"));
    }

    /** GitHub's way. */
    AudienceProof.ApplicationCheck applicationCheck(String provider) {
        return new AudienceProof.ApplicationCheck(
                idp.url("/applications/bourse/token"), "bourse", sealed(provider, "s%cr et"));
    }

    static String sealed(String provider, String secret) {
        return SECRETS.seal(provider, new Secret(secret));
    }

    Provider.UserInfo userInfo(@Nullable AudienceProof audienceProof) {
        return new Provider.UserInfo(idp.url("/userinfo"), audienceProof);
    }

    static <T> T await(Future<T> future) {
        try {
            return future.await(20, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no end in sight", e);
        }
    }

    /** The failure, which is to hold nothing of token and answer. */
    static OAuthException failure(Future<?> future) {
        Throwable failure = await(future.map(done -> (Throwable) new AssertionError("succeeded: " + done))
                .recover(Future::succeededFuture));
        assertThat(failure).isInstanceOf(OAuthException.class);
        assertThat(String.valueOf(failure.getMessage())).doesNotContain("canary");
        return (OAuthException) failure;
    }

    static OAuthError error(Future<?> future) {
        return failure(future).error();
    }

    @Override
    public void close() {
        idp.close();
        await(vertx.close());
        metrics.close();
    }
}
