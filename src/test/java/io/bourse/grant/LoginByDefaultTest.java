package io.bourse.grant;

import static io.bourse.fakes.ClientBuilder.client;
import static io.bourse.fakes.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.client.Client;
import io.bourse.client.Client.Authentication;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.Scopes;
import io.vertx.core.Future;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients mean that name no provider. */
class LoginByDefaultTest {

    private final Client app = client("app")
            .authentication(Authentication.NONE)
            .grants(GrantType.CONVERT_TOKEN, GrantType.REFRESH_TOKEN)
            .scopes("openid", "offline_access", "read")
            .loginProvider("idp")
            .build();

    private static Requests exchange(Client client) {
        return Requests.of(GrantType.TOKEN_EXCHANGE, client).with("subject_token", "t");
    }

    private static TokenRequest meant(Requests request) {
        return LoginByDefault.meantBy(request.build());
    }

    @Nested
    class AnExchangeOfOneToken {

        @Test
        void isALogin() {
            assertThat(meant(exchange(app)).grant()).isEqualTo(GrantType.CONVERT_TOKEN);
        }

        @Test
        void isWhatItSaysByWhoeverNamesProviders() {
            Client other = client("other").authentication(Authentication.NONE).build();

            assertThat(meant(exchange(other)).grant()).isEqualTo(GrantType.TOKEN_EXCHANGE);
        }

        @Test
        void isWhatItSaysByWhoeverMayExchange() {
            Client api = client("api")
                    .grants(GrantType.TOKEN_EXCHANGE, GrantType.CONVERT_TOKEN)
                    .loginProvider("idp")
                    .build();

            assertThat(meant(exchange(api)).grant()).isEqualTo(GrantType.TOKEN_EXCHANGE);
        }

        @Test
        void isWhatItSaysIfSomebodyIsToAct() {
            assertThat(meant(exchange(app).with("actor_token", "a")).grant()).isEqualTo(GrantType.TOKEN_EXCHANGE);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "openid offline, openid offline_access",
        "offline offline_access, offline_access",
        "read, read",
        "admin offline, admin offline_access",
    })
    void offlineIsOfflineAccess(String asked, String understood) {
        assertThat(meant(exchange(app).scopes(asked)).scopes()).isEqualTo(Scopes.parse(understood));
        assertThat(meant(Requests.of(GrantType.REFRESH_TOKEN, app).scopes(asked))
                        .scopes())
                .isEqualTo(Scopes.parse(understood));
    }

    @Test
    void offlineIsNothingInParticularElsewhere() {
        Client other = client("other").build();

        assertThat(meant(Requests.of(GrantType.CONVERT_TOKEN, other).scopes("offline"))
                        .scopes())
                .isEqualTo(Scopes.of("offline"));
    }

    @Test
    void aLoginWithoutScopesIsForTheUsualOnes() {
        assertThat(meant(exchange(app)).scopes()).isEqualTo(Scopes.of("openid", "offline_access"));
        assertThat(meant(Requests.of(GrantType.CONVERT_TOKEN, app).with("token", "t"))
                        .scopes())
                .isEqualTo(Scopes.of("openid", "offline_access"));
    }

    @Test
    void aLoginWithoutScopesIsNeverForAllThatTheClientHas() {
        Client reader =
                client("reader").scopes("read", "write").loginProvider("idp").build();
        Client half =
                client("half").scopes("openid", "admin").loginProvider("idp").build();

        TokenRequest meant = meant(Requests.of(GrantType.CONVERT_TOKEN, reader).with("token", "t"));
        refusal(OAuthError.INVALID_SCOPE, () -> Future.succeededFuture(meant).map(Entitlement::scopes));
        assertThat(meant(Requests.of(GrantType.CONVERT_TOKEN, half).with("token", "t"))
                        .scopes())
                .isEqualTo(Scopes.of("openid"));
    }

    @Test
    void whoeverNamesTheProviderOrRefreshesIsNotPresumedUpon() {
        assertThat(meant(Requests.of(GrantType.CONVERT_TOKEN, app).with("backend", "idp"))
                        .scopes())
                .isEqualTo(Scopes.NONE);
        assertThat(meant(Requests.of(GrantType.REFRESH_TOKEN, app)).scopes()).isEqualTo(Scopes.NONE);
    }

    /** RFC 6749 section 3.2: to whoever names providers the parameter means nothing. */
    @Test
    void aProjectIsNothingInParticularElsewhere() {
        LoginByDefault.check(Requests.of(GrantType.PASSWORD, client("other").build())
                .with("projectId", "another")
                .build());
    }

    @Test
    void aProjectMustBeTheClients() {
        TokenRequest right = exchange(app).with("projectId", app.project()).build();
        TokenRequest wrong = exchange(app).with("projectId", "another").build();

        LoginByDefault.check(right);
        refusal(
                OAuthError.INVALID_REQUEST,
                "The parameter projectId is not the client's project.",
                () -> Future.succeededFuture(wrong).compose(it -> {
                    LoginByDefault.check(it);
                    return Future.succeededFuture();
                }));
    }
}
