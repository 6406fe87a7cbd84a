package io.bourse.grant;

import static io.bourse.fakes.ClientBuilder.client;
import static io.bourse.fakes.ExchangeBuilder.exchange;
import static io.bourse.fakes.ExchangeBuilder.ours;
import static io.bourse.fakes.Refusals.NOT_ACCEPTED;
import static io.bourse.fakes.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.changelog.Change.RevokedKind;
import io.bourse.client.Client;
import io.bourse.fakes.TestEntries;
import io.bourse.fakes.TokenRig;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.TokenResponse;
import io.bourse.oauth.TokenType;
import io.bourse.token.Authorization;
import io.bourse.token.OwnToken;
import io.bourse.user.User;
import java.time.Duration;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** A client hands its refresh token on to another, which exchanges it for tokens of its own. */
class HandedOnRefreshTokensTest {

    private static final String SHOP = "urn:uuid:shop";
    private static final String TILL = "urn:uuid:till";

    private final TokenRig rig = new TokenRig();
    private final TokenExchangeGrant grant = rig.exchangeGrant();
    private final Client shop = rig.register(client("shop").audiences(SHOP));
    private final Client till = rig.register(client("till").audiences(TILL));
    private final User ada = rig.register(TestEntries.user("ada", "ada@example.com"));
    private final TokenResponse login = rig.issue(TokenRig.login(shop, ada));

    private void allow(TokenType... types) {
        rig.exchanges.put(exchange("shop-to-till", till)
                .subject(ours("shop"), types)
                .targets(TILL)
                .refresh()
                .build());
    }

    private Requests request(Client client, String token) {
        return Requests.of(GrantType.TOKEN_EXCHANGE, client)
                .begun(rig.clock.instant())
                .with("subject_token", token)
                .with("subject_token_type", TokenType.REFRESH_TOKEN.uri());
    }

    private TokenResponse exchanged() {
        Authorization authorization =
                Requests.call(grant, request(till, login.refreshToken())).await();
        return rig.issue(authorization);
    }

    private void refused(Client client, String token) {
        refusal(OAuthError.INVALID_REQUEST, NOT_ACCEPTED, () -> Requests.call(grant, request(client, token)));
    }

    @Test
    void anEntryThatNamesTheHolderTurnsItIntoALoginAtAnother() {
        allow(TokenType.REFRESH_TOKEN);

        TokenResponse atTill = exchanged();

        OwnToken token = rig.verify(atTill.accessToken());
        assertThat(token.client()).isEqualTo(till.id());
        assertThat(token.subject()).isEqualTo(ada.subject());
        assertThat(token.audiences()).containsExactly(TILL);
        assertThat(atTill.refreshToken()).isNotNull();
        assertThat(atTill.refreshExpiresAt()).isEqualTo(login.refreshExpiresAt());
    }

    @Test
    void whatIsHandedOnIsNotSpent() {
        allow(TokenType.REFRESH_TOKEN);

        exchanged();

        assertThat(exchanged().refreshToken()).isNotNull();
    }

    @Test
    void nobodyElseMayShowIt() {
        refused(till, login.refreshToken());
        allow(TokenType.ACCESS_TOKEN);
        refused(till, login.refreshToken());
        allow(TokenType.REFRESH_TOKEN, TokenType.ACCESS_TOKEN);
        refused(till, login.refreshToken());
        allow(TokenType.REFRESH_TOKEN);
        refused(shop, login.refreshToken());
        refused(rig.register(client("thief").audiences(TILL)), login.refreshToken());
    }

    @Test
    void itsHolderMustStillBeAssignedTheUser() {
        allow(TokenType.REFRESH_TOKEN);
        rig.register(client("shop").audiences(SHOP).assignedUsersOnly());

        refused(till, login.refreshToken());
        rig.assignments.assign(ada.id(), shop.id());

        assertThat(exchanged().accessToken()).isNotNull();
    }

    @Test
    void whatIsForgedOrNoRefreshTokenIsRefused() {
        allow(TokenType.REFRESH_TOKEN);
        String token = login.refreshToken();

        refused(till, login.accessToken());
        refused(till, "garbage");
        refused(till, rig.refreshTokens.encode(UUID.randomUUID(), 0, shop.id()));
        refused(till, rig.refreshTokens.encode(UUID.fromString(login.familyId()), 0, till.id()));
        refused(till, token.substring(0, token.length() - 1) + (token.endsWith("A") ? "B" : "A"));
    }

    @Test
    void itDiesWithItsSource() {
        allow(TokenType.REFRESH_TOKEN);
        String atTill = exchanged().accessToken();

        rig.revoke(RevokedKind.FAMILY, login.familyId());

        refused(till, login.refreshToken());
        Assertions.assertThatThrownBy(() -> rig.verify(atTill)).isNotNull();
    }

    @Test
    void aHolderThatIsSwitchedOffHasNothingToHandOn() {
        allow(TokenType.REFRESH_TOKEN);
        rig.register(client("shop").audiences(SHOP).disabled());

        refused(till, login.refreshToken());
    }

    @Test
    void whatHasEndedIsRefused() {
        allow(TokenType.REFRESH_TOKEN);
        rig.clock.advance(Duration.ofDays(31));

        refused(till, login.refreshToken());
    }
}
