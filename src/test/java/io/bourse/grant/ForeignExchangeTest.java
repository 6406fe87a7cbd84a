package io.bourse.grant;

import static io.bourse.fakes.ClientBuilder.STOCK;
import static io.bourse.fakes.ClientBuilder.client;
import static io.bourse.fakes.ExchangeBuilder.exchange;
import static io.bourse.fakes.ExchangeBuilder.foreign;
import static io.bourse.fakes.ExchangeBuilder.ours;
import static io.bourse.fakes.IdentityBuilder.ancestor;
import static io.bourse.fakes.IdentityBuilder.identity;
import static io.bourse.fakes.ProviderBuilder.provider;
import static io.bourse.fakes.Refusals.NOT_ACCEPTED;
import static io.bourse.fakes.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.changelog.Change.RevokedKind;
import io.bourse.client.Client;
import io.bourse.client.SingleUse;
import io.bourse.fakes.ExchangeBuilder;
import io.bourse.fakes.IdentityBuilder;
import io.bourse.fakes.ProviderBuilder;
import io.bourse.fakes.ScriptedProofs;
import io.bourse.fakes.TestEntries;
import io.bourse.fakes.TestKeys;
import io.bourse.fakes.TestRsaKeys;
import io.bourse.fakes.TokenRig;
import io.bourse.jose.RsaPublicKeys;
import io.bourse.oauth.Actor;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.MayAct;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.Subject;
import io.bourse.oauth.TokenType;
import io.bourse.policy.Target;
import io.bourse.provider.Provider;
import io.bourse.provider.Provider.Provisioning;
import io.bourse.provider.SubjectMapping;
import io.bourse.token.Authorization;
import io.bourse.token.Identity;
import io.bourse.token.OwnToken;
import io.bourse.token.Party;
import io.bourse.token.RefreshPlan;
import io.bourse.user.User;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The exchange of tokens that a provider issued; "social" proves opaque ones, "corp" JWTs. */
class ForeignExchangeTest {

    private static final String TYPE = TokenType.ACCESS_TOKEN.uri();
    private static final String CORP_ISSUER = "https://corp.example";

    private final TokenRig rig = new TokenRig();
    private final ScriptedProofs proofs = new ScriptedProofs();
    private final TokenExchangeGrant grant = rig.exchangeGrant(proofs);
    private final Client gateway = rig.register(client("gateway").audiences(STOCK));
    private final Instant end = rig.clock.instant().plusSeconds(120);

    private ProviderBuilder opaque(String id) {
        return provider(id, TestEntries.introspection()).clients("gateway");
    }

    private static Provider.Jwks jwks() {
        return new Provider.Jwks(
                CORP_ISSUER, "https://corp.example/jwks", null, Set.of("ES256"), Set.of(), Set.of("us"), null);
    }

    private static String jwt(String issuer, String subject) {
        return TestKeys.sign(TestKeys.ours(), "JWT", "{\"iss\":\"" + issuer + "\",\"sub\":\"" + subject + "\"}");
    }

    private void register(ProviderBuilder provider) {
        rig.providers.put(provider.build());
    }

    /** An entry that takes the tokens of "social". */
    private ExchangeBuilder entry() {
        return exchange("entry", gateway).subject(foreign("social"));
    }

    private void allow(ExchangeBuilder entry) {
        rig.exchanges.put(entry.build());
    }

    private Requests request(String token) {
        return Requests.of(GrantType.TOKEN_EXCHANGE, gateway)
                .begun(rig.clock.instant())
                .with("subject_token", token)
                .with("subject_token_type", TYPE);
    }

    private Authorization authorize(Requests request) {
        return Requests.call(grant, request).await();
    }

    private void refused(String description, Requests request) {
        refusal(OAuthError.INVALID_REQUEST, description, () -> Requests.call(grant, request));
    }

    private void refused(OAuthError error, Requests request) {
        refusal(error, () -> Requests.call(grant, request));
    }

