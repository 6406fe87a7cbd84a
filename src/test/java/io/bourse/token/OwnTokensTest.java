package io.bourse.token;

import static io.bourse.fakes.ClientBuilder.ORDERS;
import static io.bourse.fakes.ClientBuilder.STOCK;
import static io.bourse.fakes.ClientBuilder.client;
import static io.bourse.fakes.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.changelog.Change.RevokedKind;
import io.bourse.client.Client;
import io.bourse.fakes.TestEntries;
import io.bourse.fakes.TestKeys;
import io.bourse.fakes.TokenRig;
import io.bourse.jose.SigningAlgorithm;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.TokenResponse;
import io.bourse.user.User;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnTokensTest {

    private final TokenRig rig = new TokenRig();
    private final Client demo = rig.register(client("demo"));
    private final Client gateway = rig.register(client("gateway"));
    private final User ada = rig.register(TestEntries.user("ada", "ada@example.com"));
    private final TokenResponse login = rig.issue(TokenRig.login(demo, ada));

    private void refused(String token) {
        refusal(OAuthError.INVALID_TOKEN, () -> rig.ownTokens.verify(token));
    }

    @Test
    void aTokenOfOursIsReadAsItWasIssued() {
        OwnToken token = rig.verify(login.accessToken());

        assertThat(token.id()).isEqualTo(login.tokenId());
        assertThat(token.family()).isEqualTo(login.familyId());
        assertThat(token.subject()).isEqualTo(ada.subject());
        assertThat(token.client()).isEqualTo(demo.id());
        assertThat(token.scopes()).isEqualTo(demo.scopes());
        assertThat(token.audiences()).containsExactly(ORDERS);
        assertThat(token.issuedAt()).isEqualTo(rig.clock.instant());
        assertThat(token.expiresAt()).isEqualTo(rig.clock.instant().plusSeconds(300));
        assertThat(token.lineage().ids()).containsExactly(login.tokenId(), login.familyId());
    }

    /** A newer version may sign such, and an older one may have: not believed, and no defect of the request. */
    @ParameterizedTest
    @ValueSource(
            strings = {"tenant:mhz3k1aw:shop", "client:shop", "client:", ":", "", "key:", "user:mhz", "user:MHZ:ada"})
    void aLineageThatCannotBeReadIsNotBelieved(String ancestor) {
        refused(TestKeys.sign(TestKeys.ours(), "at+jwt", claims(rig.ids.next().toString(), ancestor)));
    }

    @Test
    void anIdThatTellsNoTimeIsNotBelieved() {
        refused(TestKeys.sign(TestKeys.ours(), "at+jwt", claims("none-of-ours", "a1")));
    }

    private String claims(String id, String ancestor) {
        long now = rig.clock.instant().getEpochSecond();
        return """
                {"iss":"%s","sub":"%s","sub_type":"user","client_id":"demo","aud":"a","iat":%d,"exp":%d,"jti":"%s","lin":["%s"]}""".formatted(TokenRig.ISSUER, ada.id(), now, now + 60, id, ancestor);
    }

    @Test
    void whatIsForgedForeignOrOfAnotherKindIsRefused() {
        String claims = """
                {"iss":"%s","sub":"x","sub_type":"user","client_id":"demo","aud":"a","iat":%d,"exp":%d,"jti":"%s"}""".formatted(
                        TokenRig.ISSUER,
                        rig.clock.instant().getEpochSecond(),
                        rig.clock.instant().getEpochSecond() + 60,
                        rig.ids.next());

        assertThat(rig.ownTokens
                        .genuine(TestKeys.sign(TestKeys.ours(), "at+jwt", claims))
                        .await()
                        .client())
                .isEqualTo(demo.id());
        refused(TestKeys.sign(TestKeys.foreign(SigningAlgorithm.ES256, "thief"), "at+jwt", claims));
        refused(TestKeys.sign(TestKeys.ours(), "JWT", claims));
        refused(TestKeys.sign(TestKeys.ours(), "at+jwt", claims.replace("tokens.example", "evil.example")));
        refused(login.accessToken().substring(0, login.accessToken().length() - 2));
        refused("not a token");
        refused("");
    }

    @Test
    void anExpiredTokenIsRefused() {
        rig.clock.advance(Duration.ofSeconds(311));

        refused(login.accessToken());
        refusal(OAuthError.INVALID_TOKEN, () -> rig.ownTokens.genuine(login.accessToken()));
    }

    @Test
    void aTokenOfAPartyThatIsSwitchedOffIsRefusedAndStillGenuine() {
        rig.register(client("demo").disabled());

        refused(login.accessToken());
        assertThat(rig.ownTokens.genuine(login.accessToken()).await().id()).isEqualTo(login.tokenId());
    }

    @Test
    void aTokenOfAUserWhoIsSwitchedOffIsRefused() {
        rig.register(new User(ada.id(), ada.project(), ada.username(), ada.email(), ada.passwordHash(), false));

        refused(login.accessToken());
    }

    @Test
    void aTokenOfAnUnknownClientOrUserIsRefused() {
        Client stranger = client("stranger").build();
        User nobody = TestEntries.user("nobody", "nobody@example.com");

        refused(rig.issue(TokenRig.itself(stranger, stranger.scopes())).accessToken());
        refused(rig.issue(TokenRig.login(demo, nobody)).accessToken());
    }

    @Nested
    class Revoked {

        private final OwnToken token = rig.verify(login.accessToken());
        private final String exchanged =
                rig.issue(TokenRig.exchange(gateway, token, STOCK)).accessToken();

        @Test
        void aRevokedTokenTakesWhatWasMadeFromItAlong() {
            rig.revoke(RevokedKind.TOKEN, token.id());

            refused(login.accessToken());
            refused(exchanged);
        }

        @Test
        void whatWasMadeFromATokenDiesAlone() {
            rig.revoke(RevokedKind.TOKEN, rig.verify(exchanged).id());

            refused(exchanged);
            assertThat(rig.verify(login.accessToken()).id()).isEqualTo(token.id());
        }

        @Test
        void aRevokedLoginTakesAllAlong() {
            rig.revoke(RevokedKind.FAMILY, login.familyId());

            refused(login.accessToken());
            refused(exchanged);
        }

        @Test
        void aRevokedUserTakesAllAlongThatIsOlder() {
            rig.clock.advance(Duration.ofMillis(1));
            rig.revoke(RevokedKind.USER, ada.id());
            String late = rig.issue(TokenRig.exchange(gateway, token, STOCK)).accessToken();

            refused(login.accessToken());
            refused(exchanged);
            refused(late);
            String fresh = rig.issue(TokenRig.login(demo, ada)).accessToken();
            assertThat(rig.verify(fresh).subject()).isEqualTo(ada.subject());
        }

        @Test
        void aRevokedKeyTakesItsTokensAlong() {
            rig.clock.advance(Duration.ofMillis(1));
            rig.revoke(RevokedKind.KEY, TestKeys.ours().id());

            refused(login.accessToken());
        }
    }

    @Test
    void whoHasNotFollowedTheChangeLogCannotSay() {
        rig.fresh.set(false);

        refusal(OAuthError.TEMPORARILY_UNAVAILABLE, () -> rig.ownTokens.verify(login.accessToken()));
        refused("not a token");
    }
}
