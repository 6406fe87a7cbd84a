package io.bourse.provider;

import static io.bourse.provider.ProviderRig.await;
import static io.bourse.provider.ProviderRig.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.fakes.ScriptedIdentityProvider;
import io.bourse.fakes.TestKeys;
import io.bourse.jose.SigningAlgorithm;
import io.bourse.logging.LogCapture;
import io.bourse.oauth.MayAct;
import io.bourse.oauth.OAuthError;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proof by userinfo and by introspection. */
final class OpaqueTokenTest {

    private static final String TOKEN = ProviderRig.CANARY;
    private static final String ACTIVE = "{\"active\":true,\"sub\":\"ada\",\"aud\":[\"other\",\"bourse\"]}";

    private final ProviderRig rig = new ProviderRig();
    private final ProviderProofs proofs = rig.proofs(ProviderRig.PATIENT);
    private final Provider byIntrospection = ProviderRig.provider("idp", rig.introspection());
    private final Provider byUserInfo = ProviderRig.provider("idp", rig.userInfo(rig.introspection()));

    @BeforeEach
    void answers() {
        introspection(ACTIVE);
        userInfo("{\"sub\":\"ada\",\"email\":\"ada@example.com\"}");
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private void introspection(String json) {
        rig.idp.on("/introspect", ScriptedIdentityProvider.json(json));
    }

    private void userInfo(String json) {
        rig.idp.on("/userinfo", ScriptedIdentityProvider.json(json));
    }

    private Future<ExternalIdentity> introspected() {
        return proofs.verify(byIntrospection, TOKEN);
    }

    private Future<ExternalIdentity> userInfoed() {
        return proofs.verify(byUserInfo, TOKEN);
    }

    @Nested
    class Introspection {

        /** The provider's answer may be right about both, and name no id. */
        @Test
        void aJwtAndItsTwinAreOneTokenAndOpaqueOnesAreNot() {
            String jwt = TestKeys.sign(TestKeys.foreign(SigningAlgorithm.ES256, "idp"), "at+jwt", "{}");

            assertThat(ancestor(TestKeys.twin(jwt))).isEqualTo(ancestor(jwt));
            assertThat(ancestor("v1.a.c")).isNotEqualTo(ancestor("v1.a.b"));
        }

        /** An entry may be called as somebody else's issuer is, and must not speak in its words for that. */
        @Test
        void namesAreInASpaceThatIsNoIssuers() {
            String issuer = "https://idp.example";
            introspection(ACTIVE.replace("}", ",\"jti\":\"7\",\"may_act\":{\"sub\":\"robot\"}}"));
            Provider called = ProviderRig.provider(issuer, rig.introspection(issuer));

            ExternalIdentity identity = await(proofs.verify(called, TOKEN));

            assertThat(identity.issuer()).isEqualTo("provider:" + issuer);
            assertThat(identity.ancestor()).isNotEqualTo(ForeignToken.ancestor(issuer, "7"));
            assertThat(identity.mayAct()).isEqualTo(new MayAct("provider:" + issuer, "robot", null));
        }

        private String ancestor(String token) {
            return await(proofs.verify(byIntrospection, token)).ancestor();
        }

        @Test
        void isAPostWithFormEncodedBasicCredentials() {
            ExternalIdentity identity = await(introspected());

            ScriptedIdentityProvider.Call call = rig.idp.calls("/introspect").get(0);
            String basic = Base64.getEncoder().encodeToString("us%3Aer:s%25cr+et".getBytes(StandardCharsets.UTF_8));
            assertThat(call.method()).isEqualTo("POST");
            assertThat(call.headers()).containsEntry("authorization", "Basic " + basic);
            assertThat(call.body()).isEqualTo("token=" + TOKEN + "&token_type_hint=access_token");
            assertThat(identity.provider()).isEqualTo("idp");
            assertThat(identity.subject()).isEqualTo("ada");
            assertThat(identity.email()).isNull();
            assertThat(identity.expiresAt()).isNull();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"active\":false}",
                    "{\"active\":\"true\",\"sub\":\"ada\",\"aud\":\"bourse\"}",
                    "{\"active\":1,\"sub\":\"ada\",\"aud\":\"bourse\"}",
                    "{\"active\":null,\"sub\":\"ada\",\"aud\":\"bourse\"}",
                    "{\"sub\":\"ada\",\"aud\":\"bourse\"}",
                    "{}",
                    "{\"active\":true,\"sub\":\"ada\"}",
                    "{\"active\":true,\"sub\":\"ada\",\"aud\":\"another-app\"}",
                    "{\"active\":true,\"sub\":\"ada\",\"aud\":[\"bourse\",7]}",
                    "{\"active\":true,\"sub\":\"ada\",\"aud\":{\"bourse\":\"bourse\"}}",
                    "{\"active\":true,\"sub\":\"ada\",\"client_id\":\"another-app\"}",
                    "{\"active\":true,\"sub\":\"ada\",\"aud\":\"bourse\",\"exp\":1}",
                    "{\"active\":true,\"sub\":\"ada\",\"aud\":\"bourse\",\"exp\":\"soon\"}",
                    "{\"active\":true,\"sub\":\"ada\",\"aud\":\"bourse\",\"exp\":1e300}",
                    "{\"active\":true,\"sub\":\"ada\",\"aud\":\"bourse\",\"exp\":-1}",
                    "{\"active\":true,\"aud\":\"bourse\"}",
                    "{\"active\":true,\"sub\":null,\"aud\":\"bourse\"}",
                    "{\"active\":true,\"sub\":\"\",\"aud\":\"bourse\"}",
                    "{\"active\":true,\"sub\":7,\"aud\":\"bourse\"}"
                })
        void refusesWhatIsNotProvedToBeAliveOursAndSomebodys(String answer) {
            introspection(answer);

            assertThat(error(introspected())).isEqualTo(OAuthError.INVALID_GRANT);
        }

        @Test
        void takesTheClientIdForTheAudience() {
            introspection("{\"active\":true,\"sub\":\"ada\",\"client_id\":\"bourse\"}");

            assertThat(await(introspected()).subject()).isEqualTo("ada");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, INVALID_GRANT", "401, INVALID_GRANT", "403, INVALID_GRANT",
        "404, TEMPORARILY_UNAVAILABLE", "204, TEMPORARILY_UNAVAILABLE", "302, TEMPORARILY_UNAVAILABLE",
        "429, TEMPORARILY_UNAVAILABLE", "500, TEMPORARILY_UNAVAILABLE", "503, TEMPORARILY_UNAVAILABLE"
    })
    void errorsOfTheProviderAreMapped(int status, OAuthError error) {
        rig.idp.on("/introspect", ScriptedIdentityProvider.status(status));
        assertThat(error(introspected())).isEqualTo(OAuthError.TEMPORARILY_UNAVAILABLE);
        assertThat(error(userInfoed())).isEqualTo(OAuthError.TEMPORARILY_UNAVAILABLE);

        introspection(ACTIVE);
        rig.idp.on("/userinfo", ScriptedIdentityProvider.status(status));
        assertThat(error(userInfoed())).isEqualTo(error);
    }

