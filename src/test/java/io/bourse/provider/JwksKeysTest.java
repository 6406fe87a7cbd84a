package io.bourse.provider;

import static io.bourse.provider.ProviderRig.await;
import static io.bourse.provider.ProviderRig.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.fakes.ScriptedIdentityProvider;
import io.bourse.fakes.ScriptedIdentityProvider.Gate;
import io.bourse.fakes.TestKeys;
import io.bourse.jose.SigningAlgorithm;
import io.bourse.jose.SigningKey;
import io.bourse.logging.LogCapture;
import io.bourse.oauth.OAuthError;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The keys behind proofs: how they are fetched, kept, renewed and given up, over HTTP. */
final class JwksKeysTest {

    private static final SigningKey KEY = TestKeys.foreign(SigningAlgorithm.ES256, "idp");
    private static final SigningKey NEW_KEY = TestKeys.foreign(SigningAlgorithm.ES256, "idp-new");

    private final ProviderRig rig = new ProviderRig();
    private final ProviderProofs proofs = rig.proofs(ProviderRig.PATIENT);
    private final Provider provider = ProviderRig.provider("idp", rig.jwks());

    @BeforeEach
    void publish() {
        rig.idp.on("/jwks", ScriptedIdentityProvider.json(TestKeys.jwks(KEY)));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private JsonObject claims() {
        long now = rig.clock.instant().getEpochSecond();
        return new JsonObject()
                .put("iss", "https://idp.example")
                .put("sub", "ada")
                .put("aud", "bourse")
                .put("iat", now)
                .put("exp", now + 7200)
                .put("jti", "7");
    }

    private static String signed(JsonObject claims) {
        return TestKeys.sign(KEY, "JWT", claims.encode());
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private Future<ExternalIdentity> verify(String token) {
        return proofs.verify(provider, token);
    }

    private int fetches() {
        return rig.idp.count("/jwks");
    }

    @Test
    void theKeysAreSharedWithWhoOnlyLooks() {
        await(verify(signed(claims())));

        assertThat(await(proofs.toLook().verify(provider, signed(claims().put("jti", "8"))))
                        .subject())
                .isEqualTo("ada");

        assertThat(fetches()).isEqualTo(1);
    }

    @Test
    void keysThatNobodyShouldTrustAreLeftOutAndLogged() {
        String weak = "{\"kty\":\"oct\",\"kid\":\"shared\",\"k\":\"AAAA\"}";
        rig.idp.on("/jwks", ScriptedIdentityProvider.json("{\"keys\":[" + weak + "," + KEY.publicJwk() + "]}"));

        try (LogCapture logs = LogCapture.of("ROOT")) {
            assertThat(await(verify(signed(claims()))).subject()).isEqualTo("ada");
            assertThat(logs.lines()).anyMatch(line -> line.contains("left_out") && line.contains("shared"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{}", "{\"keys\":7}", "<html>", "{\"keys\":[],\"keys\":[]}"})
    void aGarbledSetIsUnavailable(String body) {
        rig.idp.on("/jwks", ScriptedIdentityProvider.json(body));

        assertThat(error(verify(signed(claims())))).isEqualTo(OAuthError.TEMPORARILY_UNAVAILABLE);
    }

    @Test
    void moreThanAHundredKeysAreUnavailable() {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 101; i++) {
            keys.add(new JsonObject(KEY.publicJwk()).put("kid", "k" + i).encode());
        }
        rig.idp.on("/jwks", ScriptedIdentityProvider.json("{\"keys\":[" + String.join(",", keys) + "]}"));

        assertThat(error(verify(signed(claims())))).isEqualTo(OAuthError.TEMPORARILY_UNAVAILABLE);
    }

    @Test
    void aThousandTokensAtOnceAreOneFetch() {
        Gate gate = new Gate(ScriptedIdentityProvider.json(TestKeys.jwks(KEY)));
        rig.idp.on("/jwks", gate);
        List<Future<ExternalIdentity>> proved = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            proved.add(verify(signed(claims().put("jti", "t" + i))));
        }

        gate.release();

        await(Future.all(proved));
        assertThat(fetches()).isEqualTo(1);
    }

    @Test
    void tenThousandMadeUpKidsAreOneFetchAHalfMinuteAndGoodTokensPass() {
        assertThat(await(verify(signed(claims()))).subject()).isEqualTo("ada");
        String body = base64(claims().encode());
        for (int i = 0; i < 10_000; i++) {
            rig.clock.advance(Duration.ofMillis(6));
            String header = "{\"alg\":\"ES256\",\"typ\":\"JWT\",\"kid\":\"made-up-" + i + "\"}";
            String token = base64(header) + "." + body + "." + "A".repeat(86);
            assertThat(error(verify(token))).isEqualTo(OAuthError.INVALID_GRANT);
        }

        assertThat(fetches()).isEqualTo(1 + 2);
        assertThat(await(verify(signed(claims().put("jti", "later")))).subject())
                .isEqualTo("ada");
    }

    @Test
    void aNewKeyOfTheProviderIsFoundOnceThePaceAllows() {
        await(verify(signed(claims())));
        rig.idp.on("/jwks", ScriptedIdentityProvider.json(TestKeys.jwks(KEY, NEW_KEY)));
        String token = TestKeys.sign(NEW_KEY, "JWT", claims().encode());
        assertThat(error(verify(token))).isEqualTo(OAuthError.INVALID_GRANT);

        rig.clock.advance(RemoteKeySet.PATIENCE);

        assertThat(await(verify(token)).subject()).isEqualTo("ada");
        assertThat(fetches()).isEqualTo(2);
    }

    @Test
    void aKeyThatTheProviderWithdrewIsDeadWhenItsLifeEnds() {
        await(verify(signed(claims())));
        rig.idp.on("/jwks", ScriptedIdentityProvider.json(TestKeys.jwks(NEW_KEY)));

        rig.clock.advance(Duration.ofMinutes(15));

        assertThat(error(verify(signed(claims())))).isEqualTo(OAuthError.INVALID_GRANT);
    }

    @Test
    void aKnownKidIsServedForAnHourWhileTheProviderIsDown() {
        await(verify(signed(claims())));
        rig.idp.on("/jwks", ScriptedIdentityProvider.status(503));
        String unknown = TestKeys.sign(NEW_KEY, "JWT", claims().encode());

        rig.clock.advance(Duration.ofMinutes(15 + 59));

        assertThat(await(verify(signed(claims()))).subject()).isEqualTo("ada");
        assertThat(error(verify(unknown))).isEqualTo(OAuthError.TEMPORARILY_UNAVAILABLE);
        rig.clock.advance(Duration.ofMinutes(1));
        assertThat(error(verify(signed(claims())))).isEqualTo(OAuthError.TEMPORARILY_UNAVAILABLE);
    }

    @Test
    void theAgeOfATokenCountsAlsoWhenItWasProvedBefore() {
        Provider fresh = ProviderRig.provider("fresh", rig.jwks(Duration.ofSeconds(30)));
        String token = signed(claims());
        assertThat(await(proofs.verify(fresh, token)).subject()).isEqualTo("ada");

        rig.clock.advance(Duration.ofSeconds(41));

        assertThat(error(proofs.verify(fresh, token))).isEqualTo(OAuthError.INVALID_GRANT);
    }

    @Test
    void keysInTheEntryNeedNoCall() {
        Provider.Jwks inline = new Provider.Jwks(
                "https://idp.example", null, TestKeys.jwks(KEY), Set.of("ES256"), Set.of(), Set.of("bourse"), null);
        Provider offline = ProviderRig.provider("offline", inline);

        assertThat(await(proofs.verify(offline, signed(claims()))).subject()).isEqualTo("ada");
        assertThat(error(proofs.verify(offline, TestKeys.sign(NEW_KEY, "JWT", claims().encode()))))
                .isEqualTo(OAuthError.INVALID_GRANT);
        assertThat(fetches()).isZero();
    }

    @Test
    void anEntryWithAnotherAddressHasItsOwnKeys() {
        await(verify(signed(claims())));
        rig.idp.on("/moved", ScriptedIdentityProvider.json(TestKeys.jwks(NEW_KEY)));
        Provider.Jwks moved = new Provider.Jwks(
                "https://idp.example", rig.idp.url("/moved"), null, Set.of("ES256"), Set.of(), Set.of("bourse"), null);

        assertThat(error(proofs.verify(ProviderRig.provider("idp", moved), signed(claims()))))
                .isEqualTo(OAuthError.INVALID_GRANT);
        assertThat(rig.idp.count("/moved")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "absent",
            value = {
                "absent | 900", "no-store | 900", "max-age=600 | 600", "public, Max-Age=1200, immutable | 1200",
                "max-age=\"1800\" | 1800", "max-age=0 | 300", "max-age=86400 | 3600", "max-age=-5 | 900",
                "s-maxage=700 | 900", "max-age=99999999999999999999 | 3600", "x-max-age=600 | 900"
            })
    void theLifeOfASetIsWhatTheProviderSaysWithinBounds(String header, long seconds) {
        assertThat(RemoteJwks.life(header)).isEqualTo(Duration.ofSeconds(seconds));
    }
}
