package io.bourse.grant;

import static io.bourse.fakes.ClientBuilder.client;
import static io.bourse.fakes.ExchangeBuilder.exchange;
import static io.bourse.fakes.ExchangeBuilder.foreign;
import static io.bourse.fakes.ExchangeBuilder.ours;
import static io.bourse.fakes.IdentityBuilder.identity;
import static io.bourse.fakes.ProviderBuilder.provider;
import static io.bourse.fakes.Refusals.NOT_ACCEPTED;
import static io.bourse.fakes.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.client.Client;
import io.bourse.client.ProvedClient;
import io.bourse.client.Signer;
import io.bourse.config.Secret;
import io.bourse.crypto.PasswordCost;
import io.bourse.crypto.PasswordHasher;
import io.bourse.fakes.ClientBuilder;
import io.bourse.fakes.InMemoryLoginAttempts;
import io.bourse.fakes.InMemoryTargetStore;
import io.bourse.fakes.ScriptedProofs;
import io.bourse.fakes.TestEntries;
import io.bourse.fakes.TestKeys;
import io.bourse.fakes.TokenRig;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.Reason;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.Subject;
import io.bourse.oauth.TokenResponse;
import io.bourse.oauth.TokenType;
import io.bourse.policy.TargetRegistry;
import io.bourse.principal.Principal;
import io.bourse.provider.Provider;
import io.bourse.provider.Provider.Provisioning;
import io.bourse.token.AssignedUsers;
import io.bourse.token.Authorization;
import io.bourse.user.PasswordLogin;
import io.bourse.user.User;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client that is for assigned users only is refused the others before anything is made or spent for them. */
class AssignedUsersTest {

    private static final String PASSWORD = "correct horse battery staple";
    private static final String ISSUER = "https://corp.example";
    private static final int GUESSES = 3;

    private final Vertx vertx = Vertx.vertx();
    private final PasswordHasher hasher =
            new PasswordHasher(vertx, "passwords", 1, 4, new PasswordCost(64, 1, 1), new SecureRandom());
    private final TokenRig rig = new TokenRig();
    private final ScriptedProofs proofs = new ScriptedProofs();
    private final ForeignTokens foreignTokens = rig.foreignTokens(proofs);
    private final Decider decider = new Decider(
            new Grants(List.of(
                    new ClientCredentialsGrant(),
                    new PasswordGrant(
                            new PasswordLogin(
                                    rig.users,
                                    hasher,
                                    new InMemoryLoginAttempts(rig.clock, GUESSES, Duration.ofMinutes(15))),
                            rig.assigned),
                    rig.refreshGrant(),
                    new SignedRequestGrant(rig.assigned),
                    new ConvertTokenGrant(rig.providers, foreignTokens),
                    new JwtBearerGrant(rig.providers, foreignTokens),
                    rig.exchangeGrant(proofs))),
            new InMemoryTargetStore());
    private final Client demo = rig.register(everything("demo"));
    private final Client shop = rig.register(everything("shop").assignedUsersOnly());
    private User ada;

    private static ClientBuilder everything(String id) {
        return client(id)
                .grants(
                        GrantType.CLIENT_CREDENTIALS,
                        GrantType.PASSWORD,
                        GrantType.REFRESH_TOKEN,
                        GrantType.SIGNED_REQUEST,
                        GrantType.CONVERT_TOKEN,
                        GrantType.JWT_BEARER,
                        GrantType.TOKEN_EXCHANGE);
    }

    @BeforeEach
    void register() {
        String hash = hasher.hash(new Secret(PASSWORD)).await();
        ada = rig.register(
                new User(UUID.randomUUID().toString(), TestEntries.PROJECT, "ada", "ada@example.com", hash, true));
    }

    @AfterEach
    void close() {
        hasher.close().await();
        vertx.close().await();
    }

    private Future<Authorization> decide(Requests request) {
        return Future.succeededFuture(request.begun(rig.clock.instant()).build())
                .compose(decider::decide);
    }

    private Subject granted(Requests request) {
        return decide(request).await().subject();
    }

    private Optional<User> linked(String subject) {
        return rig.users.findByIdentity(TestEntries.PROJECT, "corp", subject).await();
    }

    /** It proves JWTs of which each may be used once: "t" is grace's. */
    private String trust(Provisioning provisioning) {
        Provider.Jwks proof =
                new Provider.Jwks(ISSUER, ISSUER + "/jwks", null, Set.of("ES256"), Set.of(), Set.of("us"), null);
        rig.providers.put(provider("corp", proof)
                .clients("shop")
                .provisioning(provisioning)
                .singleUse()
                .build());
        String token = TestKeys.sign(TestKeys.ours(), "JWT", "{\"iss\":\"" + ISSUER + "\",\"sub\":\"grace\"}");
        proofs.put(
                token,
                identity("corp", "grace")
                        .email("ada@example.com", true)
                        .until(rig.clock.instant().plusSeconds(60)));
        return token;
    }

