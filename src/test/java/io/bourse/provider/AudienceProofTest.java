package io.bourse.provider;

import static io.bourse.provider.ProviderRig.await;
import static io.bourse.provider.ProviderRig.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.fakes.ProviderBuilder;
import io.bourse.fakes.ScriptedIdentityProvider;
import io.bourse.logging.LogCapture;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.Subject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How Google, Facebook and GitHub say for whom they issued an opaque token, and what becomes of it if nobody asks. */
final class AudienceProofTest {

    private static final String TOKEN = ProviderRig.CANARY;

    private final ProviderRig rig = new ProviderRig();
    private final ProviderProofs proofs = rig.proofs(ProviderRig.PATIENT);

    @AfterEach
    void close() {
        rig.close();
    }

    private void answer(String path, String json) {
        rig.idp.on(path, ScriptedIdentityProvider.json(json));
    }

    private Provider provider(AudienceProof proof, String claim) {
        return ProviderBuilder.provider("idp", rig.userInfo(proof))
                .subject(new SubjectMapping(Subject.Kind.USER, claim))
                .build();
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private String inAnHour() {
        return String.valueOf(rig.clock.instant().getEpochSecond() + 3600);
    }

    @Nested
    class TokenInfo {

        private final Provider provider = provider(rig.tokenInfo(), "sub");

        @BeforeEach
        void answers() {
            answer("/userinfo", "{\"sub\":\"ada\",\"email\":\"ada@example.com\",\"email_verified\":true}");
            answer(
                    "/tokeninfo",
                    "{\"azp\":\"x\",\"aud\":\"bourse\",\"sub\":\"ada\",\"scope\":\"openid email\",\"exp\":\""
                            + inAnHour() + "\",\"expires_in\":\"3600\"}");
        }

        @Test
        void isAPostThatNeedsNoSecret() {
            ExternalIdentity identity = await(proofs.verify(provider, TOKEN));

            ScriptedIdentityProvider.Call call = rig.idp.calls("/tokeninfo").get(0);
            assertThat(call.method()).isEqualTo("POST");
            assertThat(call.body()).isEqualTo("access_token=" + TOKEN);
            assertThat(call.headers()).doesNotContainKey("authorization").containsEntry("user-agent", "bourse");
            assertThat(identity.subject()).isEqualTo("ada");
            assertThat(identity.emailVerified()).isTrue();
            assertThat(identity.audiences()).containsExactly("bourse");
            assertThat(identity.scopes()).isEqualTo(Scopes.of("openid", "email"));
            assertThat(identity.expiresAt()).isEqualTo(Instant.ofEpochSecond(Long.parseLong(inAnHour())));
            assertThat(identity.issuer()).isEqualTo("provider:idp");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"aud\":\"another-app\",\"azp\":\"bourse\",\"sub\":\"ada\",\"exp\":\"9999999999\"}",
                    "{\"azp\":\"bourse\",\"sub\":\"ada\",\"exp\":\"9999999999\"}",
                    "{\"aud\":[\"bourse\"],\"sub\":\"ada\",\"exp\":\"9999999999\"}",
                    "{\"aud\":\"bourse\",\"sub\":\"eve\",\"exp\":\"9999999999\"}",
                    "{\"aud\":\"bourse\",\"sub\":\"ada\",\"exp\":\"1\"}",
                    "{\"aud\":\"bourse\",\"sub\":\"ada\",\"exp\":\"soon\"}",
                    "{\"aud\":\"bourse\",\"sub\":\"ada\"}",
                    "{}"
                })
        void refusesWhatIsNotOursAliveAndTheSames(String json) {
            answer("/tokeninfo", json);

            assertThat(error(proofs.verify(provider, TOKEN))).isEqualTo(OAuthError.INVALID_GRANT);
        }

        @Test
        void aRefusedTokenIsRefused() {
            rig.idp.on("/tokeninfo", ScriptedIdentityProvider.status(400));

            assertThat(error(proofs.verify(provider, TOKEN))).isEqualTo(OAuthError.INVALID_GRANT);
        }
    }

    @Nested
    class DebugToken {

        private final Provider provider = provider(rig.debugToken("idp"), "id");
        private final String good =
                "{\"data\":{\"app_id\":\"42\",\"type\":\"USER\",\"is_valid\":true,\"user_id\":\"7\","
                        + "\"issued_at\":1000000000,\"expires_at\":0,\"scopes\":[\"email\",\"public_profile\"]}}";