    @Test
    void anIntrospectionThatRefusesOurselvesIsLoggedForTheOperator() {
        try (LogCapture log = LogCapture.of(AudienceCheck.class.getName())) {
            rig.idp.on("/introspect", ScriptedIdentityProvider.status(401));

            assertThat(error(introspected())).isEqualTo(OAuthError.TEMPORARILY_UNAVAILABLE);

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("\"idp\"", "401", "check client_id and client_secret")
                    .doesNotContain("canary");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | []",
                "application/json | null",
                "application/json | 'ada'",
                "application/json | {",
                "application/json | {\"sub\":\"ada\"} {\"sub\":\"eve\"}",
                "application/json | {\"sub\":\"ada\",\"sub\":\"eve\"}",
                "application/json | <html>ada</html>",
                "text/html | {\"sub\":\"ada\"}",
                "application/jwt | {\"sub\":\"ada\"}",
                "application/json; charset=utf-16 | {\"sub\":\"ada\"}",
                "application/json; charset=iso-8859-1 | {\"sub\":\"ada\"}",
                "application/json2 | {\"sub\":\"ada\"}"
            })
    void anAnswerThatIsNoJsonObjectProvesNothingEitherWay(String contentType, String body) {
        rig.idp.on("/userinfo", ScriptedIdentityProvider.body(contentType, body));
        assertThat(error(userInfoed())).isEqualTo(OAuthError.TEMPORARILY_UNAVAILABLE);

        rig.idp.on("/introspect", ScriptedIdentityProvider.body(contentType, body));
        assertThat(error(introspected())).isEqualTo(OAuthError.TEMPORARILY_UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json", "Application/JSON; Charset=UTF-8", "application/json;charset=\"utf-8\""})
    void jsonInUtf8IsJson(String contentType) {
        rig.idp.on("/userinfo", ScriptedIdentityProvider.body(contentType, "{\"sub\":\"ada\"}"));

        assertThat(await(userInfoed()).subject()).isEqualTo("ada");
    }

    @Test
    void theLineageIdIsThatOfTheTokenIdAndElseOfTheToken() {
        String byToken = await(introspected()).ancestor();
        introspection("{\"active\":true,\"sub\":\"ada\",\"aud\":\"bourse\",\"jti\":\"7\"}");
        String first = await(proofs.verify(byIntrospection, "one")).ancestor();
        String second = await(proofs.verify(byIntrospection, "two")).ancestor();
        String elsewhere = await(proofs.verify(ProviderRig.provider("other", rig.introspection("other")), "one"))
                .ancestor();

        assertThat(byToken).matches("x[A-Za-z0-9_-]{43}").doesNotContain(TOKEN);
        assertThat(first).matches("x[A-Za-z0-9_-]{43}").isEqualTo(second).isNotEqualTo(byToken);
        assertThat(elsewhere).isNotEqualTo(first);
    }
}
