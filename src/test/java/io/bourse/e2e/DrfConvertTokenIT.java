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
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bourse.fakes.ScriptedIdentityProvider;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /auth/convert-token}, by the cases that the original's own tests and users know. */
class DrfConvertTokenIT {

    private static final String INVALID_CLIENT = "{\"error\":\"invalid_client\"}";
    private static final String WRONG_CREDENTIALS =
            "{\"error\":\"invalid_grant\",\"error_description\":\"Invalid credentials given.\"}";
    private static final String UNPROVED =
            "{\"error\":\"access_denied\",\"error_description\":\"The token you provided is invalid or expired.\"}";
    private static final String UNKNOWN_BACKEND =
            "{\"error\":\"invalid_request\",\"error_description\":\"Invalid backend parameter.\"}";

    @BeforeAll
    static void entries() {
        DrfWorld.entries();
    }

    private TokenCall spa(String token) {
        return call("convert-token")
                .form("grant_type", "convert_token")
                .form("backend", PROVIDER)
                .form("client_id", SPA)
                .form("token", token);
    }

    private TokenCall backed(String backend, String token) {
        return byApp(call("convert-token"))
                .form("grant_type", "convert_token")
                .form("backend", backend)
                .form("token", token);
    }

    @Test
    void anOldBearerTokenInTheHeaderIsNotLookedAt() {
        byApp(call("convert-token"))
                .form("grant_type", "convert_token")
                .form("backend", PROVIDER)
                .form("token", SERVER.idp.mintJwt(somebody()))
                .header("Authorization", "Bearer stale")
                .send()
                .granted();
    }

    @Test
    void twiceInARowIsTwoTokensOfOneUser() {
        String subject = somebody();
        String token = SERVER.idp.mintJwt(subject);

        TokenAnswer first = convert(call("convert-token"), token).send().granted();
        TokenAnswer second = convert(call("convert-token"), token).send().granted();

        assertThat(second.claims().get("sub")).isEqualTo(first.claims().get("sub"));
        assertThat(second.accessToken()).isNotEqualTo(first.accessToken());
        assertThat(isAlive(first)).isTrue();
        assertThat(first.json().get("user"))
                .as("whose name is not known")
                .hasToString("{\"email\":\"" + subject + "@idp.example\",\"first_name\":\"\",\"last_name\":\"\"}");
    }

    @Test
    void aKnownUserIsTold() {
        String ada = DrfWorld.password(call("token"))
                .send()
                .granted()
                .claims()
                .get("sub")
                .asText();
        String subject = somebody();
        DrfAccountIT.link(ada, PROVIDER, subject);

        JsonNode user = login(subject).json().get("user");

        assertThat(user)
                .hasToString(
                        "{\"email\":\"dj.ada@example.com\",\"first_name\":\"Augusta Ada\",\"last_name\":\"Lovelace\"}");
    }

    /** The same address is no duplicate here: nobody is known by an address. */
    @Test
    void theSameAddressIsAnotherUser() {
        TokenAnswer[] answers = new TokenAnswer[2];
        for (int i = 0; i < 2; i++) {
            String token = SERVER.external("/oidc/token", somebody())
                    .form("email", "dj.same@idp.example")
                    .send()
                    .text("id_token");
            answers[i] = convert(call("convert-token"), token).send().granted();
        }

        assertThat(answers[0].claims().get("sub"))
                .isNotEqualTo(answers[1].claims().get("sub"));
    }

    @Test
    void aPublicApplicationNeedsNoSecretAndOneThatItSendsIsNotLookedAt() {
        spa(SERVER.idp.mintJwt(somebody())).send().granted();
        spa(SERVER.idp.mintJwt(somebody()))
                .form("client_secret", "made-up")
                .send()
                .granted();
    }

