package io.bourse.grant;

import static io.bourse.fakes.ClientBuilder.ORDERS;
import static io.bourse.fakes.ClientBuilder.STOCK;
import static io.bourse.fakes.ClientBuilder.client;
import static io.bourse.fakes.ExchangeBuilder.foreign;
import static io.bourse.fakes.ExchangeBuilder.ours;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bourse.changelog.Change.RevokedKind;
import io.bourse.client.Client;
import io.bourse.client.Client.Authentication;
import io.bourse.client.ClientCredentials;
import io.bourse.client.ReadOnlySingleUse;
import io.bourse.crypto.Computation;
import io.bourse.db.StoreException;
import io.bourse.fakes.ExchangeBuilder;
import io.bourse.fakes.InMemoryLoginAttempts;
import io.bourse.fakes.InMemoryPrincipalStore;
import io.bourse.fakes.InMemorySingleUse;
import io.bourse.fakes.InMemoryTargetStore;
import io.bourse.fakes.ProviderBuilder;
import io.bourse.fakes.TestEntries;
import io.bourse.fakes.TokenRig;
import io.bourse.grant.Explanation.Allowed;
import io.bourse.grant.Explanation.Line;
import io.bourse.grant.Explanation.Refused;
import io.bourse.grant.Trace.Step;
import io.bourse.jose.OwnJwtVerifier;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.TokenResponse;
import io.bourse.policy.Target;
import io.bourse.provider.ExternalIdentity;
import io.bourse.provider.Provider;
import io.bourse.provider.Provider.Provisioning;
import io.bourse.token.Authorization;
import io.bourse.token.FamilyStore.Redemption;
import io.bourse.token.OwnTokens;
import io.bourse.token.ReadOnlyFamilyStore;
import io.bourse.token.RefreshPlan;
import io.bourse.token.Standing;
import io.bourse.user.ReadOnlyPasswords;
import io.bourse.user.ReadOnlyUserStore;
import io.bourse.user.User;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Every step that a grant takes is told, and what was refused says at which. */
class ExplainerTest {

    private static final String FOREIGN = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU";
    private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
    private static final String PASSWORD = "correct horse battery staple";

    private final TokenRig rig = new TokenRig();
    private final InMemorySingleUse singleUse = new InMemorySingleUse();
    private final InMemoryLoginAttempts attempts = new InMemoryLoginAttempts(rig.clock, 2, Duration.ofMinutes(1));
    private final InMemoryTargetStore targets = new InMemoryTargetStore();
    private final Explainer explainer = explainer();
    private final Client demo = rig.register(client("demo"));
    private final User ada = rig.register(TestEntries.user("ada", "ada@example.com"));

    private Explainer explainer() {
        return new Explainer(rig.clients, rig.providers, noKeys(), this::decider, rig.clock);
    }

    private RegisteredKeys noKeys() {
        return new RegisteredKeys(new InMemoryPrincipalStore(), rig.clients, rig.users);
    }

    private Decider decider() {
        ReadOnlyUserStore users = new ReadOnlyUserStore(rig.users);
        ReadOnlyFamilyStore families = new ReadOnlyFamilyStore(rig.families);
        OwnTokens ownTokens = new OwnTokens(
                TokenRig.ISSUER,
                new OwnJwtVerifier(rig.ring),
                Computation.INLINE,
                rig.index,
                rig.fresh::get,
                new Standing(rig.clients, users),
                rig.clock);
        ForeignTokens foreignTokens =
                new ForeignTokens(this::prove, users, ownTokens, new ReadOnlySingleUse(singleUse), rig.assigned);
        ExchangeTokens tokens = new ExchangeTokens(
                TokenRig.ISSUER,
                ownTokens,
                rig.providers,
                foreignTokens,
                new PresentedRefreshTokens(
                        TokenRig.ISSUER,
                        rig.refreshTokens,
                        families,
                        rig.clients,
                        ownTokens,
                        new ExchangedLogins(rig.exchanges),
                        rig.assigned));
        Grants grants = new Grants(List.of(
                new PasswordGrant(new ReadOnlyPasswords(users, attempts), rig.assigned),
                new RefreshTokenGrant(
                        rig.refreshTokens, families, ownTokens, new ExchangedLogins(rig.exchanges), rig.assigned),
                new ClientCredentialsGrant(),
                new ConvertTokenGrant(rig.providers, foreignTokens),
                new JwtBearerGrant(rig.providers, foreignTokens),
                new TokenExchangeGrant(TokenRig.ISSUER, tokens, foreignTokens, rig.exchanges, rig.assigned)));
        return new Decider(grants, targets);
    }

