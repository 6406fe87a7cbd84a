package io.bourse.e2e;

import static io.bourse.e2e.DrfWorld.APP;
import static io.bourse.e2e.DrfWorld.PROVIDER;
import static io.bourse.e2e.DrfWorld.SECRET;
import static io.bourse.e2e.DrfWorld.SERVER;
import static io.bourse.e2e.DrfWorld.SPA;
import static io.bourse.e2e.DrfWorld.byApp;
import static io.bourse.e2e.DrfWorld.call;
import static io.bourse.e2e.DrfWorld.convert;
import static io.bourse.e2e.DrfWorld.isAlive;
import static io.bourse.e2e.DrfWorld.login;
import static io.bourse.e2e.DrfWorld.says;
import static io.bourse.e2e.DrfWorld.somebody;
import static io.bourse.e2e.TokenServer.ACCESS_TOKEN;
import static io.bourse.e2e.TokenServer.EXCHANGE;
import static io.bourse.e2e.TokenServer.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The grants at {@code /auth/token}, by the cases that the original's own tests and users know. */
class DrfTokenIT {

    private static final String INVALID_CLIENT = "{\"error\":\"invalid_client\"}";
    private static final String INVALID_GRANT = "{\"error\":\"invalid_grant\"}";
    private static final String WRONG_CREDENTIALS =
            "{\"error\":\"invalid_grant\",\"error_description\":\"Invalid credentials given.\"}";

    @BeforeAll
    static void entries() {
        DrfWorld.entries();
    }

    @Nested
    class Password {

        private TokenCall form() {
            return call("token")
                    .form("grant_type", "password")
                    .form("username", "dj-ada")
                    .form("password", PASSWORD);
        }

        @Test
        void theApplicationMayProveItselfByBasicAndNameItselfInTheBodyToo() {
            form().basic(APP, SECRET).send().granted();
            form().basic(APP, SECRET).form("client_id", APP).send().granted();

            says(form().basic(APP, SECRET).form("client_id", "dj-other").send(), 401, INVALID_CLIENT);
            assertThat(form().basic(APP, SECRET)
                            .form("client_id", APP)
                            .form("client_secret", SECRET)
                            .send()
                            .status())
                    .isEqualTo(400);
        }

        @Test
        void aWrongSecretAndAnUnknownApplicationAreOneAnswer() {
            for (Map.Entry<String, String> wrong : Map.of(APP, "wrong", "no-such-client", SECRET, SPA, "made-up")
                    .entrySet()) {
                TokenAnswer answer = form().form("client_id", wrong.getKey())
                        .form("client_secret", wrong.getValue())
                        .send();
                says(answer, 401, INVALID_CLIENT);
                assertThat(answer.decision())
                        .as("under which log and audit say why")
                        .isNotEmpty();
            }
            says(form().send(), 401, INVALID_CLIENT);
            assertThat(says(form().basic(APP, "wrong").send(), 401, INVALID_CLIENT)
                            .header("WWW-Authenticate"))
                    .startsWith("Basic ");
        }

        @Test
        void wrongUserAndWrongPasswordAreOneAnswer() {
            for (List<String> wrong : List.of(List.of("dj-ada", "wrong"), List.of("dj-nobody", PASSWORD))) {
                says(
                        byApp(call("token"))
                                .form("grant_type", "password")
                                .form("username", wrong.get(0))
                                .form("password", wrong.get(1))
                                .send(),
                        400,
                        WRONG_CREDENTIALS);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"username", "password"})
        void whatIsMissingIsNamedOnceTheApplicationIsProved(String missing) {
            TokenCall half = call("token")
                    .form("grant_type", "password")
                    .form(missing.equals("username") ? "password" : "username", "dj-ada");

            says(
                    byApp(half).send(),
                    400,
                    "{\"error\":\"invalid_request\",\"error_description\":\"Request is missing " + missing
                            + " parameter.\"}");
        }

        @Test
        void scopesAreWithinTheEntry() {
            assertThat(byApp(form()).form("scope", "read").send().granted().text("scope"))
                    .isEqualTo("read");
            says(byApp(form()).form("scope", "admin").send(), 400, "{\"error\":\"invalid_scope\"}");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "authorization_code", "implicit", "no-such-grant"})
        void otherGrantsAreNotSupported(String grant) {
            says(byApp(call("token")).form("grant_type", grant).send(), 400, "{\"error\":\"unsupported_grant_type\"}");
        }