        @BeforeEach
        void answers() {
            answer("/userinfo", "{\"id\":\"7\",\"name\":\"Ada\",\"email\":\"ada@example.com\"}");
            answer("/debug_token", good);
        }

        @Test
        void isAGetAsTheApplication() {
            ExternalIdentity identity = await(proofs.verify(provider, TOKEN));

            ScriptedIdentityProvider.Call call = rig.idp.calls("/debug_token").get(0);
            assertThat(call.method()).isEqualTo("GET");
            assertThat(call.query()).isEqualTo("v=1&input_token=" + TOKEN);
            assertThat(call.headers()).containsEntry("authorization", "Bearer 42|s%cr et");
            assertThat(identity.subject()).isEqualTo("7");
            assertThat(identity.name()).isEqualTo("7");
            assertThat(identity.email()).isEqualTo("ada@example.com");
            assertThat(identity.emailVerified()).isFalse();
            assertThat(identity.audiences()).containsExactly("42");
            assertThat(identity.scopes()).isEqualTo(Scopes.of("email", "public_profile"));
            assertThat(identity.issuedAt()).isEqualTo(Instant.ofEpochSecond(1_000_000_000));
            assertThat(identity.expiresAt()).isNull();
        }

        @ParameterizedTest
        @CsvSource({
            "\"app_id\":\"42\", \"app_id\":\"43\"",
            "\"app_id\":\"42\", \"app\":\"42\"",
            "\"is_valid\":true, \"is_valid\":false",
            "\"is_valid\":true, \"is_valid\":\"true\"",
            "\"is_valid\":true, \"valid\":true",
            "\"user_id\":\"7\", \"user_id\":\"8\"",
            "\"user_id\":\"7\", \"user\":\"7\"",
            "\"user_id\":\"7\", \"user_id\":null",
            "\"expires_at\":0, \"expires_at\":1",
            "\"expires_at\":0, \"expires_at\":\"never\"",
            "\"expires_at\":0, \"expires_at\":\"0\"",
            "\"expires_at\":0, \"expires_at\":false",
            "\"expires_at\":0, \"expires_at\":null",
            "\"expires_at\":0, \"expires_at\":0.4",
            "\"expires_at\":0, \"expires_at\":0.0",
            "\"expires_at\":0, \"expires_at\":-1",
            "\"expires_at\":0, \"expires\":0",
            "\"data\":, \"date\":",
        })
        void refusesWhatIsNotOursAliveAndTheSames(String part, String instead) {
            assertThat(good).contains(part);
            answer("/debug_token", good.replace(part, instead));

            assertThat(error(proofs.verify(provider, TOKEN))).isEqualTo(OAuthError.INVALID_GRANT);
        }

        @ParameterizedTest
        @ValueSource(ints = {400, 401, 403})
        void aRefusalIsOfOurselvesAndLogged(int status) {
            rig.idp.on("/debug_token", ScriptedIdentityProvider.status(status));

            try (LogCapture log = LogCapture.of(AudienceCheck.class.getName())) {
                assertThat(error(proofs.verify(provider, TOKEN))).isEqualTo(OAuthError.TEMPORARILY_UNAVAILABLE);
                assertThat(log.lines()).singleElement().asString().contains("check client_id and client_secret");
            }
        }

        /** Nonsense for a token may make the one question fail as the other does; that is no outage. */
        @Test
        void unlessUserInfoRefusesTheTokenToo() {
            rig.idp.on("/debug_token", ScriptedIdentityProvider.status(400));
            rig.idp.on("/userinfo", ScriptedIdentityProvider.status(400));

            assertThat(error(proofs.verify(provider, TOKEN))).isEqualTo(OAuthError.INVALID_GRANT);
        }
    }

    @Nested
    class ApplicationCheck {

        private final Provider provider = provider(rig.applicationCheck("idp"), "id");
        private final String good =
                "{\"id\":1,\"app\":{\"client_id\":\"bourse\"},\"user\":{\"login\":\"ada\",\"id\":7},"
                        + "\"scopes\":[\"read:user\"],\"created_at\":\"2001-09-09T01:46:40Z\",\"expires_at\":null}";