    private Optional<User> user(String provider, String subject) {
        return rig.users.findByIdentity(TestEntries.PROJECT, provider, subject).await();
    }

    @Test
    void aProvedTokenIsExchangedForOneThatNamesItAndItsProviderAndTheEntry() {
        register(opaque("social"));
        allow(entry());
        proofs.put("t", identity("social", "grace").until(end));

        Authorization authorization = authorize(request("t"));

        assertThat(authorization)
                .isEqualTo(new Authorization(
                        TokenRig.admitted(
                                gateway,
                                Identity.of(
                                        user("social", "grace").orElseThrow().subject())),
                        Scopes.of("read"),
                        List.of(STOCK),
                        end,
                        List.of(
                                ancestor("social", "grace"),
                                Party.provider("social", rig.clock.instant()).asAncestor(),
                                Party.exchange("entry", rig.clock.instant()).asAncestor()),
                        RefreshPlan.NONE,
                        TokenType.ACCESS_TOKEN,
                        "exchange entry"));
    }

    /** Whoever asks why must not hear that one could have been had. */
    @Test
    void aSessionTokenGoesWithoutARefreshTokenAndTheTraceSaysSo() {
        register(opaque("social"));
        allow(entry().issues(TokenType.SESSION_TOKEN).refresh());
        proofs.put("t", identity("social", "grace").until(end));
        List<String> heard = new ArrayList<>();

        Authorization authorization = authorize(request("t")
                .with("requested_token_type", TokenType.SESSION_TOKEN.uri())
                .with("public_key", RsaPublicKeys.text(TestRsaKeys.one()))
                .tracedBy((step, seen) -> heard.add(step + " " + seen.get())));

        assertThat(authorization.refresh()).isEqualTo(RefreshPlan.NONE);
        assertThat(authorization.sessionKey()).isEqualTo(TestRsaKeys.one());
        assertThat(heard).contains("REFRESH none goes with a session_token");
    }

    @Test
    void aTokenThatHasNoEndWasProvedForAsLongAsTheClientsTokensLive() {
        register(opaque("social"));
        allow(entry());
        proofs.put("t", identity("social", "grace"));

        assertThat(authorize(request("t")).notAfter())
                .isEqualTo(rig.clock.instant().plus(gateway.accessTokenLifetime()));
    }

    @Test
    void itsScopesAreWorthWhatTheMapSays() {
        register(opaque("social"));
        proofs.put("t", identity("social", "grace").scopes("orders.read", "read", "admin"));

        allow(entry().scopes("read", "write").scopeMap(Map.of("orders.read", Scopes.of("write"))));
        assertThat(authorize(request("t")).scopes()).isEqualTo(Scopes.of("write"));
        refused(OAuthError.INVALID_SCOPE, request("t").scopes("read"));

        allow(entry().scopes("read", "write").scopeMap(Map.of("orders.write", Scopes.of("write"))));
        refused(OAuthError.INVALID_SCOPE, request("t"));
    }

    @Test
    void aTokenBoundToAKeyIsExchangedOnlyIfTheEntryLetsIt() {
        register(opaque("social"));
        proofs.put("t", identity("social", "grace").bound());

        allow(entry());
        refused(NOT_ACCEPTED, request("t"));
        allow(entry().rebind());
        assertThat(authorize(request("t")).scopes()).isEqualTo(Scopes.of("read"));
    }

    @Test
    void whoActsByTheProvidersWordCountsAndStandsInside() {
        register(opaque("social"));
        Actor before = Actor.foreign(IdentityBuilder.ISSUER, "their-service");
        proofs.put("t", identity("social", "grace").actors(before));

        allow(entry().delegation().maxDepth(1));
        refused(NOT_ACCEPTED, request("t"));
        allow(entry().delegation().maxDepth(2));
        assertThat(authorize(request("t")).identity().actors())
                .containsExactly(Actor.of(Subject.client(gateway.id()), null), before);
    }