        @Test
        void aGrantThatIsNotListedIsNotForThisApplication() {
            says(
                    call("token")
                            .form("grant_type", "password")
                            .form("client_id", SPA)
                            .send(),
                    400,
                    "{\"error\":\"unauthorized_client\"}");
        }
    }

    @Nested
    class Refreshing {

        /** As apps send it that show their access token with whatever they send. */
        @Test
        void isDoneWhateverAccessTokenIsShownBesides() {
            TokenAnswer login = login(somebody());
            TokenAnswer next = DrfWorld.bearing(DrfWorld.refresh(call("token"), login), login)
                    .send()
                    .granted();

            DrfWorld.refresh(call("token"), next)
                    .header("Authorization", "Bearer stale")
                    .send()
                    .granted();
            assertThat(DrfWorld.bearing(DrfWorld.bearing(DrfWorld.refresh(call("token"), next), next), next)
                            .send()
                            .text("error"))
                    .isEqualTo("invalid_request");
        }

        @Test
        void byAnApplicationWithoutASecretLikewise() {
            TokenAnswer login = call("convert-token")
                    .form("grant_type", "convert_token")
                    .form("backend", DrfWorld.PROVIDER)
                    .form("client_id", SPA)
                    .form("token", DrfWorld.SERVER.idp.mintJwt(somebody()))
                    .send()
                    .granted();

            DrfWorld.bearing(call("token"), login)
                    .form("grant_type", "refresh_token")
                    .form("client_id", SPA)
                    .form("refresh_token", login.refreshToken())
                    .send()
                    .granted();
        }

        @Test
        void aTokenIsUsedOnce() {
            TokenAnswer login = login(somebody());
            TokenAnswer first = DrfWorld.refresh(call("token"), login).send().granted();
            TokenAnswer second = DrfWorld.refresh(call("token"), first).send().granted();

            says(DrfWorld.refresh(call("token"), login).send(), 400, INVALID_GRANT);

            says(DrfWorld.refresh(call("token"), second).send(), 400, INVALID_GRANT);
            assertThat(isAlive(second)).as("reuse ends the login").isFalse();
        }

        @Test
        void aTokenIsForItsApplication() {
            TokenAnswer login = login(somebody());

            says(
                    call("token")
                            .form("grant_type", "refresh_token")
                            .form("client_id", "dj-other")
                            .form("client_secret", "dj-other-secret")
                            .form("refresh_token", login.refreshToken())
                            .send(),
                    400,
                    INVALID_GRANT);

            DrfWorld.refresh(call("token"), login).send().granted();
        }

        @Test
        void scopesMayBecomeFewerAndNeverMore() {
            TokenAnswer login = login(somebody());

            says(
                    DrfWorld.refresh(call("token"), login)
                            .form("scope", "read admin")
                            .send(),
                    400,
                    "{\"error\":\"invalid_scope\"}");
            assertThat(DrfWorld.refresh(call("token"), login)
                            .form("scope", "read")
                            .send()
                            .granted()
                            .text("scope"))
                    .isEqualTo("read");
        }

        @Test
        void theTokenIsRequiredAndGarbageIsNone() {
            says(
                    byApp(call("token")).form("grant_type", "refresh_token").send(),
                    400,
                    "{\"error\":\"invalid_request\",\"error_description\":\"Missing refresh token parameter.\"}");
            says(
                    byApp(call("token"))
                            .form("grant_type", "refresh_token")
                            .form("refresh_token", "garbage")
                            .send(),
                    400,
                    INVALID_GRANT);
        }
    }

    @Nested
    class OtherGrants {

        @Test
        void clientCredentialsComeWithoutARefreshToken() {
            TokenAnswer answer = byApp(call("token"))
                    .form("grant_type", "client_credentials")
                    .send()
                    .granted();

            assertThat(answer.has("refresh_token")).isFalse();
            assertThat(answer.text("scope")).isEqualTo("read write");
        }

        @Test
        void convertingAndExchangingWorkHereToo() {
            TokenAnswer login = convert(call("token"), SERVER.idp.mintJwt(somebody()))
                    .send()
                    .granted();
            TokenAnswer exchanged = call("token")
                    .form("client_id", "dj-other")
                    .form("client_secret", "dj-other-secret")
                    .form("grant_type", EXCHANGE)
                    .form("subject_token", login.accessToken())
                    .form("subject_token_type", ACCESS_TOKEN)
                    .form("audience", "https://api.example/dj-exchanged")
                    .send()
                    .granted();

            assertThat(login.has("user")).isFalse();
            assertThat(exchanged.text("issued_token_type")).isEqualTo(ACCESS_TOKEN);
            says(
                    byApp(call("token"))
                            .form("grant_type", "convert_token")
                            .form("backend", PROVIDER)
                            .send(),
                    400,
                    "{\"error\":\"invalid_request\",\"error_description\":\"Missing token parameter.\"}");
        }
    }
}
