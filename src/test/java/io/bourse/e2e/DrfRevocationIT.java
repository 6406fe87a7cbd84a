package io.bourse.e2e;

import static io.bourse.e2e.DrfWorld.APP;
import static io.bourse.e2e.DrfWorld.PROVIDER;
import static io.bourse.e2e.DrfWorld.SERVER;
import static io.bourse.e2e.DrfWorld.SPA;
import static io.bourse.e2e.DrfWorld.bearing;
import static io.bourse.e2e.DrfWorld.byApp;
import static io.bourse.e2e.DrfWorld.call;
import static io.bourse.e2e.DrfWorld.done;
import static io.bourse.e2e.DrfWorld.isAlive;
import static io.bourse.e2e.DrfWorld.isRefreshable;
import static io.bourse.e2e.DrfWorld.login;
import static io.bourse.e2e.DrfWorld.says;
import static io.bourse.e2e.DrfWorld.somebody;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How an application, or the bearer of a token, ends single tokens at the drf door, and what lives on. */
class DrfRevocationIT {

    private static final String UNKNOWN = "{\"detail\":\"The application for this client_id does not exist.\"}";

    @BeforeAll
    static void entries() {
        DrfWorld.entries();
    }

    private static TokenCall spa(String name) {
        return call(name).form("client_id", SPA);
    }

    private static TokenAnswer spaLogin(String subject) {
        return spa("convert-token")
                .form("grant_type", "convert_token")
                .form("backend", PROVIDER)
                .form("token", SERVER.idp.mintJwt(subject))
                .send()
                .granted();
    }

    @Test
    void aRefreshTokenTakesItsAccessTokensWithIt() {
        TokenAnswer login = login(somebody());
        TokenAnswer refreshed = DrfWorld.refresh(call("token"), login).send().granted();

        done(byApp(call("revoke-token")).form("token", refreshed.refreshToken()).send());

        assertThat(isAlive(login)).isFalse();
        assertThat(isAlive(refreshed)).isFalse();
        assertThat(isRefreshable(refreshed)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"access_token", "refresh_token", "no_such_hint"})
    void aHintMayBeWrong(String hint) {
        TokenAnswer login = login(somebody());

        done(byApp(call("revoke-token"))
                .form("token", login.refreshToken())
                .form("token_type_hint", hint)
                .send());

        assertThat(isRefreshable(login)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown-token-of-nobody", "a.b.c", "brt_garbage"})
    void whatIsUnknownIsGoneAlready(String token) {
        done(byApp(call("revoke-token")).form("token", token).send());
    }

    @Test
    void withoutATokenThereIsNothingToRevoke() {
        says(
                byApp(call("revoke-token")).send(),
                400,
                "{\"error\":\"invalid_request\",\"error_description\":\"Missing token parameter.\"}");
    }

    @Test
    void aTokenOfAnotherApplicationLivesOn() {
        TokenAnswer login = login(somebody());

        done(call("revoke-token")
                .form("client_id", "dj-other")
                .form("client_secret", "dj-other-secret")
                .form("token", login.accessToken())
                .send());

        assertThat(isAlive(login)).isTrue();
    }

    @Test
    void theApplicationHasToProveItself() {
        String token = login(somebody()).accessToken();

        says(
                call("revoke-token")
                        .form("client_id", APP)
                        .form("client_secret", "wrong-secret")
                        .form("token", token)
                        .send(),
                401,
                "{\"error\":\"invalid_client\"}");
        says(
                call("revoke-token").form("client_id", APP).form("token", token).send(),
                401,
                "{\"error\":\"invalid_client\"}");
        says(
                call("revoke-token")
                        .form("client_id", "no-such-client")
                        .form("client_secret", "x")
                        .form("token", token)
                        .send(),
                400,
                UNKNOWN);
        done(call("revoke-token")
                .basic(APP, DrfWorld.SECRET)
                .form("client_id", APP)
                .form("token", token)
                .send());
    }

    @Test
    void aPublicOneNeedsNoSecretAndOneThatItSendsIsNotLookedAt() {
        TokenAnswer login = spaLogin(somebody());

        done(spa("revoke-token")
                .form("client_secret", "made-up-secret")
                .form("token", login.accessToken())
                .send());

        assertThat(isAlive(login)).isFalse();
    }

    /** Whoever believes to have signed out must be told that it is not so. */
    @Test
    void theHeadersTokenIsRevokedAsOneOfItsApplicationOnly() {
        TokenAnswer login = login(somebody());

        says(bearing(call("revoke-token"), login).form("client_id", "dj-other").send(), 400, UNKNOWN);

        assertThat(isAlive(login)).isTrue();
    }

    @Test
    void aTokenInTheBodyIsNotTheOneThatIsRevoked() {
        TokenAnswer login = login(somebody());
        TokenAnswer other = login(somebody());

        done(bearing(call("revoke-token"), login)
                .form("client_id", APP)
                .form("client_secret", "not-looked-at")
                .form("token", other.accessToken())
                .send());

        assertThat(isAlive(login)).isFalse();
        assertThat(isAlive(other)).isTrue();
    }

    @Test
    void twoAuthorizationHeadersAreRefusedBeforeAnythingIsDone() {
        TokenAnswer login = spaLogin();

        TokenAnswer revoked = bearing(bearing(call("revoke-token"), login), login)
                .form("client_id", DrfWorld.SPA)
                .form("token", login.accessToken())
                .send();
        TokenAnswer converted = bearing(bearing(spaConversion(), login), login).send();

        assertThat(revoked.status()).isEqualTo(400);
        assertThat(revoked.text("error")).isEqualTo("invalid_request");
        assertThat(converted.status()).isEqualTo(400);
        assertThat(converted.text("error")).isEqualTo("invalid_request");
        assertThat(isAlive(login)).isTrue();
    }

    private static TokenAnswer spaLogin() {
        return spaConversion().send().granted();
    }

    private static TokenCall spaConversion() {
        return call("convert-token")
                .form("client_id", DrfWorld.SPA)
                .form("grant_type", "convert_token")
                .form("backend", DrfWorld.PROVIDER)
                .form("token", SERVER.idp.mintJwt(somebody()));
    }
}