    @Test
    void attributesGoThroughExchangesAndRefreshes() {
        Map<String, List<String>> attributes = Map.of("groups", List.of("staff", "admins"), "roles", List.of("dba"));
        register(opaque("social"));
        allow(entry().refresh());
        proofs.put("t", identity("social", "grace").until(end).attributes(attributes));

        var first = rig.issue(authorize(request("t")));
        OwnToken token = rig.verify(first.accessToken());
        assertThat(token.identity().attributes()).isEqualTo(attributes);

        allow(exchange("again", gateway).refresh());
        assertThat(authorize(request(first.accessToken())).identity().attributes())
                .isEqualTo(attributes);

        RefreshTokenGrant refresh = rig.refreshGrant();
        Authorization refreshed = Requests.call(
                        refresh,
                        Requests.of(GrantType.REFRESH_TOKEN, gateway).with("refresh_token", first.refreshToken()))
                .await();
        assertThat(rig.verify(rig.issue(refreshed).accessToken()).identity().attributes())
                .isEqualTo(attributes);
    }

    /** Its provider is not trusted to say who acts, but somebody does: that must not be left untold. */
    @Test
    void anActorForWhomSomebodyActsIsRefusedWhoeverSaysSo() {
        register(opaque("social"));
        register(opaque("robots"));
        proofs.put("t", identity("social", "grace"));
        proofs.put("robot", identity("robots", "r2"));
        proofs.put("steered", identity("robots", "r2").acted());
        allow(entry().delegation(foreign("robots")));
        Requests request = request("t")
                .with("subject_issuer", "social")
                .with("actor_token_type", TYPE)
                .with("actor_issuer", "robots");

        authorize(request.with("actor_token", "robot"));
        refused(NOT_ACCEPTED, request.with("actor_token", "steered"));
    }

    @Test
    void whoMayActByTheProvidersWordIsTheOnlyOne() {
        register(opaque("social"));
        register(opaque("robots"));
        proofs.put("robot", identity("robots", "r2"));
        proofs.put("other", identity("robots", "c3"));
        proofs.put("t", identity("social", "grace").mayAct(new MayAct(IdentityBuilder.ISSUER, "r2", null)));
        allow(entry().delegation(foreign("robots")));

        Requests byRobot = request("t")
                .with("subject_issuer", "social")
                .with("actor_token", "robot")
                .with("actor_token_type", TYPE);
        assertThat(authorize(byRobot.with("actor_issuer", "robots")).actor())
                .isEqualTo(Actor.of(user("robots", "r2").orElseThrow().subject(), null));
        refused(NOT_ACCEPTED, byRobot.with("actor_token", "other"));
        allow(entry());
        refused(NOT_ACCEPTED, request("t").with("subject_issuer", "social"));
    }

    @Nested
    class Issuers {

        @Test
        void aJwtIsProvedByTheProviderWhoseIssuerItClaims() {
            register(opaque("social"));
            register(provider("corp", jwks()).clients("gateway"));
            String token = jwt(CORP_ISSUER, "grace");
            proofs.put(token, identity("corp", "grace").until(end));
            allow(entry());
            allow(exchange("corp-entry", gateway).subject(foreign("corp")));

            assertThat(authorize(request(token)).rule()).isEqualTo("exchange corp-entry");
        }

        /** An opaque provider would be handed somebody else's secret, and asked over the network. */
        @Test
        void aJwtOfAnotherIssuerIsShownToNobody() {
            register(opaque("social"));
            register(provider("corp", jwks()).clients("gateway"));
            allow(entry());
            allow(exchange("corp-entry", gateway).subject(foreign("corp")));

            refused(NOT_ACCEPTED, request(jwt("https://elsewhere.example", "grace")));
            refused(NOT_ACCEPTED, request(jwt(CORP_ISSUER + "/", "grace")));
            assertThat(proofs.asked()).isZero();
        }

