package io.bourse.grant;

import static io.bourse.fakes.ClientBuilder.ORDERS;
import static io.bourse.fakes.ClientBuilder.STOCK;
import static io.bourse.fakes.ClientBuilder.client;
import static io.bourse.fakes.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.changelog.Change.RevokedKind;
import io.bourse.client.Client;
import io.bourse.fakes.ClientBuilder;
import io.bourse.fakes.TestEntries;
import io.bourse.fakes.TokenRig;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.TokenResponse;
import io.bourse.policy.Target;
import io.bourse.token.Authorization;
import io.bourse.token.Family;
import io.bourse.token.Identity;
import io.bourse.token.Login;
import io.bourse.token.LoginMethod;
import io.bourse.token.RefreshPlan;
import io.bourse.user.User;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RefreshTokenGrantTest {

    private final TokenRig rig = new TokenRig();
    private final RefreshTokenGrant grant = rig.refreshGrant();
    private final Client demo = rig.register(client("demo"));
    private final User ada = rig.register(TestEntries.user("ada", "ada@example.com"));
    private final TokenResponse login = rig.issue(TokenRig.login(demo, ada));

    private static Requests request(Client client, String refreshToken) {
        return Requests.of(GrantType.REFRESH_TOKEN, client).with("refresh_token", refreshToken);
    }

    private Authorization authorize(Requests request) {
        return grant.authorize(request.build()).await();
    }

    private void refused(OAuthError error, Requests request) {
        refusal(error, () -> grant.authorize(request.build()));
    }

    private static Family family(Authorization authorization) {
        return ((RefreshPlan.Successor) authorization.refresh()).family();
    }

    private String successor(Authorization authorization) {
        return rig.issue(authorization).refreshToken();
    }

    @Test
    void theNewestTokenGivesItsSuccessor() {
        Authorization authorization = authorize(request(demo, login.refreshToken()));

        assertThat(authorization.subject()).isEqualTo(ada.subject());
        assertThat(authorization.scopes()).isEqualTo(Scopes.of("read", "write"));
        assertThat(authorization.audiences()).containsExactly(ORDERS);
        assertThat(authorization.notAfter()).isNull();
        assertThat(authorization.rule()).isEqualTo("family " + login.familyId());
        assertThat(family(authorization).generation()).isEqualTo(1);
        assertThat(successor(authorization)).isNotEqualTo(login.refreshToken());
    }

    @Test
    void aRetryWithinTheWindowGivesTheSameSuccessor() {
        String first = successor(authorize(request(demo, login.refreshToken())));
        rig.clock.advance(TokenRig.REPLAY_WINDOW.minusMillis(1));

        assertThat(successor(authorize(request(demo, login.refreshToken())))).isEqualTo(first);
    }

    @Test
    void aTokenThatIsNotOursIsRefusedAndHarmsNobody() {
        Client other = rig.register(client("other"));

        refused(OAuthError.INVALID_GRANT, request(demo, "brt_" + "A".repeat(76)));
        refused(OAuthError.INVALID_GRANT, request(demo, "brt_" + "A".repeat(75) + "="));
        refused(OAuthError.INVALID_GRANT, request(demo, login.accessToken()));
        refused(OAuthError.INVALID_GRANT, request(other, login.refreshToken()));
        assertThat(authorize(request(demo, login.refreshToken())).subject()).isEqualTo(ada.subject());
    }

    @Test
    void aMissingTokenIsNamed() {
        refusal(
                OAuthError.INVALID_REQUEST,
                "The parameter refresh_token is missing.",
                () -> Requests.call(grant, request(demo, "").without("refresh_token")));
    }

    /** OpenID Connect Core section 12.2. */
    @Test
    void theLoginIsStillOfTheTimeAtWhichItBegan() {
        Instant begun = rig.clock.instant();
        Authorization first = TokenRig.login(demo, ada).as(new Login(LoginMethod.PASSWORD, begun, "nonce"));
        rig.clock.advance(Duration.ofSeconds(2));
        TokenResponse issued = rig.issuer.issue(first, begun).await();
        rig.clock.advance(Duration.ofSeconds(60));

        assertThat(authorize(request(demo, issued.refreshToken())).login())
                .isEqualTo(new Login(LoginMethod.PASSWORD, begun, null));
    }

    @Test
    void whatWasNoLoginIsNoneAfterARefresh() {
        TokenResponse signedFor = rig.issue(TokenRig.login(demo, ada).as(null));

        assertThat(authorize(request(demo, signedFor.refreshToken())).login()).isNull();
    }

    /** The revocation of what it was made from is kept only so long. */
    @Test
    void noTokenOfAnExchangedLoginOutlivesWhatThatWasMadeFrom() {
        Authorization exchanged = new Authorization(
                TokenRig.admitted(demo, Identity.of(ada.subject())),
                Scopes.of("read"),
                List.of(ORDERS),
                rig.clock.instant().plusSeconds(300),
                rig.verify(login.accessToken()).lineage().asAncestors(),
                new RefreshPlan.NewFamily(
                        Scopes.of("read"), List.of(ORDERS), rig.clock.instant().plusSeconds(300)),
                null,
                "test");
        String token = rig.issue(exchanged).refreshToken();

        rig.clock.advance(Duration.ofSeconds(290));

        assertThat(rig.issue(authorize(request(demo, token))).expiresIn()).isEqualTo(10);
        assertThat(rig.issue(authorize(request(demo, login.refreshToken()))).expiresIn())
                .isEqualTo(300);
    }

    @Nested
    class Reuse {

        private final String successor = successor(authorize(request(demo, login.refreshToken())));

        @Test
        void reuseRevokesTheWholeFamily() {
            rig.clock.advance(TokenRig.REPLAY_WINDOW);

            refused(OAuthError.INVALID_GRANT, request(demo, login.refreshToken()));

            refused(OAuthError.INVALID_GRANT, request(demo, successor));
            refusal(OAuthError.INVALID_TOKEN, () -> rig.ownTokens.verify(login.accessToken()));
        }

        @Test
        void anAncestorIsReuseAlsoWithinTheWindow() {
            authorize(request(demo, successor));

            refused(OAuthError.INVALID_GRANT, request(demo, login.refreshToken()));
            refused(OAuthError.INVALID_GRANT, request(demo, successor));
        }
    }

    @Nested
    class Narrowing {

        @Test
        void aRefreshMayAskForLessAndLaterForAllAgain() {
            Authorization narrow =
                    authorize(request(demo, login.refreshToken()).scopes("read").targets(STOCK));

            assertThat(narrow.scopes()).isEqualTo(Scopes.of("read"));
            assertThat(narrow.audiences()).containsExactly(STOCK);
            assertThat(authorize(request(demo, successor(narrow))).scopes()).isEqualTo(Scopes.of("read", "write"));
        }

        @Test
        void moreThanTheLoginWasGrantedIsRefusedWithoutSpendingTheToken() {
            Authorization narrow = new Authorization(
                    TokenRig.admitted(demo, Identity.of(ada.subject())),
                    Scopes.of("read"),
                    List.of(STOCK),
                    null,
                    List.of(),
                    new RefreshPlan.NewFamily(Scopes.of("read"), List.of(STOCK), null),
                    null,
                    "test");
            String token = rig.issue(narrow).refreshToken();

            refused(OAuthError.INVALID_SCOPE, request(demo, token).scopes("write"));
            refused(OAuthError.INVALID_TARGET, request(demo, token).targets(ORDERS));
            assertThat(authorize(request(demo, token)).audiences()).containsExactly(STOCK);
        }

        @Test
        void moreThanTheClientMayHaveIsRefusedBeforeAnythingIsSpent() {
            refused(
                    OAuthError.INVALID_SCOPE,
                    request(demo, login.refreshToken()).scopes("admin"));
            refused(
                    OAuthError.INVALID_TARGET,
                    request(demo, login.refreshToken()).targets("https://evil.example"));

            assertThat(family(authorize(request(demo, login.refreshToken()))).generation())
                    .isEqualTo(1);
        }

        @Test
        void aClientThatLostAScopeLosesItAtTheNextRefresh() {
            Client less = rig.register(client("demo").scopes("read"));

            assertThat(authorize(request(less, login.refreshToken())).scopes()).isEqualTo(Scopes.of("read"));
        }

        @Test
        void aClientThatLostAllThatTheLoginWasGrantedIsRefused() {
            Client other = rig.register(client("demo").scopes("admin"));

            refused(OAuthError.INVALID_SCOPE, request(other, login.refreshToken()));
        }

        @Test
        void aClientThatLostTheAudienceOfTheLoginIsRefused() {
            Authorization orders = new Authorization(
                    TokenRig.admitted(demo, Identity.of(ada.subject())),
                    Scopes.of("read"),
                    List.of(ORDERS),
                    null,
                    List.of(),
                    new RefreshPlan.NewFamily(Scopes.of("read"), List.of(ORDERS), null),
                    null,
                    "test");
            String token = rig.issue(orders).refreshToken();
            Client moved = rig.register(client("demo").audiences(STOCK));

            refused(OAuthError.INVALID_TARGET, request(moved, token));
        }
    }

    @Nested
    class Ended {

        @Test
        void aRevokedFamilyIsRefused() {
            rig.families.revoke(UUID.fromString(login.familyId())).await();

            refused(OAuthError.INVALID_GRANT, request(demo, login.refreshToken()));
        }

        @Test
        void aFamilyThatRestedTooLongOrIsAtItsEndIsRefused() {
            Client restless = rig.register(ClientBuilder.client("restless")
                    .lifetimes(Duration.ofMinutes(5), Duration.ofDays(3), Duration.ofDays(3)));
            String old = rig.issue(TokenRig.login(restless, ada)).refreshToken();

            rig.clock.advance(Duration.ofDays(1));
            refused(OAuthError.INVALID_GRANT, request(demo, login.refreshToken()));
            rig.clock.advance(Duration.ofDays(2));
            refused(OAuthError.INVALID_GRANT, request(restless, old));
        }

        @Test
        void aLoginThatIsOlderThanTheUsersRevocationIsRefused() {
            rig.clock.advance(Duration.ofMillis(1));
            rig.revoke(RevokedKind.USER, ada.id());

            refused(OAuthError.INVALID_GRANT, request(demo, login.refreshToken()));
        }

        @Test
        void aUserWhoIsSwitchedOffIsRefused() {
            rig.register(new User(ada.id(), ada.project(), ada.username(), ada.email(), ada.passwordHash(), false));

            refused(OAuthError.INVALID_GRANT, request(demo, login.refreshToken()));
        }

        /** The caller is told to come again, and then its token must not have become a reused one. */
        @Test
        void whoCannotKnowOfRevocationsSaysSoAndSpendsNothing() {
            rig.fresh.set(false);
            refused(OAuthError.TEMPORARILY_UNAVAILABLE, request(demo, login.refreshToken()));

            rig.fresh.set(true);
            rig.clock.advance(Duration.ofMinutes(1));
            assertThat(family(authorize(request(demo, login.refreshToken()))).generation())
                    .isEqualTo(1);
        }
    }

    /** What is refused after the rotation would cost the login: its only token would be one that was replaced. */
    @Test
    void whatATargetRefusesCostsTheLoginNothing() {
        Target off = new Target(ORDERS, false, List.of(), null);
        Target ignorant = new Target(ORDERS, true, List.of(), Scopes.of("other"));

        refused(OAuthError.INVALID_TARGET, request(demo, login.refreshToken()).registered(off));
        refused(OAuthError.INVALID_SCOPE, request(demo, login.refreshToken()).registered(ignorant));

        rig.clock.advance(TokenRig.REPLAY_WINDOW.plusSeconds(50));
        assertThat(authorize(request(demo, login.refreshToken())).subject()).isEqualTo(ada.subject());
    }
}
