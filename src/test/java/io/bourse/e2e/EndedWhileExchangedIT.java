package io.bourse.e2e;

import static io.bourse.e2e.DrfWorld.API;
import static io.bourse.e2e.DrfWorld.APP;
import static io.bourse.e2e.DrfWorld.SERVER;
import static io.bourse.e2e.DrfWorld.bearing;
import static io.bourse.e2e.DrfWorld.byApp;
import static io.bourse.e2e.DrfWorld.call;
import static io.bourse.e2e.DrfWorld.done;
import static io.bourse.e2e.DrfWorld.isRefreshable;
import static io.bourse.e2e.DrfWorld.login;
import static io.bourse.e2e.DrfWorld.somebody;
import static io.bourse.e2e.TokenServer.ACCESS_TOKEN;
import static io.bourse.e2e.TokenServer.EXCHANGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.fakes.ScriptedIdentityProvider;
import io.bourse.fakes.ScriptedIdentityProvider.Gate;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A login that is ended while its refresh token is being exchanged, which takes as long as the provider of the actor likes:
 * nothing that came of it refreshes.
 */
class EndedWhileExchangedIT {

    private static final String REFRESH_TOKEN = "urn:ietf:params:oauth:token-type:refresh_token";
    private static final String DESK = "under-way-desk";
    private static final String SECRET = "under-way-desk-secret";

    private static final Gate HELPER = new Gate(ScriptedIdentityProvider.json("{\"sub\": \"helper\"}"));
    private static ScriptedIdentityProvider idp;

    @BeforeAll
    static void entries() {
        DrfWorld.entries();
        idp = ScriptedIdentityProvider.start(SERVER.node(0).vertx()).on("/userinfo", HELPER);
        SERVER.apply("""
                clients:
                  - id: under-way-desk
                    project: demo
                    secret: under-way-desk-secret
                    grants: [token-exchange, refresh_token]
                    scopes: [read, write]
                    audiences: [https://api.example/dj]
                providers:
                  - id: under-way-helpers
                    project: demo
                    clients: [under-way-desk]
                    provisioning: create
                    private_addresses: true
                    userinfo: {userinfo_uri: 'URI', audience_proof: none}
                exchanges:
                  - id: under-way-helped
                    client: under-way-desk
                    mode: delegation
                    subject: {client: dj-app, types: [refresh_token]}
                    actor: {provider: under-way-helpers, types: [access_token]}
                    targets: [https://api.example/dj]
                    scopes: [read, write]
                    refresh: true
                  - id: under-way-again
                    client: under-way-desk
                    mode: delegation
                    subject: {client: under-way-desk, types: [refresh_token]}
                    actor: {provider: under-way-helpers, types: [access_token]}
                    targets: [https://api.example/dj]
                    scopes: [read, write]
                    refresh: true
                """.replace("URI", idp.url("/userinfo")));
    }

    @AfterAll
    static void stop() {
        idp.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"invalidate-refresh-tokens", "revoke-token"})
    void aLoginThatEndsMeanwhileGivesNothing(String end) {
        TokenAnswer login = login(somebody());
        CompletableFuture<TokenAnswer> exchange = exchangeUnderWay(login);

        end(end, login);
        HELPER.release();

        exchange.join().refused(400, "invalid_request");
        assertThat(isRefreshable(login)).isFalse();
    }

    /** A fact says so, which kills what begins after it of what began before. */
    @Test
    void whatAFactEndsMeanwhileGivesWhatIsDead() {
        TokenAnswer login = login(somebody());
        CompletableFuture<TokenAnswer> exchange = exchangeUnderWay(login);

        end("invalidate-sessions", login);
        HELPER.release();

        TokenAnswer exchanged = exchange.join().granted();
        assertThat(DrfWorld.isAlive(exchanged)).isFalse();
        refresh(exchanged).refused(400, "invalid_grant");
    }

    /** What it names as its ancestor is as dead as itself. */
    @Test
    void whatWasExchangedBeforeIsExchangedNoFurther() {
        TokenAnswer login = login(somebody());
        CompletableFuture<TokenAnswer> exchange = exchangeUnderWay(login);
        HELPER.release();
        TokenAnswer exchanged = exchange.join().granted();
        CompletableFuture<TokenAnswer> further = exchangeUnderWay(exchanged);

        end("invalidate-refresh-tokens", login);
        HELPER.release();

        further.join().refused(400, "invalid_request");
        refresh(exchanged).refused(400, "invalid_grant");
    }

    @Test
    void aLoginThatLivesOnIsExchangedAndItsExchangeRefreshes() {
        TokenAnswer login = login(somebody());
        CompletableFuture<TokenAnswer> exchange = exchangeUnderWay(login);

        end("invalidate-refresh-tokens", login(somebody()));
        HELPER.release();

        refresh(exchange.join().granted()).granted();
    }

    /** An exchange whose actor's provider has been asked and has not answered. */
    private static CompletableFuture<TokenAnswer> exchangeUnderWay(TokenAnswer login) {
        CompletableFuture<TokenAnswer> exchange = SERVER.token()
                .basic(DESK, SECRET)
                .grant(EXCHANGE)
                .form("subject_token", login.refreshToken())
                .form("subject_token_type", REFRESH_TOKEN)
                .form("actor_token", "opaque-" + somebody())
                .form("actor_token_type", ACCESS_TOKEN)
                .form("audience", API)
                .sendAsync();
        TokenServer.eventually(() -> HELPER.held() == 1);
        return exchange;
    }

    private static void end(String how, TokenAnswer login) {
        done(
                how.equals("revoke-token")
                        ? byApp(call(how)).form("token", login.refreshToken()).send()
                        : bearing(call(how), login).form("client_id", APP).send());
    }

    private static TokenAnswer refresh(TokenAnswer exchanged) {
        return SERVER.token()
                .basic(DESK, SECRET)
                .grant("refresh_token")
                .form("refresh_token", exchanged.refreshToken())
                .send();
    }
}
