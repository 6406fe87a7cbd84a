package io.bourse.grant;

import static io.bourse.fakes.ClientBuilder.ORDERS;
import static io.bourse.fakes.ClientBuilder.STOCK;
import static io.bourse.fakes.ClientBuilder.client;
import static io.bourse.fakes.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bourse.client.Client;
import io.bourse.config.Secret;
import io.bourse.crypto.PasswordCost;
import io.bourse.crypto.PasswordHasher;
import io.bourse.fakes.FixedClock;
import io.bourse.fakes.InMemoryAssignments;
import io.bourse.fakes.InMemoryLoginAttempts;
import io.bourse.fakes.InMemoryUserStore;
import io.bourse.fakes.TestEntries;
import io.bourse.fakes.TokenRig;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Reason;
import io.bourse.oauth.Scopes;
import io.bourse.token.AssignedUsers;
import io.bourse.token.Authorization;
import io.bourse.token.Identity;
import io.bourse.token.Login;
import io.bourse.token.LoginMethod;
import io.bourse.token.RefreshPlan;
import io.bourse.user.PasswordLogin;
import io.bourse.user.Profile;
import io.bourse.user.User;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PasswordGrantTest {

    private static final String PASSWORD = "correct horse battery staple";

    private final Vertx vertx = Vertx.vertx();
    private final PasswordHasher hasher =
            new PasswordHasher(vertx, "passwords", 1, 4, new PasswordCost(64, 1, 1), new SecureRandom());
    private final InMemoryUserStore users = new InMemoryUserStore();
    private final InMemoryLoginAttempts attempts =
            new InMemoryLoginAttempts(new FixedClock(), 3, Duration.ofMinutes(15));
    private final InMemoryAssignments assignments = new InMemoryAssignments();
    private final PasswordGrant grant =
            new PasswordGrant(new PasswordLogin(users, hasher, attempts), new AssignedUsers(assignments));
    private final Client demo = client("demo").build();
    private User ada;

    @BeforeEach
    void register() {
        String phc = hasher.hash(new Secret(PASSWORD)).await();
        ada = new User(UUID.randomUUID().toString(), TestEntries.PROJECT, "ada", "ada@example.com", phc, true);
        users.put(ada);
    }

    @AfterEach
    void close() {
        hasher.close().await();
        vertx.close().await();
    }

    private static Requests request(Client client) {
        return Requests.of(GrantType.PASSWORD, client).with("username", "ada").with("password", PASSWORD);
    }

    private Authorization authorize(Requests request) {
        return grant.authorize(request.build()).await();
    }

    private void refused(OAuthError error, Requests request) {
        refusal(error, () -> grant.authorize(request.build()));
    }

    @Test
    void theRightPasswordIsALogin() {
        assertThat(authorize(request(demo)))
                .isEqualTo(new Authorization(
                                TokenRig.admitted(demo, Identity.of(ada.subject())),
                                Scopes.of("read", "write"),
                                List.of(ORDERS),
                                null,
                                List.of(),
                                new RefreshPlan.NewFamily(Scopes.of("read", "write"), List.of(), null),
                                null,
                                "client")
                        .as(new Login(LoginMethod.PASSWORD, new FixedClock().instant(), null)));
    }

    @Test
    void theLoginRemembersWhatItWasAskedFor() {
        Authorization authorization = authorize(request(demo).scopes("read").targets(STOCK));

        assertThat(authorization.scopes()).isEqualTo(Scopes.of("read"));
        assertThat(authorization.audiences()).containsExactly(STOCK);
        assertThat(authorization.refresh())
                .isEqualTo(new RefreshPlan.NewFamily(Scopes.of("read"), List.of(STOCK), null));
    }

    @Test
    void aRefreshTokenIsGivenOnlyToWhoMayUseItAndAskedForIt() {
        Client offline = client("offline").scopes("read", "offline_access").build();
        Client never = client("never").grants(GrantType.PASSWORD).build();

        assertThat(authorize(request(offline).scopes("read")).refresh()).isEqualTo(RefreshPlan.NONE);
        assertThat(authorize(request(offline)).refresh()).isInstanceOf(RefreshPlan.NewFamily.class);
        assertThat(authorize(request(never)).refresh()).isEqualTo(RefreshPlan.NONE);
    }

    @Test
    void wrongUnknownDisabledAndOfAnotherProjectAreOneAnswer() {
        users.put(new User("off", TestEntries.PROJECT, "off", null, ada.passwordHash(), false));
        Client elsewhere = client("elsewhere").project("other").build();

        refused(OAuthError.INVALID_GRANT, request(demo).with("password", "wrong"));
        refused(OAuthError.INVALID_GRANT, request(demo).with("username", "nobody"));
        refused(OAuthError.INVALID_GRANT, request(demo).with("username", "off"));
        refused(OAuthError.INVALID_GRANT, request(elsewhere));
    }

    @Test
    void onlyWhoKnowsThePasswordLearnsThatItHasToBeReplaced() {
        Profile stale = new Profile(null, null, null, false, true);
        users.put(new User(ada.id(), ada.project(), "ada", null, ada.passwordHash(), true, stale));

        assertThatThrownBy(() -> authorize(request(demo))).isInstanceOfSatisfying(OAuthException.class, refusal -> {
            assertThat(refusal.error()).isEqualTo(OAuthError.INVALID_GRANT);
            assertThat(refusal.reason()).contains(Reason.PASSWORD_REQUIRES_UPDATE);
            assertThat(refusal.publicDescription()).isEqualTo(OAuthError.INVALID_GRANT.description());
        });
        refusedAsWrong(request(demo).with("password", "wrong"));
    }

    private void refusedAsWrong(Requests request) {
        assertThatThrownBy(() -> authorize(request))
                .isInstanceOfSatisfying(
                        OAuthException.class,
                        refusal -> assertThat(refusal.reason()).contains(Reason.WRONG_PASSWORD));
    }

    @Test
    void aClientThatMayNotHaveTheUserLearnsNothingOfThePassword() {
        Client shop = client("shop").assignedUsersOnly().build();
        refusedAsWrong(request(shop));

        Profile stale = new Profile(null, null, null, false, true);
        users.put(new User(ada.id(), ada.project(), "ada", null, ada.passwordHash(), true, stale));
        refusedAsWrong(request(shop));
        assignments.assign(ada.id(), shop.id());

        assertThatThrownBy(() -> authorize(request(shop)))
                .isInstanceOfSatisfying(
                        OAuthException.class,
                        refusal -> assertThat(refusal.reason()).contains(Reason.PASSWORD_REQUIRES_UPDATE));
    }

    @Test
    void whatIsMissingIsNamed() {
        refusal(
                OAuthError.INVALID_REQUEST,
                "The parameter username is missing.",
                () -> Requests.call(grant, request(demo).without("username")));
        refusal(
                OAuthError.INVALID_REQUEST,
                "The parameter password is missing.",
                () -> Requests.call(grant, request(demo).without("password")));
    }

    /** A request that can never be granted must not spend one of the user's attempts. */
    @Test
    void whatTheClientMayNotHaveIsRefusedBeforeThePasswordIsLookedAt() {
        for (int i = 0; i < 5; i++) {
            refused(OAuthError.INVALID_SCOPE, request(demo).scopes("admin").with("password", "wrong"));
            refused(OAuthError.INVALID_TARGET, request(demo).targets("https://evil.example"));
        }

        assertThat(authorize(request(demo)).subject()).isEqualTo(ada.subject());
    }

    @Test
    void whoGuessesTooOftenIsRefusedEvenWithTheRightPassword() {
        for (int i = 0; i < 3; i++) {
            refused(OAuthError.INVALID_GRANT, request(demo).with("password", "wrong"));
        }

        refused(OAuthError.INVALID_GRANT, request(demo));
    }
}