        @BeforeEach
        void answers() {
            answer("/userinfo", "{\"login\":\"ada\",\"id\":7,\"email\":null}");
            answer("/applications/bourse/token", good);
        }

        @Test
        void isAPostOfJsonAsTheApplication() {
            ExternalIdentity identity = await(proofs.verify(provider, TOKEN));

            ScriptedIdentityProvider.Call call =
                    rig.idp.calls("/applications/bourse/token").get(0);
            assertThat(call.method()).isEqualTo("POST");
            assertThat(call.body()).isEqualTo("{\"access_token\":\"" + TOKEN + "\"}");
            assertThat(call.headers())
                    .containsEntry("authorization", basic("bourse:s%cr et"))
                    .containsEntry("content-type", "application/json");
            assertThat(identity.subject()).isEqualTo("7");
            assertThat(identity.email()).isNull();
            assertThat(identity.audiences()).containsExactly("bourse");
            assertThat(identity.scopes()).isEqualTo(Scopes.of("read:user"));
            assertThat(identity.issuedAt()).isEqualTo(Instant.ofEpochSecond(1_000_000_000));
            assertThat(identity.expiresAt()).isNull();
        }

        @Test
        void saysWhenATokenEnds() {
            answer(
                    "/applications/bourse/token",
                    good.replace("\"expires_at\":null", "\"expires_at\":\"2100-01-01T01:00:00+01:00\""));

            assertThat(await(proofs.verify(provider, TOKEN)).expiresAt())
                    .isEqualTo(Instant.parse("2100-01-01T00:00:00Z"));
        }

        @ParameterizedTest
        @CsvSource({
            "\"client_id\":\"bourse\", \"client_id\":\"another-app\"",
            "\"app\":, \"application\":",
            "'\"id\":7', '\"id\":8'",
            "'\"id\":7', '\"id\":7.5'",
            "'\"user\":{\"login\":\"ada\",\"id\":7}', '\"user\":null'",
            "\"expires_at\":null, \"expires_at\":\"2001-09-09T01:46:40Z\"",
            "\"expires_at\":null, \"expires_at\":\"tomorrow\"",
        })
        void refusesWhatIsNotOursAliveAndTheSames(String part, String instead) {
            assertThat(good).contains(part);
            answer("/applications/bourse/token", good.replace(part, instead));

            assertThat(error(proofs.verify(provider, TOKEN))).isEqualTo(OAuthError.INVALID_GRANT);
        }

        @ParameterizedTest
        @CsvSource({"404, INVALID_GRANT", "422, INVALID_GRANT", "401, TEMPORARILY_UNAVAILABLE"})
        void saysThatATokenIsNotTheApplicationsByNotFindingIt(int status, OAuthError expected) {
            rig.idp.on("/applications/bourse/token", ScriptedIdentityProvider.status(status));

            assertThat(error(proofs.verify(provider, TOKEN))).isEqualTo(expected);
        }
    }

    /** Each that is accepted, remembered or not; none that is refused, and none whose audience was proved. */
    @Test
    void aTokenThatIsAcceptedWithoutProofOfItsAudienceIsCounted() {
        answer("/userinfo", "{\"sub\":\"ada\"}");
        Provider unproved = ProviderRig.provider("anybodys", rig.userInfo(null));

        await(proofs.verify(unproved, TOKEN));
        await(proofs.verify(unproved, TOKEN));
        rig.idp.on("/userinfo", ScriptedIdentityProvider.status(401));
        error(proofs.verify(unproved, "another"));
        rig.idp.on("/userinfo", ScriptedIdentityProvider.status(500));
        error(proofs.verify(unproved, "a-third"));
        answer("/userinfo", "{\"email\":\"nobody@idp.example\"}");
        error(proofs.verify(unproved, "a-fourth"));
        answer("/userinfo", "{\"sub\":\"ada\"}");
        answer("/tokeninfo", "{\"aud\":\"bourse\",\"sub\":\"ada\",\"exp\":\"4000000000\"}");
        await(proofs.verify(ProviderRig.provider("proved", rig.userInfo(rig.tokenInfo())), TOKEN));

        assertThat(rig.metrics.scrape()).contains("bourse_unproved_audience_total{provider=\"anybodys\"} 2.0");
        assertThat(rig.metrics.scrape()).doesNotContain("bourse_unproved_audience_total{provider=\"proved\"");
    }
}