        @Test
        void whereSeveralCouldHaveIssuedItTheRequestNamesOne() {
            register(opaque("social"));
            register(opaque("social2"));
            allow(entry());
            allow(exchange("entry2", gateway).subject(foreign("social2")));
            proofs.put("t", identity("social2", "grace"));

            refusal(
                    OAuthError.INVALID_REQUEST,
                    "The parameter subject_issuer is missing.",
                    () -> Requests.call(grant, request("t")));
            assertThat(proofs.asked()).isZero();
            assertThat(authorize(request("t").with("subject_issuer", "social2")).rule())
                    .isEqualTo("exchange entry2");
            refused(NOT_ACCEPTED, request("t").with("subject_issuer", "social"));
        }

        @Test
        void anIssuerThatTwoEntriesOfProvidersShareDecidesNothing() {
            register(provider("corp", jwks()).clients("gateway"));
            register(provider("corp2", jwks()).clients("gateway"));
            allow(exchange("corp-entry", gateway).subject(foreign("corp")));
            allow(exchange("corp-entry2", gateway).subject(foreign("corp2")));
            String token = jwt(CORP_ISSUER, "grace");
            proofs.put(token, identity("corp2", "grace"));

            for (Requests request : List.of(request(token), request(token).with("subject_issuer", CORP_ISSUER))) {
                refusal(
                        OAuthError.INVALID_REQUEST,
                        "The parameter subject_issuer is missing.",
                        () -> Requests.call(grant, request));
            }
            assertThat(proofs.asked()).isZero();
            assertThat(authorize(request(token).with("subject_issuer", "corp2")).rule())
                    .isEqualTo("exchange corp-entry2");
        }

        @Test
        void theActorsIsNamedApart() {
            Client robot = rig.register(client("robot").audiences(STOCK));
            String subject =
                    rig.issue(TokenRig.itself(robot, Scopes.of("read"))).accessToken();
            rig.register(client("gateway").audiences(STOCK).serves(STOCK));
            register(opaque("social"));
            register(opaque("social2"));
            allow(exchange("a", gateway).subject(ours("robot")).delegation(foreign("social")));
            allow(exchange("b", gateway).subject(ours("robot")).delegation(foreign("social2")));
            proofs.put("t", identity("social2", "grace"));
            Requests request = Requests.of(
                            GrantType.TOKEN_EXCHANGE,
                            rig.clients.find(gateway.id()).await().orElseThrow())
                    .begun(rig.clock.instant())
                    .with("subject_token", subject)
                    .with("subject_token_type", TYPE)
                    .with("actor_token", "t")
                    .with("actor_token_type", TYPE);

            refusal(
                    OAuthError.INVALID_REQUEST,
                    "The parameter actor_issuer is missing.",
                    () -> Requests.call(grant, request));
            Authorization authorization = authorize(request.with("actor_issuer", "social2"));
            User grace = user("social2", "grace").orElseThrow();
            assertThat(authorization.identity().actors()).containsExactly(Actor.of(grace.subject(), null));
            assertThat(authorization.ancestors())
                    .contains(
                            ancestor("social2", "grace"),
                            Party.provider("social2", rig.clock.instant()).asAncestor(),
                            Party.of(grace.subject(), rig.clock.instant().toEpochMilli())
                                    .asAncestor());
        }

        @Test
        void ourOwnIsNeverAskedOfAProvider() {
            register(opaque("social"));
            allow(entry());

            refused(NOT_ACCEPTED, request("t").with("subject_issuer", TokenRig.ISSUER));
            refused(NOT_ACCEPTED, request(jwt(TokenRig.ISSUER, "grace")));
            assertThat(proofs.asked()).isZero();
        }

        @Test
        void disabledUnknownOfAnotherProjectAndNotForTheClientIsOneAndNobodyIsCalled() {
            register(opaque("off").enabled(false));
            register(opaque("elsewhere").project("other"));
            register(opaque("for-others").clients("demo"));
            for (String id : List.of("off", "elsewhere", "for-others", "unknown")) {
                allow(exchange("entry-" + id, gateway).subject(foreign(id)));
                refused(NOT_ACCEPTED, request("t"));
                refused(NOT_ACCEPTED, request("t").with("subject_issuer", id));
            }
            register(opaque("social"));
            refused(NOT_ACCEPTED, request("t").with("subject_issuer", "social"));
            assertThat(proofs.asked()).isZero();
        }
    }

