package io.bourse.e2e;

import static io.bourse.e2e.MedplumWorld.SERVER;
import static io.bourse.e2e.MedplumWorld.app;
import static io.bourse.e2e.MedplumWorld.body;
import static io.bourse.e2e.MedplumWorld.everybody;
import static io.bourse.e2e.MedplumWorld.exchange;
import static io.bourse.e2e.MedplumWorld.logout;
import static io.bourse.e2e.MedplumWorld.me;
import static io.bourse.e2e.MedplumWorld.outcome;
import static io.bourse.e2e.MedplumWorld.refresh;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What Medplum's client asks of a login: who it is, refreshing, the end; and that nobody else's token will do. */
class MedplumSessionIT {

    private static final String SCOPE = "openid offline profile email read";
    private static String client;

    @BeforeAll
    static void entries() {
        client = app("sessions", everybody("grace"));
        SERVER.apply("""
                clients:
                  - {id: medplum-api, project: demo, secret: medplum-api-secret, grants: [token-exchange],
                     serves: ['https://api.example/fhir'], scopes: [openid, read]}
                exchanges:
                  - {id: medplum-api-on, client: medplum-api, scopes: [openid, read],
                     subject: {client: medplum-sessions, audience: 'https://api.example/fhir'},
                     targets: ['https://api.example/stock']}
                """);
    }

    private static TokenAnswer login() {
        return exchange(body(client).put("scope", SCOPE)).send().granted();
    }

    private static TokenAnswer exchanged(TokenAnswer login) {
        return SERVER.token()
                .basic("medplum-api", "medplum-api-secret")
                .grant(TokenServer.EXCHANGE)
                .form("subject_token", login.accessToken())
                .form("subject_token_type", TokenServer.ACCESS_TOKEN)
                .send()
                .granted();
    }

    private static TokenCall userInfo(String token) {
        return SERVER.call("/oauth2/userinfo").method("GET").contentType("").header("Authorization", "Bearer " + token);
    }

    @Test
    void meTellsTheSession() {
        TokenAnswer login = login();
        TokenAnswer me = me(login.accessToken()).send().granted();
        String user = login.claims().get("sub").asText();

        assertThat(me.json().at("/user/resourceType").asText()).isEqualTo("User");
        assertThat(me.json().at("/user/email").asText()).isEqualTo("grace@example.com");
        assertThat(me.json().at("/project/resourceType").asText()).isEqualTo("Project");
        assertThat(me.json().at("/project/id").asText()).isEqualTo("demo");
        assertThat(me.json().at("/membership/profile/reference").asText()).isEqualTo("Practitioner/" + user);
        assertThat(me.json().at("/membership/user/reference").asText()).isEqualTo("User/" + user);
        assertThat(me.json().at("/membership/project/reference").asText()).isEqualTo("Project/demo");
        assertThat(me.json().at("/profile/resourceType").asText()).isEqualTo("Practitioner");
        assertThat(me.json().at("/profile/id").asText()).isEqualTo(user);
        assertThat(me.json().at("/config/resourceType").asText()).isEqualTo("UserConfiguration");
        assertThat(me.json().at("/config/id").asText()).isNotEmpty();
        assertThat(me.json().at("/accessPolicy/resourceType").asText()).isEqualTo("AccessPolicy");
    }

    @Test
    void meTellsOfTheUserWhatTheScopesAllow() {
        SERVER.apply("users: [{id: '" + login().claims().get("sub").asText()
                + "', project: demo, email: grace@example.com, name: Grace Hopper}]");
        TokenAnswer named = me(login().accessToken()).send().granted();
        TokenAnswer bare =
                me(exchange(body(client)).send().granted().accessToken()).send().granted();

        assertThat(named.json().at("/profile/name/0/text").asText()).isEqualTo("Grace Hopper");
        assertThat(named.json().at("/profile/telecom/0/value").asText()).isEqualTo("grace@example.com");
        assertThat(bare.body()).doesNotContain("Grace", "grace@example.com");
    }

    @Test
    void aRefreshTellsProjectAndProfileAgain() throws Exception {
        TokenAnswer login = login();
        TokenAnswer refreshed = refresh(client, login.refreshToken()).send().granted();

        assertThat(refreshed.json().get("project")).isEqualTo(login.json().get("project"));
        assertThat(refreshed.json().get("profile")).isEqualTo(login.json().get("profile"));
        assertThat(refreshed.text("scope")).isEqualTo(login.text("scope"));
        assertThat(refreshed.claims().get("login_id")).isEqualTo(login.claims().get("login_id"));
        assertThat(SignedJWT.parse(refreshed.text("id_token")).getJWTClaimsSet().getSubject())
                .isEqualTo(login.claims().get("sub").asText());
    }

    @Test
    void aRefreshTokenIsGoodForOneUse() {
        TokenAnswer login = login();
        TokenAnswer second = refresh(client, login.refreshToken()).send().granted();
        TokenAnswer third = refresh(client, second.refreshToken()).send().granted();

        refresh(client, login.refreshToken()).send().refused(400, "invalid_grant");
        refresh(client, third.refreshToken()).send().refused(400, "invalid_grant");
        outcome(me(third.accessToken()).send(), 401, "Unauthorized");
    }

    @Test
    void logoutEndsTheLoginAndAllThatCameFromIt() {
        TokenAnswer login = login();
        TokenAnswer refreshed = refresh(client, login.refreshToken()).send().granted();
        String derived = exchanged(login).accessToken();
        TokenAnswer ended = logout(login.accessToken()).send().granted();

        assertThat(ended.body())
                .isEqualTo(
                        "{\"resourceType\":\"OperationOutcome\",\"id\":\"ok\",\"issue\":[{\"severity\":\"information\","
                                + "\"code\":\"informational\",\"details\":{\"text\":\"All OK\"}}]}");
        for (String dead : new String[] {login.accessToken(), refreshed.accessToken()}) {
            outcome(me(dead).send(), 401, "Unauthorized");
            outcome(logout(dead).send(), 401, "Unauthorized");
            userInfo(dead).send().refused(401, "invalid_token");
        }
        refresh(client, refreshed.refreshToken()).send().refused(400, "invalid_grant");
        SERVER.introspect(derived)
                .basic("medplum-api", "medplum-api-secret")
                .send()
                .inactive();
    }

    @Test
    void logoutOfALoginWithoutRefreshTokenEndsItsToken() {
        String only =
                exchange(body(client).put("scope", "openid")).send().granted().accessToken();
        String other = login().accessToken();
        logout(only).send().granted();

        outcome(me(only).send(), 401, "Unauthorized");
        me(other).send().granted();
    }

    @Test
    void whatIsNobodysLoginHereIsOfNoUse() {
        String derived = exchanged(login()).accessToken();
        String itself = SERVER.token()
                .asDemo()
                .grant("client_credentials")
                .send()
                .granted()
                .accessToken();
        String another = SERVER.convert("some-user-of-demo").accessToken();

        for (String token : new String[] {derived, itself, another, login().text("id_token"), login().refreshToken()}) {
            outcome(me(token).send(), 401, "Unauthorized");
            outcome(logout(token).send(), 401, "Unauthorized");
        }
        assertThat(SERVER.active(another)).isTrue();
    }

    @Test
    void withoutATokenThereIsAChallenge() {
        TokenAnswer refused =
                SERVER.call("/auth/me").method("GET").contentType("").send();

        outcome(refused, 401, "Unauthorized");
        assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"bourse\"");
    }
}
