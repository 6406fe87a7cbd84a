package io.bourse.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bourse.config.Secret;
import io.bourse.fakes.FixedClock;
import io.bourse.fakes.ProviderBuilder;
import io.bourse.fakes.TestKeys;
import io.bourse.metrics.Metrics;
import io.bourse.oauth.OAuthException;
import io.bourse.provider.Condition;
import io.bourse.provider.ExternalIdentity;
import io.bourse.provider.Outbound;
import io.bourse.provider.OutboundLimits;
import io.bourse.provider.Provider;
import io.bourse.provider.ProviderProofs;
import io.bourse.provider.ProviderSecrets;
import io.bourse.provider.SystemNameResolver;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the demo's provider hands out is proved by the very code that proves real tokens. */
final class DemoIdentityProviderTest {

    private final Vertx vertx = Vertx.vertx();
    private final FixedClock clock = new FixedClock();
    private final SystemNameResolver resolver = new SystemNameResolver();
    private final DemoIdentityProvider idp = new DemoIdentityProvider(vertx, 0, clock);
    private final ProviderSecrets secrets = new ProviderSecrets(TestKeys.masterKeys());
    private final ProviderProofs proofs = new ProviderProofs(
            "https://tokens.example",
            new Outbound(vertx, resolver, OutboundLimits.STANDARD, clock, null),
            secrets,
            new Metrics(),
            clock,
            RandomGenerator.getDefault(),
            null);

    @BeforeEach
    void start() {
        await(idp.start());
    }

    @AfterEach
    void stop() {
        await(idp.stop());
        await(vertx.close());
        resolver.close();
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(20, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private static Provider provider(String id, Provider.Proof proof) {
        return ProviderBuilder.provider(id, proof).build();
    }

    private Provider oidc() {
        Provider.Jwks proof = new Provider.Jwks(
                idp.issuer(),
                idp.address() + "/oidc/jwks",
                null,
                Set.of("ES256"),
                Set.of("jwt", "at+jwt"),
                Set.of(DemoIdentityProvider.AUDIENCE),
                null);
        return provider("demo-oidc", proof);
    }

    private Provider userInfo() {
        Provider.Introspection audience = new Provider.Introspection(
                idp.address() + "/introspect",
                DemoIdentityProvider.CLIENT_ID,
                secrets.seal("demo-userinfo", new Secret(DemoIdentityProvider.CLIENT_SECRET)),
                Set.of(DemoIdentityProvider.AUDIENCE));
        return provider("demo-userinfo", new Provider.UserInfo(idp.address() + "/userinfo", audience));
    }

    private HttpResponse<String> call(String method, String path, String form) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(idp.address() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(form))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .build();
        try {
            return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void mintedTokensAreProved() {
        assertThat(await(proofs.verify(oidc(), idp.mintJwt("grace"))).subject()).isEqualTo("grace");
        assertThat(await(proofs.verify(userInfo(), idp.mintOpaque("grace"))).subject())
                .isEqualTo("grace");
    }

    @Test
    void tokensHandedOutOverHttpAreProved() {
        JsonObject jwts = new JsonObject(call("POST", "/oidc/token", "sub=grace&email=grace%40example.com")
                .body());
        JsonObject opaque =
                new JsonObject(call("POST", "/userinfo/token", "sub=grace").body());

        ExternalIdentity identity = await(proofs.verify(oidc(), jwts.getString("id_token")));
        assertThat(identity.subject()).isEqualTo("grace");
        assertThat(identity.email()).isEqualTo("grace@example.com");
        assertThat(await(proofs.verify(oidc(), jwts.getString("access_token"))).subject())
                .isEqualTo("grace");
        assertThat(await(proofs.verify(userInfo(), opaque.getString("access_token")))
                        .email())
                .isNull();
    }

    @Test
    void aPodsTokenIsProvedAndHasNoType() {
        String token = new JsonObject(call("POST", "/cluster/token", "namespace=shop&serviceaccount=reports")
                        .body())
                .getString("access_token");
        Provider.Jwks proof = new Provider.Jwks(
                idp.address() + "/cluster",
                idp.address() + "/oidc/jwks",
                null,
                Set.of("ES256"),
                Set.of(""),
                Set.of(DemoIdentityProvider.AUDIENCE),
                null);
        Provider shop = ProviderBuilder.provider("demo-cluster", proof)
                .require(Condition.exactly("/kubernetes.io/namespace", "shop"))
                .build();
        Provider stock = ProviderBuilder.provider("demo-cluster", proof)
                .require(Condition.exactly("/kubernetes.io/namespace", "stock"))
                .build();

        assertThat(await(proofs.verify(shop, token)).subject()).isEqualTo("system:serviceaccount:shop:reports");
        assertThatThrownBy(() -> await(proofs.verify(stock, token))).isInstanceOf(OAuthException.class);
        assertThat(call("POST", "/cluster/token", "namespace=shop").statusCode())
                .isEqualTo(400);
    }

    @Test
    void tokensForAnotherAudienceOrPastTheirEndAreRefused() {
        String jwt = new JsonObject(
                        call("POST", "/oidc/token", "sub=grace&aud=other").body())
                .getString("id_token");
        String opaque = new JsonObject(
                        call("POST", "/userinfo/token", "sub=grace&aud=other").body())
                .getString("access_token");
        String shortLived = new JsonObject(
                        call("POST", "/userinfo/token", "sub=g&lifetime=1").body())
                .getString("access_token");
        clock.advance(Duration.ofSeconds(1));

        for (Future<ExternalIdentity> proof : Set.of(
                proofs.verify(oidc(), jwt),
                proofs.verify(userInfo(), opaque),
                proofs.verify(userInfo(), shortLived),
                proofs.verify(userInfo(), "unknown"))) {
            assertThatThrownBy(() -> await(proof)).isInstanceOf(OAuthException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sub=", "sub=a&lifetime=0", "sub=a&lifetime=3601", "sub=a&lifetime=x"})
    void aBadFormIsRefused(String form) {
        assertThat(call("POST", "/oidc/token", form).statusCode()).isEqualTo(400);
        assertThat(call("POST", "/userinfo/token", form).statusCode()).isEqualTo(400);
    }

    @Test
    void theRootListsTheCallsAndTheRestIsNotFound() {
        assertThat(call("GET", "/", "").body()).contains("POST /oidc/token", "GET  /userinfo", "POST /introspect");
        assertThat(call("GET", "/nothing", "").statusCode()).isEqualTo(404);
        assertThat(call("GET", "/userinfo", "").statusCode()).isEqualTo(401);
        assertThat(call("POST", "/introspect", "token=x").statusCode()).isEqualTo(400);
        assertThat(call("GET", "/oidc/jwks", "").body())
                .contains("\"kty\":\"EC\"")
                .doesNotContain("\"d\"");
    }
}