    @Nested
    class Subjects {

        @Test
        void areMadeOnlyWhereTheProviderSaysSo() {
            register(opaque("social").provisioning(Provisioning.NONE));
            allow(entry());
            proofs.put("t", identity("social", "grace").email("grace@example.com", true));

            refused(NOT_ACCEPTED, request("t"));

            User grace = rig.register(TestEntries.user("grace", "grace@example.com"));
            refused(NOT_ACCEPTED, request("t"));
            rig.users.link(grace, "social", "grace");
            assertThat(authorize(request("t")).subject()).isEqualTo(grace.subject());
        }

        @Test
        void areLinkedByAnAddressThatTheProviderHasVerifiedAndNoOther() {
            register(opaque("social").provisioning(Provisioning.LINK));
            allow(entry());
            User grace = rig.register(TestEntries.user("grace", "grace@example.com"));
            proofs.put("unverified", identity("social", "g1").email("grace@example.com", false));
            proofs.put("stranger", identity("social", "g2").email("stranger@example.com", true));
            proofs.put("verified", identity("social", "g3").email("grace@example.com", true));
            proofs.put("later", identity("social", "g3"));

            refused(NOT_ACCEPTED, request("unverified"));
            refused(NOT_ACCEPTED, request("stranger"));
            refused(NOT_ACCEPTED, request("later"));
            assertThat(authorize(request("verified")).subject()).isEqualTo(grace.subject());
            assertThat(authorize(request("later")).subject()).isEqualTo(grace.subject());
        }

        @Test
        void thatAreWorkloadsAreNoUsers() {
            register(opaque("social")
                    .subject(new SubjectMapping(Subject.Kind.WORKLOAD, SubjectMapping.SUB))
                    .provisioning(Provisioning.CREATE));
            allow(entry());
            proofs.put("t", identity("social", "system:serviceaccount:shop:orders"));

            assertThat(authorize(request("t")).subject())
                    .isEqualTo(Subject.workload("social", "system:serviceaccount:shop:orders"));
            assertThat(user("social", "system:serviceaccount:shop:orders")).isEmpty();
        }

        @Test
        void thatAreSwitchedOffAreRefused() {
            register(opaque("social"));
            allow(entry());
            User off = rig.register(new User("off", TestEntries.PROJECT, null, null, null, false));
            rig.users.link(off, "social", "grace");
            proofs.put("t", identity("social", "grace"));

            refused(NOT_ACCEPTED, request("t"));
        }

        @Test
        void ofATokenRevokedHereAreRefused() {
            register(opaque("social"));
            allow(entry());
            proofs.put("t", identity("social", "grace"));
            rig.revoke(RevokedKind.TOKEN, ancestor("social", "grace"));

            refused(NOT_ACCEPTED, request("t"));
            assertThat(user("social", "grace")).isEmpty();
        }

        @Test
        void thatCannotBeKnownNowAreNotRefusedForGood() {
            register(opaque("social"));
            allow(entry());
            proofs.goDown();

            refused(OAuthError.TEMPORARILY_UNAVAILABLE, request("t"));
        }

        @Test
        void areNotMadeByAnExchangeThatIsDenied() {
            Client offline = rig.register(client("offline").scopes("read", "offline_access"));
            register(opaque("social").clients("gateway", "offline"));
            proofs.put("t", identity("social", "grace").audiences("us").until(end));
            allow(entry());

            refused(NOT_ACCEPTED, request("unproved"));
            refused(OAuthError.INVALID_SCOPE, request("t").scopes("write"));
            refused(OAuthError.INVALID_TARGET, request("t").targets("https://evil.example"));
            refused(NOT_ACCEPTED, request("t").with("requested_token_type", TokenType.JWT.uri()));
            allow(entry().subject(foreign("social"), "somebody-else"));
            refused(NOT_ACCEPTED, request("t"));
            allow(exchange("offline", offline)
                    .subject(foreign("social"))
                    .issues(TokenType.REFRESH_TOKEN)
                    .refresh());
            refused(
                    OAuthError.INVALID_REQUEST,
                    Requests.of(GrantType.TOKEN_EXCHANGE, offline)
                            .begun(rig.clock.instant())
                            .with("subject_token", "t")
                            .with("subject_token_type", TYPE)
                            .with("requested_token_type", TokenType.REFRESH_TOKEN.uri()));

            assertThat(user("social", "grace")).isEmpty();
        }
    }