    private Requests converting(String token) {
        return Requests.of(GrantType.CONVERT_TOKEN, shop)
                .with("backend", "corp")
                .with("token", token);
    }

    private Requests asserting(String token) {
        return Requests.of(GrantType.JWT_BEARER, shop).with("assertion", token);
    }

    private Requests exchanging(String token) {
        return Requests.of(GrantType.TOKEN_EXCHANGE, shop)
                .with("subject_token", token)
                .with("subject_token_type", TokenType.ACCESS_TOKEN.uri());
    }

    @ParameterizedTest
    @EnumSource(
            value = Provisioning.class,
            names = {"CREATE", "LINK"})
    void aLoginByAProviderMakesAndLinksNobodyAndLeavesItsToken(Provisioning provisioning) {
        String token = trust(provisioning);

        assertThat(refusal(OAuthError.INVALID_GRANT, () -> decide(converting(token)))
                        .reason())
                .contains(Reason.UNKNOWN_SUBJECT);
        refusal(OAuthError.INVALID_GRANT, () -> decide(asserting(token)));
        assertThat(linked("grace")).isEmpty();

        rig.users.link(ada, "corp", "grace");
        rig.assignments.assign(ada.id(), shop.id());
        assertThat(granted(converting(token))).isEqualTo(ada.subject());
        refusal(OAuthError.INVALID_GRANT, () -> decide(asserting(token)));
    }

    @Test
    void whoIsAssignedIsLinkedAsElsewhere() {
        String token = trust(Provisioning.LINK);
        rig.assignments.assign(ada.id(), shop.id());

        assertThat(granted(converting(token))).isEqualTo(ada.subject());
        assertThat(linked("grace")).contains(ada);
    }

    /** The address led to ada; meanwhile the provider's subject was linked to bob. */
    @Test
    void whoIsFoundInTheEndMustBeAssignedToo() {
        String token = trust(Provisioning.LINK);
        User bob = rig.register(TestEntries.user("bob", "bob@example.com"));
        AssignedUsers onlyAda = new AssignedUsers((user, at) -> {
            rig.users.link(bob, "corp", "grace");
            return Future.succeededFuture(user.equals(ada.id()));
        });
        Provider corp = rig.providers.find("corp").await().orElseThrow();

        refusal(
                OAuthError.INVALID_GRANT,
                () -> new ForeignTokens(proofs, rig.users, rig.ownTokens, rig.singleUse, onlyAda)
                        .admit(corp, proofs.verify(corp, token).await(), shop, Trace.NONE));
    }

    @Test
    void anExchangeMakesNobodyAndLeavesWhatItWasShown() {
        String token = trust(Provisioning.CREATE);
        rig.exchanges.put(
                exchange("corp-to-shop", shop).subject(foreign("corp")).build());

        refusal(OAuthError.INVALID_REQUEST, NOT_ACCEPTED, () -> decide(exchanging(token)));
        assertThat(linked("grace")).isEmpty();

        rig.users.link(ada, "corp", "grace");
        rig.assignments.assign(ada.id(), shop.id());
        assertThat(granted(exchanging(token))).isEqualTo(ada.subject());
    }

    @Test
    void anExchangeOfOurTokenLeavesThatOfItsActor() {
        String acting = trust(Provisioning.CREATE);
        rig.exchanges.put(exchange("hand-over", shop)
                .subject(ours("shop"))
                .delegation(foreign("corp"))
                .build());
        String login = rig.issue(TokenRig.login(shop, ada)).accessToken();
        Requests request =
                exchanging(login).with("actor_token", acting).with("actor_token_type", TokenType.ACCESS_TOKEN.uri());

        rig.assignments.assign(ada.id(), demo.id());
        refusal(OAuthError.INVALID_REQUEST, NOT_ACCEPTED, () -> decide(request));
        assertThat(linked("grace")).isEmpty();

        rig.assignments.assign(ada.id(), shop.id());
        assertThat(granted(request)).isEqualTo(ada.subject());
    }

    @Test
    void aRefreshLeavesItsToken() {
        TokenResponse login = rig.issue(TokenRig.login(shop, ada));
        Requests request = Requests.of(GrantType.REFRESH_TOKEN, shop).with("refresh_token", login.refreshToken());

        refusal(OAuthError.INVALID_GRANT, () -> decide(request));
        rig.clock.advance(TokenRig.REPLAY_WINDOW.plusSeconds(1));
        refusal(OAuthError.INVALID_GRANT, () -> decide(request));

        rig.assignments.assign(ada.id(), shop.id());
        assertThat(granted(request)).isEqualTo(ada.subject());
    }

