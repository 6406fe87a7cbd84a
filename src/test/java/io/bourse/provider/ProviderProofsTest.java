package io.bourse.provider;

import static io.bourse.provider.ProviderRig.await;
import static io.bourse.provider.ProviderRig.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.fakes.ScriptedIdentityProvider;
import io.bourse.logging.LogCapture;
import io.bourse.oauth.OAuthError;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every kind of proof that asks the provider: form of tokens, memory, threads. */
final class ProviderProofsTest {

    private static final String TOKEN = ProviderRig.CANARY;

    private final ProviderRig rig = new ProviderRig();
    private final ProviderProofs proofs = rig.proofs(ProviderRig.PATIENT);
    private final Provider provider = ProviderRig.provider("idp", rig.introspection());

    @AfterEach
    void close() {
        rig.close();
    }

    private void active(String more) {
        rig.idp.on(
                "/introspect",
                ScriptedIdentityProvider.json("{\"active\":true,\"sub\":\"ada\",\"aud\":\"bourse\"" + more + "}"));
    }

    private int asked() {
        return rig.idp.count("/introspect");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\r\nHost: x", "tök", "a\"b", "a,b", "=", "a=b", "a\u0000b", "a;b", "{}"})
    void aTokenThatDoesNotFitAHeaderIsRefusedWithoutACall(String token) {
        active("");

        assertThat(error(proofs.verify(provider, token))).isEqualTo(OAuthError.INVALID_GRANT);
        assertThat(asked()).isZero();
    }

    @Test
    void aTokenOfSixteenKilobytesIsTakenAndALongerOneRefused() {
        active("");

        assertThat(await(proofs.verify(provider, "t".repeat(16 * 1024))).subject())
                .isEqualTo("ada");
        assertThat(error(proofs.verify(provider, "t".repeat(16 * 1024 + 1)))).isEqualTo(OAuthError.INVALID_GRANT);
        assertThat(asked()).isEqualTo(1);
    }

    @Test
    void aProofIsRememberedForAMinuteAndNoLonger() {
        active("");
        await(proofs.verify(provider, TOKEN));
        rig.clock.advance(Duration.ofSeconds(60).minusMillis(1));
        await(proofs.verify(provider, TOKEN));
        assertThat(asked()).isEqualTo(1);

        rig.clock.advance(Duration.ofMillis(1));
        rig.idp.on("/introspect", ScriptedIdentityProvider.json("{\"active\":false}"));

        assertThat(error(proofs.verify(provider, TOKEN))).isEqualTo(OAuthError.INVALID_GRANT);
        assertThat(asked()).isEqualTo(2);
    }

    @Test
    void aProofIsNeverRememberedBeyondTheEndOfTheToken() {
        active(",\"exp\":" + rig.clock.instant().plusSeconds(10).getEpochSecond());
        assertThat(await(proofs.verify(provider, TOKEN)).expiresAt())
                .isEqualTo(rig.clock.instant().plusSeconds(10));

        rig.clock.advance(Duration.ofSeconds(10));

        assertThat(error(proofs.verify(provider, TOKEN))).isEqualTo(OAuthError.INVALID_GRANT);
        assertThat(asked()).isEqualTo(2);
    }

    @Test
    void aRefusalIsNotRemembered() {
        rig.idp.on("/introspect", ScriptedIdentityProvider.json("{\"active\":false}"));
        assertThat(error(proofs.verify(provider, TOKEN))).isEqualTo(OAuthError.INVALID_GRANT);

        active("");

        assertThat(await(proofs.verify(provider, TOKEN)).subject()).isEqualTo("ada");
    }

    @Test
    void whoOnlyLooksCountsAndRemembersNothing() {
        Provider unproved = ProviderRig.provider("unproved", rig.userInfo(null));
        rig.idp.on("/userinfo", ScriptedIdentityProvider.json("{\"sub\":\"ada\"}"));
        active("");

        await(proofs.toLook().verify(unproved, TOKEN));
        await(proofs.toLook().verify(provider, TOKEN));
        assertThat(rig.metrics.scrape()).doesNotContain("bourse_unproved_audience_total{");
        await(proofs.verify(provider, TOKEN));
        assertThat(asked()).isEqualTo(2);

        rig.idp.on("/introspect", ScriptedIdentityProvider.json("{\"active\":false}"));
        assertThat(error(proofs.toLook().verify(provider, TOKEN))).isEqualTo(OAuthError.INVALID_GRANT);
        await(proofs.verify(provider, TOKEN));
        assertThat(asked()).isEqualTo(3);
        await(proofs.verify(unproved, TOKEN));
        assertThat(rig.metrics.scrape()).contains("bourse_unproved_audience_total{");
    }

    @Test
    void whatWasProvedByAnotherEntryDoesNotCount() {
        active("");
        await(proofs.verify(provider, TOKEN));
        Provider.Introspection narrower = new Provider.Introspection(
                rig.introspection().introspectionUri(),
                "us:er",
                ProviderRig.sealed("idp", "x"),
                Set.of("somebody-else"));

        assertThat(error(proofs.verify(ProviderRig.provider("idp", narrower), TOKEN)))
                .isEqualTo(OAuthError.INVALID_GRANT);
        await(proofs.verify(ProviderRig.provider("other", rig.introspection("other")), TOKEN));
        assertThat(asked()).isEqualTo(3);
    }

    @Test
    void theAnswerComesBackToTheContextThatAsked() {
        active("");

        List<Boolean> same = await(Future.future(promise -> {
            io.vertx.core.Context context = rig.vertx.getOrCreateContext();
            context.runOnContext(start -> proofs.verify(provider, TOKEN)
                    .map(identity -> List.of(Vertx.currentContext() == context))
                    .onComplete(promise));
        }));

        assertThat(same).containsExactly(true);
    }

    @Test
    void anEntryThatShouldNotHavePassedItsChecksIsUnavailable() {
        Provider.Jwks none = new Provider.Jwks("i", null, null, Set.of("ES256"), Set.of(), Set.of("bourse"), null);
        Provider.Introspection notAnAddress =
                new Provider.Introspection("::", "c", "v1.sealed.elsewhere", Set.of("bourse"));
        ProviderProofs broken = new ProviderProofs(
                ProviderRig.OWN_ISSUER,
                rig.outbound(ProviderRig.PATIENT),
                ProviderRig.SECRETS,
                rig.metrics,
                rig.clock,
                java.util.random.RandomGenerator.getDefault(),
                null);
        String jwt = "e30.eyJpc3MiOiJpIn0.x"; // claims to be of issuer "i"

        assertThat(error(proofs.verify(ProviderRig.provider("a", none), jwt)))
                .isEqualTo(OAuthError.TEMPORARILY_UNAVAILABLE);
        assertThat(error(proofs.verify(ProviderRig.provider("b", notAnAddress), TOKEN)))
                .isEqualTo(OAuthError.TEMPORARILY_UNAVAILABLE);
        assertThat(error(broken.verify(provider, TOKEN))).isEqualTo(OAuthError.TEMPORARILY_UNAVAILABLE);
    }

    @Test
    void nothingOfTokenSecretOrAnswerIsLogged() {
        try (LogCapture logs = LogCapture.of("ROOT")) {
            active("");
            await(proofs.verify(provider, TOKEN));
            for (int i = 0; i < 6; i++) {
                rig.idp.on("/introspect", ScriptedIdentityProvider.status(500));
                assertThat(error(proofs.verify(provider, TOKEN + i))).isEqualTo(OAuthError.TEMPORARILY_UNAVAILABLE);
            }

            assertThat(logs.lines()).anyMatch(line -> line.contains("left alone"));
            assertThat(logs.lines()).noneMatch(line -> line.contains("canary") || line.contains("s%cr"));
        }
    }
}
