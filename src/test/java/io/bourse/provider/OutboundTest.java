package io.bourse.provider;

import static io.bourse.provider.ProviderRig.await;
import static io.bourse.provider.ProviderRig.error;
import static io.bourse.provider.ProviderRig.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.fakes.ProviderBuilder;
import io.bourse.fakes.ScriptedIdentityProvider;
import io.bourse.fakes.ScriptedIdentityProvider.Gate;
import io.bourse.logging.LogCapture;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.OAuthException;
import io.vertx.core.Future;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OutboundTest {

    private final ProviderRig rig = new ProviderRig();
    private final ScriptedIdentityProvider idp = rig.idp;
    private final Provider provider = ProviderRig.provider("idp", rig.jwks());

    @AfterEach
    void close() {
        rig.close();
    }

    private static OutboundRequest get(String uri) {
        return OutboundRequest.get(uri, "Bearer " + ProviderRig.CANARY);
    }

    private OAuthException refusal(OutboundLimits limits) {
        return failure(rig.outbound(limits).send(provider, get(idp.url("/x"))));
    }

    @Test
    void sendsWhatItWasGivenAndNothingMore() {
        idp.on("/x", ScriptedIdentityProvider.json("{}"));

        Map<String, String> form = Map.of("token", "a b&c", "b", "é");
        OutboundRequest post = OutboundRequest.post(idp.url("/x?y=z"), "Basic abc", form);

        OutboundAnswer answer = await(rig.outbound(ProviderRig.PATIENT).send(provider, post));

        ScriptedIdentityProvider.Call call = idp.calls("/x").get(0);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().toString()).isEqualTo("{}");
        assertThat(call.method()).isEqualTo("POST");
        assertThat(call.body()).isEqualTo("b=%C3%A9&token=a+b%26c");
        assertThat(call.headers())
                .containsEntry("authorization", "Basic abc")
                .containsEntry("host", "127.0.0.1:" + idp.port())
                .containsEntry("content-type", "application/x-www-form-urlencoded")
                .doesNotContainKeys("accept-encoding", "cookie");
    }

    @Nested
    class Bounds {

        @Test
        void aProviderThatNeverAnswers() {
            idp.on("/x", ScriptedIdentityProvider.silence());

            assertThat(refusal(ProviderRig.LIMITS)).hasMessageContaining("no answer in time");
        }

        @Test
        void anAnswerThatDripsIsCutAtTheDeadline() throws InterruptedException {
            BlockingQueue<String> ended = new LinkedBlockingQueue<>();
            idp.on("/x", request -> {
                request.connection().closeHandler(closed -> ended.add("cut"));
                ScriptedIdentityProvider.drip(rig.vertx).answer(request);
            });

            assertThat(refusal(ProviderRig.LIMITS)).hasMessageContaining("no answer in time");
            assertThat(ended.poll(10, TimeUnit.SECONDS)).isEqualTo("cut");
        }

        @Test
        void anEndlessAnswerIsCutAtTheCap() throws InterruptedException {
            BlockingQueue<String> ended = new LinkedBlockingQueue<>();
            idp.on("/x", request -> {
                request.connection().closeHandler(closed -> ended.add("cut"));
                ScriptedIdentityProvider.endless().answer(request);
            });

            assertThat(refusal(ProviderRig.PATIENT)).hasMessageContaining("too large");
            assertThat(ended.poll(10, TimeUnit.SECONDS)).isEqualTo("cut");
        }

        @Test
        void anAnswerOfTheCapIsReadAndOneByteMoreIsNot() {
            Outbound outbound = rig.outbound(ProviderRig.PATIENT);
            idp.on("/x", ScriptedIdentityProvider.huge(256 * 1024));
            idp.on("/y", ScriptedIdentityProvider.huge(256 * 1024 + 1));

            assertThat(await(outbound.send(provider, get(idp.url("/x")))).body().length())
                    .isEqualTo(256 * 1024);
            assertThat(failure(outbound.send(provider, get(idp.url("/y"))))).hasMessageContaining("too large");
        }

        @Test
        void anEntryMayAskForLessAndNeverForMore() {
            idp.on("/x", ScriptedIdentityProvider.huge(1025));
            idp.on("/y", ScriptedIdentityProvider.silence());
            Provider modest = ProviderBuilder.provider("modest", rig.jwks())
                    .limits(new Provider.Limits(Duration.ofMillis(100), 1024))
                    .build();
            Outbound outbound = rig.outbound(ProviderRig.PATIENT);

            assertThat(failure(outbound.send(modest, get(idp.url("/x"))))).hasMessageContaining("too large");
            assertThat(failure(outbound.send(modest, get(idp.url("/y"))))).hasMessageContaining("no answer in time");
            assertThat(ProviderRig.LIMITS.total(provider)).isEqualTo(ProviderRig.LIMITS.total());
            assertThat(OutboundLimits.STANDARD.total(modest)).isEqualTo(Duration.ofMillis(100));
            assertThat(OutboundLimits.STANDARD.maxBytes(modest)).isEqualTo(1024);
            assertThat(Provider.Limits.STANDARD).isEqualTo(new Provider.Limits(Duration.ofSeconds(2), 256 * 1024));
        }

        @Test
        void anAcceptedConnectionThatStaysSilentDuringTheHandshake() {
            NetServer server = rig.vertx.createNetServer().connectHandler(NetSocket::pause);
            int port = await(server.listen(0, "127.0.0.1")).actualPort();

            assertThat(failure(
                            rig.outbound(ProviderRig.LIMITS).send(provider, get("https://127.0.0.1:" + port + "/x"))))
                    .hasMessageContaining("no answer in time");
        }

        @Test
        void aResolverThatHangs() {
            Outbound outbound = new Outbound(
                    rig.vertx,
                    host -> io.vertx.core.Promise.<List<InetAddress>>promise().future(),
                    ProviderRig.LIMITS,
                    rig.clock,
                    null);

            assertThat(failure(outbound.send(provider, get(idp.url("/x"))))).hasMessageContaining("no answer in time");
        }

        @Test
        void anEncodedAnswerIsNotDecoded() {
            idp.on("/x", ScriptedIdentityProvider.gzip("{\"sub\":\"ada\"}"));

            assertThat(refusal(ProviderRig.PATIENT)).hasMessageContaining("encoded");
        }

        @Test
        void anEchoInsteadOfAnAnswerIsNotLogged() {
            NetServer server = rig.vertx
                    .createNetServer()
                    .connectHandler(socket -> socket.handler(
                            request -> socket.write(request.toString().replaceAll("(?s).*Bearer ", ""))
                                    .onFailure(ignored -> {})));
            int port = await(server.listen(0, "127.0.0.1")).actualPort();

            try (LogCapture logs = LogCapture.of("ROOT")) {
                Outbound outbound = rig.outbound(ProviderRig.PATIENT);
                assertThat(error(outbound.send(provider, get("http://127.0.0.1:" + port + "/x"))))
                        .isEqualTo(OAuthError.TEMPORARILY_UNAVAILABLE);
                assertThat(logs.lines()).noneMatch(line -> line.matches("(?is).*canary.*"));
            }
        }

        @Test
        void noMoreThanTwentyAtATimeAndTwentyWaiting() {
            Gate gate = new Gate(ScriptedIdentityProvider.json("{}"));
            idp.on("/x", gate);
            Outbound outbound = rig.outbound(ProviderRig.PATIENT);
            List<Future<OutboundAnswer>> calls = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                calls.add(outbound.send(provider, get(idp.url("/x"))));
            }

            OAuthException overflow = failure(outbound.send(provider, get(idp.url("/x"))));

            assertThat(overflow).hasMessageContaining("too many calls wait");
            for (int i = 0; i < 40; i++) {
                gate.release();
                assertThat(gate.held()).isLessThanOrEqualTo(20);
            }
            await(Future.all(calls));
            assertThat(idp.count("/x")).isEqualTo(40);
        }

        @Test
        void oneProvidersCrowdIsNotAnothers() {
            idp.on("/x", ScriptedIdentityProvider.silence());
            idp.on("/y", ScriptedIdentityProvider.json("{}"));
            Outbound outbound = rig.outbound(ProviderRig.PATIENT);
            for (int i = 0; i < 40; i++) {
                outbound.send(provider, get(idp.url("/x"))).onFailure(ignored -> {});
            }
            ScriptedIdentityProvider other = ScriptedIdentityProvider.start(rig.vertx);
            other.on("/y", ScriptedIdentityProvider.json("{}"));

            Provider second = ProviderRig.provider("second", rig.jwks());
            assertThat(await(outbound.send(second, get(other.url("/y")))).status())
                    .isEqualTo(200);
        }
    }

    @Nested
    class Answers {

        @ParameterizedTest
        @ValueSource(ints = {429, 500, 502, 503, 504, 301, 302, 307, 308, 304})
        void thatSayNothingAboutTheTokenAreFailures(int status) {
            idp.on("/x", ScriptedIdentityProvider.status(status));

            assertThat(refusal(ProviderRig.PATIENT)).hasMessageContaining("answered " + status);
        }

        @ParameterizedTest
        @ValueSource(ints = {200, 204, 400, 401, 403, 404})
        void ofAnyOtherKindAreForTheCaller(int status) {
            idp.on("/x", ScriptedIdentityProvider.status(status));

            assertThat(await(rig.outbound(ProviderRig.PATIENT).send(provider, get(idp.url("/x"))))
                            .status())
                    .isEqualTo(status);
        }

        @Test
        void redirectsAreNeverFollowed() {
            idp.on("/x", ScriptedIdentityProvider.redirect(idp.url("/secret")));
            idp.on("/secret", ScriptedIdentityProvider.json("{}"));

            assertThat(refusal(ProviderRig.PATIENT)).hasMessageContaining("answered 302");
            assertThat(idp.count("/secret")).isZero();
        }

        @Test
        void fiveFailuresOpenTheBreakerAndOneProbeAPauseLooksAgain() {
            Outbound outbound = rig.outbound(ProviderRig.PATIENT);
            idp.on("/x", ScriptedIdentityProvider.status(500));
            for (int i = 0; i < 10; i++) {
                assertThat(error(outbound.send(provider, get(idp.url("/x")))))
                        .isEqualTo(OAuthError.TEMPORARILY_UNAVAILABLE);
            }
            assertThat(idp.count("/x")).isEqualTo(5);

            rig.clock.advance(Duration.ofSeconds(5));
            assertThat(failure(outbound.send(provider, get(idp.url("/x"))))).hasMessageContaining("answered 500");
            assertThat(failure(outbound.send(provider, get(idp.url("/x"))))).hasMessageContaining("left alone");
            assertThat(idp.count("/x")).isEqualTo(6);

            idp.on("/x", ScriptedIdentityProvider.json("{}"));
            rig.clock.advance(Duration.ofSeconds(5));
            for (int i = 0; i < 3; i++) {
                assertThat(await(outbound.send(provider, get(idp.url("/x")))).status())
                        .isEqualTo(200);
            }
        }
    }
}
