package io.bourse.e2e;

import static io.bourse.e2e.OpenIdWorld.SERVER;
import static io.bourse.e2e.OpenIdWorld.app;
import static io.bourse.e2e.OpenIdWorld.password;
import static io.bourse.e2e.OpenIdWorld.userInfo;
import static io.bourse.e2e.TokenServer.ACCESS_TOKEN;
import static io.bourse.e2e.TokenServer.EXCHANGE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An id token opens nothing: it has no {@code typ}, and everything that opens something says what it is. */
class IdTokenMisuseIT {

    @BeforeAll
    static void entries() {
        OpenIdWorld.apply();
    }

    private final String idToken = password("read openid").send().granted().text("id_token");

    @Test
    void noBearer() {
        userInfo(idToken).send().refused(401, "invalid_token");
        SERVER.call("/oauth2/introspect")
                .header("Authorization", "Bearer " + idToken)
                .form("token", idToken)
                .send()
                .refused(401, "invalid_token");
    }

    @Test
    void nothingToIntrospect() {
        SERVER.introspect(idToken).basic("oidc-app", "oidc-app-secret").send().inactive();
        SERVER.introspect(idToken).basic("oidc-api", "oidc-api-secret").send().inactive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"access_token", "id_token", "jwt", "refresh_token"})
    void noSubjectOfAnExchange(String type) {
        SERVER.token()
                .basic("oidc-api", "oidc-api-secret")
                .grant(EXCHANGE)
                .form("subject_token", idToken)
                .form("subject_token_type", "urn:ietf:params:oauth:token-type:" + type)
                .form("audience", "https://api.example/stock")
                .send()
                .refused(400, "invalid_request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"access_token", "id_token", "jwt"})
    void noActor(String type) {
        SERVER.token()
                .basic("oidc-api", "oidc-api-secret")
                .grant(EXCHANGE)
                .form("subject_token", password("read").send().granted().accessToken())
                .form("subject_token_type", ACCESS_TOKEN)
                .form("actor_token", idToken)
                .form("actor_token_type", "urn:ietf:params:oauth:token-type:" + type)
                .form("audience", "https://api.example/shipping")
                .send()
                .refused(400, "invalid_request");
    }

    @Test
    void noRefreshTokenNoAssertionNoGrant() {
        app().grant("refresh_token").form("refresh_token", idToken).send().refused(400, "invalid_grant");
        SERVER.token().grant("client_credentials").assertion(idToken).send().refused(401, "invalid_client");
        app().grant("urn:ietf:params:oauth:grant-type:jwt-bearer")
                .form("assertion", idToken)
                .send()
                .refused(400, "invalid_grant");
        app().grant("convert_token")
                .form("backend", "oidc-provider")
                .form("token", idToken)
                .send()
                .refused(400, "invalid_grant");
    }

    @Test
    void revokingItEndsNothing() {
        TokenAnswer login = password("read openid").send().granted();
        SERVER.revoke(login.text("id_token"))
                .basic("oidc-app", "oidc-app-secret")
                .send();

        assertThat(userInfo(login.accessToken()).send().status()).isEqualTo(200);
    }
}