    @Nested
    class Actors {

        private final Requests request = request("t")
                .with("subject_issuer", "social")
                .with("actor_token", "robot")
                .with("actor_token_type", TYPE)
                .with("actor_issuer", "robots");

        Actors() {
            register(opaque("social"));
            allow(entry().delegation(foreign("robots")));
            proofs.put("t", identity("social", "grace"));
            proofs.put("robot", identity("robots", "r2"));
        }

        @Test
        void ofWhomNobodyKnowsLeaveNobodyBehind() {
            register(opaque("robots").provisioning(Provisioning.NONE));

            refused(NOT_ACCEPTED, request);
            assertThat(user("social", "grace")).isEmpty();
        }

        @Test
        void whoAreSwitchedOffLeaveNobodyBehind() {
            register(opaque("robots"));
            User off = rig.register(new User("off", TestEntries.PROJECT, null, null, null, false));
            rig.users.link(off, "robots", "r2");

            refused(NOT_ACCEPTED, request);
            assertThat(user("social", "grace")).isEmpty();
        }

        @Test
        void whoAreNewAreMadeWithTheSubject() {
            register(opaque("robots"));

            assertThat(authorize(request).identity().actors())
                    .containsExactly(Actor.of(user("robots", "r2").orElseThrow().subject(), null));
            assertThat(user("social", "grace")).isPresent();
        }
    }

    @Nested
    class UsedOnce {

        private void registerOnce(String... ids) {
            for (String id : ids) {
                register(opaque(id).singleUse());
            }
        }

        @Test
        void lastsForOneExchange() {
            registerOnce("social");
            allow(entry());
            proofs.put("t", identity("social", "grace").until(end));

            authorize(request("t"));
            refused(NOT_ACCEPTED, request("t"));
        }

        @Test
        void isNotTakenByAnExchangeThatIsDenied() {
            registerOnce("social");
            allow(entry());
            proofs.put("t", identity("social", "grace").until(end));

            refused(OAuthError.INVALID_SCOPE, request("t").scopes("write"));
            refused(OAuthError.INVALID_TARGET, request("t").targets("https://evil.example"));
            assertThat(authorize(request("t")).scopes()).isEqualTo(Scopes.of("read"));
        }

        /** Keycloak #43505: what is accepted a little after its end must be remembered until then. */
        @Test
        void outlastsTheLeeway() {
            List<Instant> remembered = new ArrayList<>();
            ForeignTokens noting =
                    new ForeignTokens(proofs, rig.users, rig.ownTokens, new Noting(remembered), rig.assigned);
            Provider social = opaque("social").singleUse().build();

            noting.spend(social, identity("social", "grace").until(end).build(), Trace.NONE)
                    .await();

            assertThat(remembered)
                    .singleElement()
                    .satisfies(until -> assertThat(until).isAfterOrEqualTo(end.plusSeconds(10)));
        }

        @Test
        void cannotBeTrackedWithoutAnEnd() {
            registerOnce("social");
            allow(entry());
            proofs.put("t", identity("social", "grace"));

            refused(NOT_ACCEPTED, request("t"));
        }

        @Test
        void holdsForActorsToo() {
            register(opaque("social"));
            registerOnce("robots");
            allow(entry().delegation(foreign("robots")));
            proofs.put("t", identity("social", "grace").until(end));
            proofs.put("robot", identity("robots", "r2").until(end));
            Requests request = request("t")
                    .with("subject_issuer", "social")
                    .with("actor_token", "robot")
                    .with("actor_token_type", TYPE);

            authorize(request);
            refused(NOT_ACCEPTED, request);
        }

