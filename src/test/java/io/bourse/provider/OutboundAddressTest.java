package io.bourse.provider;

import static io.bourse.provider.ProviderRig.await;
import static io.bourse.provider.ProviderRig.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.fakes.ScriptedIdentityProvider;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.OAuthException;
import io.vertx.core.Future;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where we go and where we do not (RFC 8725bis section 3.10). */
final class OutboundAddressTest {

    private final ProviderRig rig = new ProviderRig();
    private final ScriptedIdentityProvider idp = rig.idp;
    private final Provider provider = ProviderRig.provider("idp", rig.jwks());
    private final Provider outside = ProviderRig.provider("idp", rig.jwks(), false);

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "169.254.169.254", "::1", "10.0.0.1", "fd00:ec2::254", "64:ff9b::7f00:1"})
    void aNameThatResolvesToAPrivateAddressIsRefused(String address) {
        rig.name("idp.test", address);

        OAuthException failure =
                failure(rig.outbound(ProviderRig.LIMITS).send(outside, get("https://idp.test:" + idp.port() + "/x")));

        assertThat(failure).hasMessageContaining("refused");
    }

    @Test
    void aNameThatMixesThemIsRefused() {
        rig.name("idp.test", "8.8.8.8", "127.0.0.1");

        assertThat(failure(rig.outbound(ProviderRig.LIMITS).send(outside, get("https://idp.test/x"))))
                .hasMessageContaining("refused");
    }

    @Test
    void aLiteralOrPlainHttpIsRefusedBeforeAnythingIsLookedUp() {
        Outbound outbound = rig.outbound(ProviderRig.LIMITS);

        assertThat(failure(outbound.send(outside, get("https://127.0.0.1:" + idp.port() + "/x"))))
                .hasMessageContaining("private");
        assertThat(failure(outbound.send(outside, get("http://idp.test/x")))).hasMessageContaining("https");
        assertThat(idp.count("/x")).isZero();
    }

    /** The second look-up would find the metadata service. There is none: we connect to what was checked. */
    @Test
    void aNameThatChangesItsMindIsAskedOnce() {
        idp.on("/x", ScriptedIdentityProvider.json("{}"));
        AtomicInteger asked = new AtomicInteger();
        Outbound outbound = new Outbound(
                rig.vertx,
                host -> Future.succeededFuture(
                        List.of(ProviderRig.address(asked.getAndIncrement() == 0 ? "127.0.0.1" : "169.254.169.254"))),
                ProviderRig.PATIENT,
                rig.clock,
                null);

        OutboundAnswer answer = await(outbound.send(provider, get(idp.url("rebinding.test", "/x"))));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(asked).hasValue(1);
        assertThat(idp.calls("/x").get(0).headers()).containsEntry("host", "rebinding.test:" + idp.port());
    }

    @Test
    void aPooledConnectionIsNotReusedForANameThatMovedToAPrivateAddress() {
        idp.on("/x", ScriptedIdentityProvider.json("{}"));
        Outbound outbound = rig.outbound(ProviderRig.PATIENT);
        rig.name("idp.test", "127.0.0.1");
        await(outbound.send(provider, get(idp.url("idp.test", "/x"))));

        assertThat(failure(outbound.send(outside, get("https://idp.test:" + idp.port() + "/x"))))
                .hasMessageContaining("refused");
        assertThat(idp.count("/x")).isEqualTo(1);
    }

    @Test
    void theNextAddressIsTriedIfTheFirstDoesNotAnswer() {
        idp.on("/x", ScriptedIdentityProvider.json("{}"));
        rig.name("idp.test", "127.0.0.9", "127.0.0.1");

        assertThat(await(rig.outbound(ProviderRig.PATIENT).send(provider, get(idp.url("idp.test", "/x"))))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void anUnknownNameAndAClosedPortAreUnavailable() {
        Outbound outbound = rig.outbound(ProviderRig.PATIENT);
        NetServer server = rig.vertx.createNetServer().connectHandler(NetSocket::close);
        int port = await(server.listen(0, "127.0.0.1")).actualPort();
        await(server.close());

        Stream.of("http://nowhere.test/x", "http://127.0.0.1:" + port + "/x")
                .forEach(uri -> assertThat(
                                failure(outbound.send(provider, get(uri))).error())
                        .isEqualTo(OAuthError.TEMPORARILY_UNAVAILABLE));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private static OutboundRequest get(String uri) {
        return OutboundRequest.get(uri, "Bearer " + ProviderRig.CANARY);
    }

    @Test
    void theSystemsResolverFindsLoopbackAndRefusesNonsense() {
        try (SystemNameResolver resolver = new SystemNameResolver()) {
            assertThat(Set.copyOf(await(resolver.resolve("127.0.0.1"))))
                    .containsExactly(ProviderRig.address("127.0.0.1"));
            assertThat(await(resolver.resolve("localhost"))).allMatch(InetAddress::isLoopbackAddress);
            assertThat(resolver.resolve("nowhere.invalid").otherwiseEmpty().map(List.class::isInstance))
                    .isNotNull();
        }
    }
}
