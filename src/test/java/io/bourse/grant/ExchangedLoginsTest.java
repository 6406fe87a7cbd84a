package io.bourse.grant;

import static io.bourse.fakes.ClientBuilder.ORDERS;
import static io.bourse.fakes.ClientBuilder.STOCK;
import static io.bourse.fakes.ClientBuilder.client;
import static io.bourse.fakes.ExchangeBuilder.exchange;
import static io.bourse.fakes.ExchangeBuilder.ours;
import static io.bourse.fakes.Refusals.NOT_ACCEPTED;
import static io.bourse.fakes.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.changelog.Change.RevokedKind;
import io.bourse.client.Client;
import io.bourse.fakes.ExchangeBuilder;
import io.bourse.fakes.TestEntries;
import io.bourse.fakes.TokenRig;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.TokenResponse;
import io.bourse.oauth.TokenType;
import io.bourse.token.Authorization;
import io.bourse.user.User;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A login that was made by an exchange: its entry is asked again at every use. */
class ExchangedLoginsTest {

    private final TokenRig rig = new TokenRig();
    private final TokenExchangeGrant exchange = rig.exchangeGrant();
    private final RefreshTokenGrant refresh = rig.refreshGrant();
    private final Client demo = rig.register(client("demo"));
    private final Client gateway = rig.register(client("gateway").serves(ORDERS).audiences(STOCK, ORDERS));
    private final User ada = rig.register(TestEntries.user("ada", "ada@example.com"));

    private ExchangeBuilder entry() {
        return exchange("entry", gateway)
                .subject(ours("demo"))
                .scopes("read", "write")
                .refresh();
    }

    private void allow(ExchangeBuilder entry) {
        rig.exchanges.put(entry.build());
    }

    private TokenResponse exchanged(String token) {
        return rig.issue(Requests.call(
                        exchange,
                        Requests.of(GrantType.TOKEN_EXCHANGE, gateway)
                                .begun(rig.clock.instant())
                                .with("subject_token", token)
                                .with("subject_token_type", TokenType.ACCESS_TOKEN.uri()))
                .await());
    }

    private String login() {
        allow(entry());
        return exchanged(rig.issue(TokenRig.login(demo, ada)).accessToken()).refreshToken();
    }

    private Requests request(String refreshToken) {
        return Requests.of(GrantType.REFRESH_TOKEN, gateway)
                .begun(rig.clock.instant())
                .with("refresh_token", refreshToken);
    }

    private Authorization refreshed(String refreshToken) {
        return Requests.call(refresh, request(refreshToken)).await();
    }

    private void refused(OAuthError error, String refreshToken) {
        refusal(error, () -> Requests.call(refresh, request(refreshToken)));
    }

    @Test
    void isRefreshedWithWhatTheEntryAllowed() {
        String login = login();
        Authorization refreshed = refreshed(login);

        assertThat(refreshed.scopes()).isEqualTo(Scopes.of("read", "write"));
        assertThat(refreshed.audiences()).containsExactly(STOCK);
        assertThat(refreshed.subject()).isEqualTo(ada.subject());
    }

    @Test
    void endsWithTheTokenThatItWasMadeFrom() {
        String login = login();
        rig.clock.advance(demo.accessTokenLifetime().minusSeconds(10));
        assertThat(refreshed(login).notAfter()).isEqualTo(rig.clock.instant().plusSeconds(10));

        rig.clock.advance(Duration.ofSeconds(11));
        refused(OAuthError.INVALID_GRANT, login);
    }

    @Test
    void isRefusedOnceTheEntryIsOffOrGoneOrGivesNoRefresh() {
        String login = login();
        allow(entry().disabled());
        refused(OAuthError.INVALID_GRANT, login);
        allow(exchange("entry", gateway).subject(ours("demo")).scopes("read", "write"));
        refused(OAuthError.INVALID_GRANT, login);
        allow(exchange("entry", demo).refresh());
        refused(OAuthError.INVALID_GRANT, login);
    }

    @Test
    void hasNoMoreScopesThanTheEntryHasNow() {
        String login = login();
        allow(entry().scopes("write"));
        assertThat(refreshed(login).scopes()).isEqualTo(Scopes.of("write"));

        String another = login();
        allow(entry().scopes("admin"));
        refused(OAuthError.INVALID_SCOPE, another);
    }

    @Test
    void isRefusedOnceTheEntryHasLostTheTarget() {
        String login = login();
        allow(entry().targets(ORDERS));

        refused(OAuthError.INVALID_TARGET, login);
    }

    @Test
    void hasTheLifetimeThatTheEntryHasNow() {
        String login = login();
        allow(entry().lifetime(Duration.ofSeconds(7)));

        assertThat(refreshed(login).notAfter()).isEqualTo(rig.clock.instant().plusSeconds(7));
    }

    @Test
    void isRefusedOnceAnEntryOfItsAncestryWasRevoked() {
        String login = login();
        rig.clock.advance(Duration.ofMillis(1));
        rig.revoke(RevokedKind.EXCHANGE, "entry");

        refused(OAuthError.INVALID_GRANT, login);
    }

    /** Both within a millisecond, or the second by a node whose clock is behind. */
    @Test
    void asksTheEntryThatMadeItAlsoIfTheClocksSayOtherwise() {
        for (Duration ahead : new Duration[] {Duration.ZERO, Duration.ofMillis(500)}) {
            rig.clock.advance(ahead);
            allow(entry().targets(ORDERS));
            String first = exchanged(rig.issue(TokenRig.login(demo, ada)).accessToken())
                    .accessToken();
            rig.clock.advance(ahead.negated());
            allow(exchange("another", gateway)
                    .scopes("read")
                    .lifetime(Duration.ofSeconds(5))
                    .refresh());

            String second = exchanged(first).refreshToken();
            rig.exchanges.put(entry().disabled().build());

            assertThat(refreshed(second).notAfter())
                    .isEqualTo(rig.clock.instant().plusSeconds(5));
        }
    }

    @Test
    void whatTheEntryRefusesCostsTheLoginNothing() {
        String login = login();
        allow(entry().targets(ORDERS));
        refused(OAuthError.INVALID_TARGET, login);
        allow(entry().scopes("other"));
        refused(OAuthError.INVALID_SCOPE, login);

        rig.clock.advance(TokenRig.REPLAY_WINDOW.plusSeconds(50));
        allow(entry());
        assertThat(refreshed(login).subject()).isEqualTo(ada.subject());
    }

    /** Else a refresh token could be turned into more than the access tokens that it stands for. */
    @Test
    void itsRefreshTokenAsSubjectIsWorthWhatItsEntryStillAllows() {
        String login = login();
        rig.exchanges.put(exchange("other", gateway)
                .subject(ours("gateway"), TokenType.REFRESH_TOKEN)
                .scopes("read", "write")
                .build());
        Requests request = Requests.of(GrantType.TOKEN_EXCHANGE, gateway)
                .begun(rig.clock.instant())
                .with("subject_token", login)
                .with("subject_token_type", TokenType.REFRESH_TOKEN.uri());
        assertThat(Requests.call(exchange, request).await().scopes()).isEqualTo(Scopes.of("read", "write"));

        allow(entry().scopes("read"));
        assertThat(Requests.call(exchange, request).await().scopes()).isEqualTo(Scopes.of("read"));
        rig.exchanges.put(exchange("entry", gateway).subject(ours("demo")).build());
        refusal(OAuthError.INVALID_REQUEST, NOT_ACCEPTED, () -> Requests.call(exchange, request));
    }
}