    @Test
    void aConfidentialOneHasToProveItself() {
        String token = SERVER.idp.mintJwt(somebody());

        for (String secret : List.of("", "wrong")) {
            says(
                    call("convert-token")
                            .form("grant_type", "convert_token")
                            .form("backend", PROVIDER)
                            .form("client_id", APP)
                            .form("client_secret", secret)
                            .form("token", token)
                            .send(),
                    401,
                    INVALID_CLIENT);
        }
        call("convert-token")
                .basic(APP, SECRET)
                .form("grant_type", "convert_token")
                .form("backend", PROVIDER)
                .form("client_id", APP)
                .form("token", token)
                .send()
                .granted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such-client", "dj-off"})
    void anApplicationThatIsUnknownOrSwitchedOffIsSaidToBeSo(String client) {
        says(
                call("convert-token")
                        .form("grant_type", "convert_token")
                        .form("backend", PROVIDER)
                        .form("client_id", client)
                        .form("token", "x")
                        .send(),
                400,
                "{\"detail\":\"The application for this client_id does not exist.\"}");
    }

    @Test
    void onlyThisGrantIsMadeHere() {
        for (String grant : List.of("password", "client_credentials", "refresh_token", "convert-token")) {
            says(
                    byApp(call("convert-token"))
                            .form("grant_type", grant)
                            .form("backend", PROVIDER)
                            .form("token", "x")
                            .send(),
                    400,
                    "{\"error\":\"unsupported_grant_type\"}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such-provider", "dj-idp-off", "demo-oidc", "../x"})
    void aBackendThatIsUnknownOrOffOrNotForThisApplicationIsOneAnswer(String backend) {
        says(backed(backend, "x").send(), 400, UNKNOWN_BACKEND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "a.b.c", "eyJhbGciOiJub25lIn0.e30."})
    void aTokenThatProvesNothingIsDenied(String token) {
        says(backed(PROVIDER, token).send(), 400, UNPROVED);
    }

    @Test
    void nobodyIsThereForAProvedTokenUnlessTheEntryMakesUsers() {
        says(backed("dj-link", SERVER.idp.mintJwt(somebody())).send(), 400, WRONG_CREDENTIALS);
    }

    @Test
    void aUserWhoIsSwitchedOffIsTold() {
        String subject = somebody();
        String user = login(subject).claims().get("sub").asText();
        SERVER.database.execute("UPDATE app_user SET enabled = false WHERE id = '%s'".formatted(user));

        says(
                backed(PROVIDER, SERVER.idp.mintJwt(subject)).send(),
                400,
                "{\"error\":\"invalid_grant\",\"error_description\":\"User inactive or deleted.\"}");
    }

    @Nested
    class ProvidersThatFail {

        @ParameterizedTest
        @CsvSource({"400", "401", "403"})
        void aProviderThatRefusesItsTokenIsToldOfInFixedWords(int status) {
            TokenAnswer answer = asked(ScriptedIdentityProvider.status(status));

            says(
                    answer,
                    400,
                    "{\"error\":\"invalid_request\",\"error_description\":\"Backend responded with HTTP401.\"}");
        }

        @Test
        void aProviderThatIsOutOfOrderSaysNothingOfTheToken() {
            List<ScriptedIdentityProvider.Script> scripts = List.of(
                    ScriptedIdentityProvider.status(500),
                    ScriptedIdentityProvider.status(429),
                    ScriptedIdentityProvider.json("no JSON, canary-of-the-answer"),
                    ScriptedIdentityProvider.body("text/html", "<b>canary-of-the-answer</b>"),
                    ScriptedIdentityProvider.redirect("http://canary-of-the-answer.example"));
            for (ScriptedIdentityProvider.Script script : scripts) {
                unavailable(asked(script));
            }
        }

        @Test
        void aProviderThatIsSilentIsNotWaitedForForever() {
            unavailable(asked(ScriptedIdentityProvider.silence()));
        }

        private void unavailable(TokenAnswer answer) {
            assertThat(answer.status()).as(answer.body()).isEqualTo(503);
            assertThat(answer.text("error")).isEqualTo("temporarily_unavailable");
            assertThat(answer.body()).doesNotContain("canary");
            assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 5);
        }

        /** By a provider of its own each time, so that no breaker is open. */
        private TokenAnswer asked(ScriptedIdentityProvider.Script script) {
            try (ScriptedIdentityProvider idp =
                    ScriptedIdentityProvider.start(SERVER.node(0).vertx())) {
                String id = somebody();
                SERVER.apply("""
                        providers:
                          - id: %s
                            project: demo
                            clients: [dj-app]
                            provisioning: create
                            private_addresses: true
                            limits: {timeout: 500ms}
                            userinfo: {userinfo_uri: '%s', audience_proof: none}
                        """.formatted(id, idp.on("/userinfo", script).url("/userinfo")));
                return byApp(call("convert-token"))
                        .form("grant_type", "convert_token")
                        .form("backend", id)
                        .form("token", "some-opaque-token")
                        .send();
            }
        }
    }
}