        @ParameterizedTest
        @EnumSource(names = {"CREATE", "NONE"})
        void isWonByOneOfManyAtOnce(Provisioning provisioning) throws Exception {
            register(opaque("social").singleUse().provisioning(provisioning));
            rig.users.link(rig.register(TestEntries.user("grace", "g@example.com")), "social", "grace");
            allow(entry());
            proofs.put("t", identity("social", "grace").until(end));
            int many = 16;
            CountDownLatch go = new CountDownLatch(1);
            ExecutorService threads = Executors.newFixedThreadPool(many);
            try {
                List<java.util.concurrent.Future<Future<Authorization>>> tries = new ArrayList<>();
                for (int i = 0; i < many; i++) {
                    tries.add(threads.submit(() -> {
                        go.await();
                        return Requests.call(grant, request("t"));
                    }));
                }
                go.countDown();
                int won = 0;
                for (java.util.concurrent.Future<Future<Authorization>> each : tries) {
                    won += each.get().succeeded() ? 1 : 0;
                }
                assertThat(won).isEqualTo(1);
            } finally {
                threads.shutdownNow();
            }
        }
    }

    /** Notes until when it shall remember. */
    private record Noting(List<Instant> remembered) implements SingleUse {

        @Override
        public Future<Boolean> claim(String purpose, String key, Instant until) {
            remembered.add(until);
            return Future.succeededFuture(true);
        }

        @Override
        public Future<Boolean> isClaimed(String purpose, String key) {
            return Future.succeededFuture(false);
        }
    }

    /** Whatever refuses, refuses before anything is made or spent. */
    @Test
    void whatATargetRefusesMakesNobodyAndSpendsNothing() {
        register(opaque("social").provisioning(Provisioning.CREATE).singleUse());
        proofs.put("grace", identity("social", "grace").until(end));
        allow(entry());
        Target off = new Target(STOCK, false, List.of(), null);
        Target ignorant = new Target(STOCK, true, List.of(), Scopes.of("other"));

        refused(OAuthError.INVALID_TARGET, request("grace").registered(off));
        refused(OAuthError.INVALID_SCOPE, request("grace").registered(ignorant));
        assertThat(user("social", "grace")).isEmpty();

        assertThat(authorize(request("grace")).scopes()).isEqualTo(Scopes.of("read"));
        refused(NOT_ACCEPTED, request("grace"));
    }

    /** Nor for as long as it takes to refuse it: whoever was removed is not there again. */
    @Test
    void whatWasUsedMakesNobodyAgain() {
        register(opaque("social").provisioning(Provisioning.CREATE).singleUse());
        proofs.put("grace", identity("social", "grace").until(end));
        allow(entry());
        authorize(request("grace"));
        rig.users.remove(user("social", "grace").orElseThrow());

        refused(NOT_ACCEPTED, request("grace"));
        assertThat(user("social", "grace")).isEmpty();
    }

    @Test
    void whatIsForOneUseAndHasNoEndMakesNobody() {
        register(opaque("social").provisioning(Provisioning.CREATE).singleUse());
        proofs.put("grace", identity("social", "grace"));
        allow(entry());

        refused(NOT_ACCEPTED, request("grace"));
        assertThat(user("social", "grace")).isEmpty();
    }

    /** Docs/adr/0012: a replica that has not heard yet must begin no login of somebody who is being switched off. */
    @Test
    void whoIsSwitchedOffIsFoundOutWhateverThisNodeRemembers() {
        register(opaque("social").provisioning(Provisioning.CREATE));
        proofs.put("grace", identity("social", "grace").until(end));
        allow(entry());
        Subject grace = authorize(request("grace")).subject();

        rig.users.switchOffUnheard(grace.id());

        refused(NOT_ACCEPTED, request("grace"));
    }
}