    /** Else whoever stole one could try until the user is assigned again. */
    @Test
    void reuseEndsTheLoginOfWhoeverIsNotAssignedAnyMore() {
        rig.assignments.assign(ada.id(), shop.id());
        TokenResponse login = rig.issue(TokenRig.login(shop, ada));
        Requests old = Requests.of(GrantType.REFRESH_TOKEN, shop).with("refresh_token", login.refreshToken());
        TokenResponse newer = rig.issue(decide(old).await());
        rig.clock.advance(TokenRig.REPLAY_WINDOW.plusSeconds(1));
        rig.assignments.end(ada.id(), shop.id());

        refusal(OAuthError.INVALID_GRANT, () -> decide(old));

        rig.assignments.assign(ada.id(), shop.id());
        Requests newest = Requests.of(GrantType.REFRESH_TOKEN, shop).with("refresh_token", newer.refreshToken());
        refusal(OAuthError.INVALID_GRANT, () -> decide(newest));
    }

    @Test
    void aLoginIsNoGuessAtTheUserAndForgivesNone() {
        for (int i = 0; i < GUESSES + 1; i++) {
            notThePassword(shop, "wrong");
        }
        for (int i = 0; i < GUESSES - 1; i++) {
            notThePassword(demo, "wrong");
            notThePassword(shop, PASSWORD);
        }
        assertThat(granted(login(demo, PASSWORD))).isEqualTo(ada.subject());

        for (int i = 0; i < GUESSES; i++) {
            notThePassword(demo, "wrong");
            notThePassword(shop, PASSWORD);
        }
        notThePassword(demo, PASSWORD);
    }

    /** A look-up takes time. */
    @Test
    void aNameOfNobodyCostsTheLookUpsOfAUserWhoIsNotAssigned() {
        notThePassword(shop, PASSWORD);
        int ofAda = rig.assignments.asked();

        refusal(OAuthError.INVALID_GRANT, () -> decide(login(shop, PASSWORD).with("username", "nobody")));

        assertThat(ofAda).isPositive();
        assertThat(rig.assignments.asked()).isEqualTo(2 * ofAda);
    }

    private Requests login(Client at, String password) {
        return Requests.of(GrantType.PASSWORD, at).with("username", "ada").with("password", password);
    }

    private void notThePassword(Client at, String password) {
        assertThat(refusal(OAuthError.INVALID_GRANT, () -> decide(login(at, password)))
                        .reason())
                .contains(Reason.WRONG_PASSWORD);
    }

    @Test
    void whoeverSignsWithASessionTokenIsNotMadeAndMaySignAgain() {
        String token = trust(Provisioning.CREATE);
        Principal instances =
                new Principal("instances", TestEntries.PROJECT, true, shop.id(), new Principal.SessionTokens("corp"));
        Provider corp = rig.providers.find("corp").await().orElseThrow();
        Signer signer =
                new ForeignSession(instances, corp, proofs.verify(corp, token).await(), shop, foreignTokens);

        refusal(OAuthError.INVALID_CLIENT, () -> signed(signer));
        assertThat(linked("grace")).isEmpty();

        rig.users.link(ada, "corp", "grace");
        rig.assignments.assign(ada.id(), shop.id());
        assertThat(signed(signer).await().subject()).isEqualTo(ada.subject());
    }

    private Future<Authorization> signed(Signer signer) {
        return decider.decide(new TokenRequest(
                GrantType.SIGNED_REQUEST,
                ProvedClient.signedBy(signer, shop),
                Scopes.NONE,
                RequestedTargets.NONE,
                List.of(),
                TargetRegistry.EMPTY,
                Map.of(),
                rig.clock.instant(),
                Trace.NONE));
    }

    @Test
    void whatAClientHasForItselfNeedsNoAssignment() {
        assertThat(granted(Requests.of(GrantType.CLIENT_CREDENTIALS, shop))).isEqualTo(Subject.client(shop.id()));
        assertThat(rig.assignments.asked()).isZero();
    }

    @Test
    void aClientForEverybodyCostsNoLookUp() {
        String login = rig.issue(TokenRig.login(demo, ada)).refreshToken();

        granted(login(demo, PASSWORD));
        granted(Requests.of(GrantType.REFRESH_TOKEN, demo).with("refresh_token", login));

        assertThat(rig.assignments.asked()).isZero();
    }
}