    /** The token is the subject's name, unless it is bad. */
    private Future<ExternalIdentity> prove(Provider provider, String token) {
        return token.equals("bad")
                ? Future.failedFuture(OAuthException.invalidGrant("not proved"))
                : Future.succeededFuture(new ExternalIdentity(
                        provider.id(),
                        "https://idp.example",
                        token,
                        token,
                        null,
                        false,
                        null,
                        rig.clock.instant().plusSeconds(100),
                        FOREIGN,
                        List.of(),
                        Scopes.NONE,
                        List.of(),
                        false,
                        null,
                        false,
                        Map.of()));
    }

    /** A request in the making. */
    private record Asked(
            Client client, GrantType grant, String scopes, List<String> targets, Map<String, String> sent) {

        Asked with(String name, String value) {
            Map<String, String> more = new HashMap<>(sent);
            more.put(name, value);
            return new Asked(client, grant, scopes, targets, more);
        }

        Asked scopes(String wanted) {
            return new Asked(client, grant, wanted, targets, sent);
        }

        Asked targets(String... wanted) {
            return new Asked(client, grant, scopes, List.of(wanted), sent);
        }

        UnauthenticatedRequest read() {
            return new UnauthenticatedRequest(
                    new ClientCredentials.NameOnly(client.id()),
                    grant,
                    Scopes.parse(scopes),
                    new RequestedTargets(targets, List.of()),
                    sent);
        }
    }

    private static Asked asked(Client client, GrantType grant) {
        return new Asked(client, grant, "", List.of(), Map.of());
    }

    private Explanation explain(Asked asked) {
        return explainer.explain(asked::read).await();
    }

    private Allowed allowed(Asked asked) {
        Explanation explanation = explain(asked);
        assertThat(explanation.isAllowed()).as(explanation.toString()).isTrue();
        assertThat(explanation.lines()).anyMatch(line -> line.step() == Step.ISSUE);
        return (Allowed) explanation.outcome();
    }

    private Refused refused(OAuthError error, Step step, Asked asked) {
        Explanation explanation = explain(asked);
        assertThat(explanation.isAllowed()).as(explanation.toString()).isFalse();
        Refused refused = (Refused) explanation.outcome();
        assertThat(refused.error()).as(explanation.toString()).isEqualTo(error);
        assertThat(refused.step()).as(explanation.toString()).isEqualTo(step);
        assertThat(refused.description()).isNotEmpty();
        assertThat(explanation.lines().get(explanation.lines().size() - 1))
                .isEqualTo(new Line(step, false, refused.detail()));
        return refused;
    }

    private List<Step> steps(Asked asked) {
        return explain(asked).lines().stream().map(Line::step).toList();
    }

    private List<String> seen(Step step, Asked asked) {
        return explain(asked).lines().stream()
                .filter(line -> line.step() == step)
                .map(Line::seen)
                .toList();
    }

    @Test
    void nobodyWhoDoesNotListenIsTold() {
        Trace.NONE.at(Step.GRANT);
        Trace.NONE.hear(Step.GRANT, () -> {
            throw new AssertionError("told");
        });
        Trace.NONE.miss(Step.GRANT, () -> {
            throw new AssertionError("told");
        });
        Trace.NONE.advise(() -> {
            throw new AssertionError("told");
        });
    }

    @Test
    void aRequestThatCannotBeReadIsExplained() {
        Explanation explanation = explainer
                .explain(() -> {
                    throw OAuthException.missingParameter("grant_type");
                })
                .await();

        assertThat(explanation.outcome())
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.step()).isEqualTo(Step.REQUEST));
    }

    @Test
    void whatCannotBeKnownIsNotExplained() {
        Explainer blind = new Explainer(
                rig.clients,
                rig.providers,
                noKeys(),
                () -> new Decider(
                        new Grants(List.of(new Grant() {
                            @Override
                            public GrantType type() {
                                return GrantType.CLIENT_CREDENTIALS;
                            }

                            @Override
                            public Future<Authorization> authorize(TokenRequest request) {
                                return Future.failedFuture(new StoreException("no database"));
                            }
                        })),
                        targets),
                rig.clock);

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> blind.explain(asked(demo, GrantType.CLIENT_CREDENTIALS)::read)
                        .await());
    }

    @Nested
    class Clients {

        private Asked itself(Client client) {
            return asked(client, GrantType.CLIENT_CREDENTIALS);
        }

        @Test
        void everyStepOfAnAllowedRequestIsTold() {
            assertThat(steps(itself(demo)))
                    .containsExactly(
                            Step.CLIENT, Step.GRANT, Step.SCOPE, Step.TARGET, Step.SCOPE, Step.LIFETIME, Step.ISSUE);

            Allowed allowed = allowed(itself(demo).scopes("read").targets(STOCK));

            assertThat(allowed.authorization().audiences()).containsExactly(STOCK);
            assertThat(allowed.authorization().scopes()).isEqualTo(Scopes.of("read"));
            assertThat(allowed.authorization().refresh()).isEqualTo(RefreshPlan.NONE);
            assertThat(allowed.expiresAt()).isEqualTo(rig.clock.instant().plus(demo.accessTokenLifetime()));
        }

        @Test
        void unknownAndSwitchedOffAreTold() {
            Refused unknown = refused(
                    OAuthError.INVALID_CLIENT,
                    Step.CLIENT,
                    itself(client("nobody").build()));
            Refused off = refused(
                    OAuthError.INVALID_CLIENT,
                    Step.CLIENT,
                    itself(rig.register(client("off").disabled())));

            assertThat(unknown.remedy()).isNull();
            assertThat(off.remedy()).contains("enabled: true at client off");
        }

        @Test
        void whatProvesTheClientIsNotLookedAt() {
            assertThat(seen(Step.CLIENT, itself(demo).with("client_secret", "guess")))
                    .contains("client_secret was not looked at: the operator asks, not the client")
                    .noneMatch(text -> text.contains("guess"));
        }

        @Test
        void howTheClientWouldProveItselfIsTold() {
            Client spa = rig.register(client("spa").authentication(Authentication.NONE));

            assertThat(seen(Step.CLIENT, itself(spa)))
                    .containsExactly("client spa of project demo is enabled and public");
            refused(OAuthError.UNAUTHORIZED_CLIENT, Step.GRANT, itself(spa));
        }

        /** Its proof is not looked at, but whether it could be proved is. */
        @Test
        void aClientThatAProviderProvesIsRefusedUnlessTheProviderIsTrustedWithIt() {
            Client pod = rig.register(client("pod").identity("cluster", "system:serviceaccount:shop:pod"));
            ProviderBuilder cluster = ProviderBuilder.provider("cluster", TestEntries.introspection());

            refused(OAuthError.INVALID_CLIENT, Step.TRUST, itself(pod));
            assertThat(seen(Step.TRUST, itself(pod))).contains("there is no provider cluster");
            rig.providers.put(cluster.clients("other").build());
            assertThat(refused(OAuthError.INVALID_CLIENT, Step.TRUST, itself(pod))
                            .remedy())
                    .isEqualTo("add pod to clients of provider cluster");
            rig.providers.put(cluster.clients("pod").enabled(false).build());
            assertThat(refused(OAuthError.INVALID_CLIENT, Step.TRUST, itself(pod))
                            .remedy())
                    .isEqualTo("set enabled: true at provider cluster and at its project");

            rig.providers.put(cluster.enabled(true).build());
            Asked asked = itself(pod).with("client_assertion", "bad");
            assertThat(seen(Step.TRUST, asked)).containsExactly("provider cluster is on and takes client pod");
            assertThat(seen(Step.CLIENT, asked))
                    .contains("client_assertion was not looked at: the operator asks, not the client");
            allowed(asked);
        }

        @Test
        void aGrantThatIsNotListedIsToldAndHowToListIt() {
            Client narrow = rig.register(client("narrow").grants(GrantType.PASSWORD));

            assertThat(refused(OAuthError.UNAUTHORIZED_CLIENT, Step.GRANT, itself(narrow))
                            .remedy())
                    .isEqualTo("add client_credentials to grants of client narrow");
            refused(OAuthError.UNSUPPORTED_GRANT_TYPE, Step.GRANT, asked(demo, new GrantType("magic")));
        }

        @Test
        void scopesAndAudiencesAreComparedAndAddedByName() {
            assertThat(refused(
                                    OAuthError.INVALID_SCOPE,
                                    Step.SCOPE,
                                    itself(demo).scopes("read admin"))
                            .remedy())
                    .isEqualTo("add [admin] to scopes of client demo");
            assertThat(refused(
                                    OAuthError.INVALID_TARGET,
                                    Step.TARGET,
                                    itself(demo).targets(ORDERS, "https://api.example/x"))
                            .remedy())
                    .isEqualTo("add [https://api.example/x] to audiences of client demo");
        }
    }

    @Nested
    class RegisteredTargets {

        private final Asked itself = asked(demo, GrantType.CLIENT_CREDENTIALS);

        @Test
        void aTargetThatIsOffIsToldAndHowToSwitchItOn() {
            targets.put(new Target(STOCK, false, List.of(), null));

            assertThat(refused(OAuthError.INVALID_TARGET, Step.TARGET, itself.targets(STOCK))
                            .remedy())
                    .isEqualTo("set enabled: true at target " + STOCK);
        }

        @Test
        void aScopeThatATargetDoesNotKnowIsToldAndWhereItBelongs() {
            targets.put(new Target(STOCK, true, List.of(), Scopes.of("read")));

            assertThat(refused(
                                    OAuthError.INVALID_SCOPE,
                                    Step.SCOPE,
                                    itself.targets(STOCK).scopes("read write"))
                            .remedy())
                    .isEqualTo("add [write] to scopes of target " + STOCK);
            assertThat(seen(Step.SCOPE, itself.targets(STOCK)))
                    .contains("of [read write] the targets [" + STOCK + "] know [read]");
        }
    }

    @Nested
    class ForAssignedUsers {

        private final Client shop = rig.register(client("shop").assignedUsersOnly());

        @Test
        void whoeverIsNotAssignedIsRefusedForThat() {
            String hash = "no hash at all";
            rig.register(new User(ada.id(), TestEntries.PROJECT, "ada", null, hash, true));
            rig.providers.put(ProviderBuilder.provider("social", TestEntries.introspection())
                    .clients("shop")
                    .build());
            String refreshToken = rig.issue(TokenRig.login(shop, ada)).refreshToken();

            for (Asked asked : List.of(
                    asked(shop, GrantType.PASSWORD).with("username", "ada").with("password", PASSWORD),
                    asked(shop, GrantType.CONVERT_TOKEN)
                            .with("backend", "social")
                            .with("token", "a stranger"),
                    asked(shop, GrantType.REFRESH_TOKEN).with("refresh_token", refreshToken))) {
                assertThat(refused(OAuthError.INVALID_GRANT, Step.SUBJECT, asked)
                                .detail())
                        .endsWith("is not assigned to client shop");
            }
        }

        /** To an exchange whatever is wrong with its subject is an invalid request (RFC 8693 section 2.2.2). */
        @Test
        void anExchangeForWhoeverIsNotAssignedIsRefusedForThatToo() {
            rig.exchanges.put(
                    ExchangeBuilder.exchange("own", shop).subject(ours("shop")).build());
            Asked exchange = asked(shop, GrantType.TOKEN_EXCHANGE)
                    .with("subject_token", rig.issue(TokenRig.login(shop, ada)).accessToken())
                    .with("subject_token_type", ACCESS_TOKEN);

            assertThat(refused(OAuthError.INVALID_REQUEST, Step.SUBJECT, exchange)
                            .detail())
                    .endsWith("is not assigned to client shop");
        }

        @Test
        void whoeverIsAssignedIsToldToBe() {
            rig.assignments.assign(ada.id(), shop.id());
            String refreshToken = rig.issue(TokenRig.login(shop, ada)).refreshToken();

            assertThat(seen(Step.SUBJECT, asked(shop, GrantType.REFRESH_TOKEN).with("refresh_token", refreshToken)))
                    .contains(ada.subject() + " is assigned to client shop");
        }
    }

    @Nested
    class Passwords {

        private static final String BOB = "0190a6f8-0000-7000-8000-0000000000b0";

        /** Nothing verifies against it. */
        private static final String HASH = "no hash at all";

        private final Asked login = asked(demo, GrantType.PASSWORD).with("username", "bob");

        private void register(boolean enabled, @Nullable String passwordHash) {
            rig.register(new User(BOB, TestEntries.PROJECT, "bob", null, passwordHash, enabled));
        }

        private String why(String password) {
            return why("bob", password);
        }

        private String why(String name, String password) {
            return refused(
                            OAuthError.INVALID_GRANT,
                            Step.PROOF,
                            login.with("username", name).with("password", password))
                    .detail();
        }

        /** Or whoever may ask could guess, past the count of guesses. */
        @Test
        void noPasswordIsLookedAtHoweverOftenItIsAsked() {
            register(true, HASH);

            for (int i = 0; i < 5; i++) {
                Asked guess = login.with("password", "guess" + i);
                assertThat(allowed(guess).authorization().subject().id()).isEqualTo(BOB);
                assertThat(seen(Step.PROOF, guess))
                        .containsExactly("user " + BOB + " is enabled and has a password; whether the password is right"
                                + " was not looked at");
            }
        }

        @Test
        void theStepsAreTold() {
            register(true, HASH);

            assertThat(steps(login.with("password", PASSWORD)))
                    .containsExactly(
                            Step.CLIENT,
                            Step.GRANT,
                            Step.SCOPE,
                            Step.TARGET,
                            Step.PROOF,
                            Step.REFRESH,
                            Step.SCOPE,
                            Step.LIFETIME,
                            Step.ISSUE);
        }

        @Test
        void whyIsToldAndNoAttemptIsCounted() {
            assertThat(why("wrong")).endsWith("unknown user");
            assertThat(why("a".repeat(400), "wrong")).endsWith("name too long");
            register(false, HASH);
            assertThat(why(PASSWORD)).endsWith("disabled user");
            register(true, null);
            assertThat(why(PASSWORD)).endsWith("no password");
            register(true, HASH);
            attempts.reserve(BOB).await();
            attempts.reserve(BOB).await();
            assertThat(why(PASSWORD)).endsWith("throttled");
            refused(OAuthError.INVALID_REQUEST, Step.REQUEST, login);
        }
    }

    @Nested
    class Refreshes {

        private final TokenResponse login = rig.issue(TokenRig.login(demo, ada));

        private Asked refresh() {
            return asked(demo, GrantType.REFRESH_TOKEN).with("refresh_token", login.refreshToken());
        }

        /** Redeems a token of this generation for good. */
        private void redeem(int generation) {
            UUID family = UUID.fromString(login.familyId());
            rig.families
                    .rotate(new Redemption(family, generation, demo.id(), Scopes.NONE, List.of(), demo.refreshIdle()))
                    .await();
        }

        private String row() {
            return seen(Step.PROOF, refresh()).get(0);
        }

        @Test
        void theNewestWouldBeRotatedAndIsNot() {
            for (int i = 0; i < 3; i++) {
                assertThat(row()).endsWith(" is the newest: rotated to 1");
            }
            assertThat(allowed(refresh()).authorization().refresh()).isInstanceOf(RefreshPlan.Successor.class);
            assertThat(steps(refresh()))
                    .contains(Step.PROOF, Step.SUBJECT, Step.SCOPE, Step.TARGET, Step.LIFETIME, Step.ISSUE);
        }

        @Test
        void aRetryAndAReuseAreToldApart() {
            redeem(0);
            assertThat(row()).contains("a retry, answered with the same successor 1");

            rig.clock.advance(TokenRig.REPLAY_WINDOW.plusSeconds(1));
            assertThat(row()).endsWith("the newest is 1: reuse, which ends the family");
            refused(OAuthError.INVALID_GRANT, Step.PROOF, refresh());
            assertThat(rig.index.size()).isZero();
        }

        @Test
        void aRowThatLostWritesIsTold() {
            String later = rig.refreshTokens.encode(UUID.fromString(login.familyId()), 5, demo.id());

            assertThat(seen(Step.PROOF, refresh().with("refresh_token", later)).get(0))
                    .contains("is newer than its row, which lost writes: it catches up to 6");
        }

        @Test
        void whatRefusesIsTold() {
            refused(OAuthError.INVALID_GRANT, Step.PROOF, refresh().with("refresh_token", "brt_x"));
            refused(OAuthError.INVALID_REQUEST, Step.REQUEST, asked(demo, GrantType.REFRESH_TOKEN));
            rig.clock.advance(Duration.ofSeconds(1));
            rig.revoke(RevokedKind.USER, ada.id());
            refused(OAuthError.INVALID_GRANT, Step.SUBJECT, refresh());
        }
    }

    @Nested
    class ForeignLogins {

        private final Asked convert = asked(demo, GrantType.CONVERT_TOKEN).with("backend", "social");

        private void register(Consumer<ProviderBuilder> more) {
            ProviderBuilder provider = ProviderBuilder.provider("social", TestEntries.introspection())
                    .provisioning(Provisioning.CREATE);
            more.accept(provider);
            rig.providers.put(provider.build());
        }

        @Test
        void aUserWouldBeMadeAndIsNot() {
            register(provider -> {});

            Allowed allowed = allowed(convert.with("token", "grace"));

            assertThat(allowed.authorization().subject().id()).isEqualTo(ReadOnlyUserStore.NEW_ID);
            assertThat(allowed.authorization().ancestors()).contains(FOREIGN);
            assertThat(rig.users
                            .findByIdentity(TestEntries.PROJECT, "social", "grace")
                            .await())
                    .isEmpty();
            assertThat(steps(convert.with("token", "grace"))).contains(Step.TRUST, Step.PROOF, Step.SUBJECT);
        }

        @Test
        void whatIsForOneUseIsNotSpent() {
            register(ProviderBuilder::singleUse);

            for (int i = 0; i < 2; i++) {
                assertThat(seen(Step.SINGLE_USE, convert.with("token", "grace")))
                        .hasSize(1);
            }
            singleUse
                    .claim("foreign_token", "social " + FOREIGN, rig.clock.instant())
                    .await();
            refused(OAuthError.INVALID_GRANT, Step.SINGLE_USE, convert.with("token", "grace"));
        }

        @Test
        void whyAProviderIsNotTrustedIsTold() {
            Asked asked = convert.with("token", "grace");

            assertThat(refused(OAuthError.INVALID_REQUEST, Step.TRUST, asked).remedy())
                    .isNull();
            register(provider -> provider.enabled(false));
            assertThat(refused(OAuthError.INVALID_REQUEST, Step.TRUST, asked).remedy())
                    .isEqualTo("set enabled: true at provider social and at its project");
            register(provider -> provider.clients("other"));
            assertThat(refused(OAuthError.INVALID_REQUEST, Step.TRUST, asked).remedy())
                    .isEqualTo("add demo to clients of provider social");
            assertThat(seen(Step.TRUST, asked).get(0))
                    .isEqualTo("provider social takes [other]; the client is demo of" + " project demo");
        }

        @Test
        void whatIsNotProvedIsTold() {
            register(provider -> provider.provisioning(Provisioning.NONE));

            refused(OAuthError.INVALID_GRANT, Step.PROOF, convert.with("token", "bad"));
            refused(OAuthError.INVALID_GRANT, Step.SUBJECT, convert.with("token", "grace"));
        }

        @Test
        void anAssertionOfNobodyIsTold() {
            Client bearer = rig.register(client("bearer").grants(GrantType.JWT_BEARER));
            String jwt = "e30.eyJpc3MiOiJodHRwczovL25vYm9keSJ9.e30";

            refused(
                    OAuthError.INVALID_GRANT,
                    Step.TRUST,
                    asked(bearer, GrantType.JWT_BEARER).with("assertion", jwt));
            assertThat(seen(Step.TRUST, asked(bearer, GrantType.JWT_BEARER).with("assertion", jwt)))
                    .contains("no provider of project demo has the issuer https://nobody");
        }
    }

    /** What a token says is shown to people, on terminals too. */
    @Test
    void nothingThatATokenSaysIsObeyedByATerminal() {
        Client bearer = rig.register(client("bearer").grants(GrantType.JWT_BEARER));
        String claims = "{\"iss\":\"https://a\\u001b[2J\\n\\u009b\\u202e\\u2028" + "x".repeat(470) + "\"}";
        String jwt = "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(UTF_8)) + ".e30";

        Explanation explanation = explain(asked(bearer, GrantType.JWT_BEARER).with("assertion", jwt));

        assertThat(explanation.lines())
                .anySatisfy(line -> assertThat(line.seen())
                        .contains("https://a\\u001b[2J\\u000a\\u009b\\u202e\\u2028xxx")
                        .hasSize(500)
                        .endsWith("..."));
        assertThat(explanation.lines())
                .allSatisfy(line -> assertThat(line.seen()).doesNotContainPattern("[\\p{C}\\u2028]"));
    }

    /** Nor what a refusal says of it. */
    @Test
    void aRefusalAndItsRemedyAreShownAsSafely() {
        RecordedTrace trace = new RecordedTrace();
        trace.advise(() -> "write \u001b[2J");
        Refused refused = (Refused) explainer
                .explain(() -> {
                    throw OAuthException.invalidGrant("no \u001b[2J\n");
                })
                .await()
                .outcome();

        assertThat(trace.remedy()).isEqualTo("write \\u001b[2J");
        assertThat(refused.detail()).isEqualTo("no \\u001b[2J\\u000a");
    }

    @Nested
    class Exchanges {

        private final Client gateway = rig.register(client("gateway").serves(ORDERS));
        private final TokenResponse login = rig.issue(TokenRig.login(demo, ada));

        private Asked exchange(Client client) {
            return asked(client, GrantType.TOKEN_EXCHANGE)
                    .with("subject_token", login.accessToken())
                    .with("subject_token_type", ACCESS_TOKEN);
        }

        @Test
        void everyEntryThatIsAskedIsTold() {
            rig.exchanges.put(ExchangeBuilder.exchange("a-other", gateway)
                    .subject(ours("other"))
                    .build());
            rig.exchanges.put(ExchangeBuilder.exchange("b-demo", gateway)
                    .subject(ours("demo"))
                    .lifetime(Duration.ofSeconds(60))
                    .build());

            Explanation explanation = explain(exchange(gateway));

            assertThat(explanation.lines())
                    .filteredOn(line -> line.step() == Step.POLICY)
                    .extracting(Line::passed)
                    .containsExactly(false, true);
            assertThat(allowed(exchange(gateway)).expiresAt())
                    .isEqualTo(rig.clock.instant().plusSeconds(60));
            assertThat(steps(exchange(gateway)))
                    .contains(Step.PROOF, Step.HOLDER, Step.SUBJECT, Step.LIFETIME, Step.REFRESH, Step.ISSUE);
            assertThat(seen(Step.LIFETIME, exchange(gateway)).get(0))
                    .contains("what exchange b-demo gives at "
                            + rig.clock.instant().plusSeconds(60));
        }

        private String remedy(OAuthError error, Asked asked) {
            return refused(error, Step.POLICY, asked).remedy();
        }

        @Test
        void whatWouldMendAnEntryIsTold() {
            assertThat(remedy(OAuthError.INVALID_REQUEST, exchange(gateway)))
                    .isEqualTo("write an exchange entry for client gateway, or switch one on");
            rig.exchanges.put(ExchangeBuilder.exchange("entry", gateway)
                    .subject(ours("demo"))
                    .build());
            assertThat(remedy(OAuthError.INVALID_TARGET, exchange(gateway).targets(STOCK, ORDERS)))
                    .isEqualTo("add [" + ORDERS + "] to targets of exchange entry");
            assertThat(remedy(OAuthError.INVALID_SCOPE, exchange(gateway).scopes("write")))
                    .isEqualTo("add [write] to scopes of exchange entry");
            assertThat(remedy(
                            OAuthError.INVALID_REQUEST,
                            exchange(gateway).with("requested_token_type", "urn:ietf:params:oauth:token-type:jwt")))
                    .isEqualTo("add [jwt] to issues of exchange entry");
        }

        @Test
        void whoeverIsNoHolderIsTold() {
            Client stranger = rig.register(client("stranger"));

            Refused refused = refused(OAuthError.INVALID_REQUEST, Step.HOLDER, exchange(stranger));

            assertThat(refused.remedy()).contains("stranger").contains("serves");
        }

        @Test
        void aForeignSubjectIsTold() {
            Provider provider = ProviderBuilder.provider("social", TestEntries.introspection())
                    .provisioning(Provisioning.CREATE)
                    .clients("demo", "gateway")
                    .build();
            rig.providers.put(provider);
            rig.exchanges.put(ExchangeBuilder.exchange("entry", gateway)
                    .subject(foreign("social"))
                    .build());
            Asked asked = exchange(gateway).with("subject_token", "grace").with("subject_issuer", "social");

            assertThat(allowed(asked).expiresAt()).isEqualTo(rig.clock.instant().plusSeconds(100));
            assertThat(seen(Step.TRUST, asked)).contains("subject_token is for provider social");
            refused(OAuthError.INVALID_REQUEST, Step.PROOF, asked.with("subject_token", "bad"));
        }

        /** Each explanation begins anew; within one, the first use counts, as it would. */
        @Test
        void whatMayBeUsedOnceIsNotSubjectAndActorToo() {
            rig.providers.put(ProviderBuilder.provider("social", TestEntries.introspection())
                    .provisioning(Provisioning.CREATE)
                    .clients("gateway")
                    .singleUse()
                    .build());
            rig.exchanges.put(ExchangeBuilder.exchange("entry", gateway)
                    .subject(foreign("social"))
                    .delegation(foreign("social"))
                    .build());
            Asked both = exchange(gateway)
                    .with("subject_token", "grace")
                    .with("subject_issuer", "social")
                    .with("actor_token", "grace")
                    .with("actor_token_type", ACCESS_TOKEN)
                    .with("actor_issuer", "social");

            for (int i = 0; i < 2; i++) {
                assertThat(refused(OAuthError.INVALID_REQUEST, Step.SINGLE_USE, both)
                                .detail())
                        .contains("used before");
                assertThat(seen(Step.SINGLE_USE, both)).contains("provider social says once, and it is the first");
            }
        }

        @Test
        void aMissingOrUnsupportedParameterIsTheRequests() {
            refused(OAuthError.INVALID_REQUEST, Step.REQUEST, asked(gateway, GrantType.TOKEN_EXCHANGE));
            refused(
                    OAuthError.INVALID_REQUEST,
                    Step.REQUEST,
                    exchange(gateway).with("subject_token_type", "urn:ietf:params:oauth:token-type:saml2"));
        }

        @Test
        void whatWouldEndAtOnceIsRefusedAsTheIssuerWould() {
            rig.exchanges.put(ExchangeBuilder.exchange("entry", gateway)
                    .subject(ours("demo"))
                    .lifetime(Duration.ofMillis(500))
                    .build());

            refused(OAuthError.INVALID_REQUEST, Step.LIFETIME, exchange(gateway));
        }
    }
}
