package io.bourse.policy;

import static io.bourse.fakes.ExchangeBuilder.exchange;
import static io.bourse.fakes.ExchangeBuilder.foreign;
import static io.bourse.fakes.ExchangeBuilder.ours;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.fakes.ExchangeBuilder;
import io.bourse.fakes.FixedClock;
import io.bourse.oauth.Actor;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.MayAct;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.Subject;
import io.bourse.oauth.TokenType;
import io.bourse.policy.ExchangePolicy.Allowed;
import io.bourse.policy.ExchangePolicy.Decision;
import io.bourse.policy.ExchangePolicy.Denied;
import io.bourse.policy.ExchangePolicy.Question;
import io.bourse.policy.ExchangePolicy.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ExchangePolicyTest {

    private static final String ISSUER = "https://tokens.example";
    private static final Instant NOW = FixedClock.START;
    private static final Exchange ORDERS_TO_STOCK = entry("a")
            .subject(ours("shop"), "orders")
            .targets("stock", "prices")
            .build();

    private final Asking asking = new Asking();

    private static ExchangeBuilder entry(String id) {
        return exchange(id, "gateway").subject(ours("shop")).targets("stock");
    }

    /** A question in the making: the gateway shows a token of the shop for the audience "orders". */
    private static final class Asking {

        private TokenOrigin origin = ours("shop");
        private TokenType type = TokenType.ACCESS_TOKEN;
        private List<String> audiences = List.of("orders");
        private Scopes subjectScopes = Scopes.of("read", "write");
        private Instant subjectEnd = NOW.plusSeconds(300);
        private List<Actor> actors = List.of();
        private MayAct mayAct;
        private boolean bound;
        private ProvedToken actor;
        private Scopes clientScopes = Scopes.of("read", "write");
        private TokenType requested = TokenType.ACCESS_TOKEN;
        private Scopes scopes = Scopes.NONE;
        private List<String> targets = List.of();

        private Asking scopes(String text) {
            scopes = Scopes.parse(text);
            return this;
        }

        private Asking targets(String... wanted) {
            targets = List.of(wanted);
            return this;
        }

        private Asking by(ProvedToken actorToken) {
            actor = actorToken;
            return this;
        }

        private Question build() {
            ProvedToken subject = new ProvedToken(
                    origin,
                    type,
                    ISSUER,
                    "ada",
                    "shop",
                    audiences,
                    subjectScopes,
                    subjectEnd,
                    actors,
                    false,
                    mayAct,
                    bound);
            return new Question(
                    ISSUER, new ClientId("gateway"), clientScopes, subject, actor, requested, scopes, targets, NOW);
        }
    }

    private static ProvedToken actor(TokenOrigin origin, String scopes, Duration life) {
        return new ProvedToken(
                origin,
                TokenType.ACCESS_TOKEN,
                ISSUER,
                "robot",
                "robot",
                List.of("orders"),
                Scopes.parse(scopes),
                NOW.plus(life),
                List.of(),
                false,
                null,
                false);
    }

    private static Decision decide(Asking asking, Exchange... entries) {
        return ExchangePolicy.decide(List.of(entries), asking.build());
    }

    private static Allowed allowed(Asking asking, Exchange... entries) {
        Decision decision = decide(asking, entries);
        assertThat(decision).isInstanceOf(Allowed.class);
        return (Allowed) decision;
    }

    private static void denied(Check check, Asking asking, Exchange... entries) {
        assertThat(decide(asking, entries))
                .isInstanceOfSatisfying(
                        Denied.class, denied -> assertThat(denied.check()).isEqualTo(check));
    }

    @Test
    void withoutAnEntryNothingIsAllowed() {
        assertThat(decide(asking)).isEqualTo(new Denied(Check.ENABLED, List.of()));
    }

    @Test
    void theEntrySaysWhatIsTheDefault() {
        Allowed allowed = allowed(asking, ORDERS_TO_STOCK);

        assertThat(allowed.entry()).isEqualTo(ORDERS_TO_STOCK);
        assertThat(allowed.scopes()).isEqualTo(Scopes.of("read"));
        assertThat(allowed.targets()).containsExactly("stock");
        assertThat(allowed.notAfter()).isEqualTo(NOW.plusSeconds(300));
    }

    @Test
    void severalTargetsMustAllBeAllowed() {
        assertThat(allowed(asking.targets("stock", "prices"), ORDERS_TO_STOCK).targets())
                .containsExactly("stock", "prices");
        denied(Check.TARGET, asking.targets("stock", "payroll"), ORDERS_TO_STOCK);
    }

    /** Its owner says later what for. */
    @Test
    void aSessionTokenIsForEveryTargetUnlessItIsAskedForSome() {
        Exchange sessions = entry("s")
                .targets("stock", "prices")
                .issues(TokenType.SESSION_TOKEN)
                .build();
        asking.requested = TokenType.SESSION_TOKEN;

        assertThat(allowed(asking, sessions).targets()).containsExactly("stock", "prices");
        assertThat(allowed(asking.targets("prices"), sessions).targets()).containsExactly("prices");
        denied(Check.TYPE, asking, ORDERS_TO_STOCK);
    }

    @Test
    void anotherClientsTokenAnotherAudienceAndAnotherTypeAreNoSubject() {
        Asking otherClient = new Asking();
        otherClient.origin = ours("other");
        Asking otherAudience = new Asking();
        otherAudience.audiences = List.of("stock");
        Asking otherType = new Asking();
        otherType.type = TokenType.REFRESH_TOKEN;
        Asking provider = new Asking();
        provider.origin = foreign("shop");

        for (Asking each : List.of(otherClient, otherAudience, otherType, provider)) {
            denied(Check.SUBJECT, each, ORDERS_TO_STOCK);
        }
    }

    @Test
    void aSecondEntryMayAllowWhatTheFirstDoesNotAndBothAreTold() {
        Exchange wider = entry("b").scopes("write").build();

        Allowed allowed = allowed(asking.scopes("write"), ORDERS_TO_STOCK, wider);

        assertThat(allowed.entry()).isEqualTo(wider);
        assertThat(allowed.verdicts())
                .containsExactly(new Verdict(ORDERS_TO_STOCK, Check.SCOPE), new Verdict(wider, null));
    }

    @Test
    void theFurthestCheckOfAnyEntryIsTheReason() {
        Exchange off = entry("b").disabled().build();
        Exchange others = entry("c").subject(ours("other")).build();

        denied(Check.TARGET, asking.targets("payroll"), off, ORDERS_TO_STOCK, others);
    }

    @Test
    void aDisabledEntryAllowsNothing() {
        denied(Check.ENABLED, asking, entry("a").disabled().build());
    }

    @Test
    void whatIsIssuedIsForTheEntryToSay() {
        asking.requested = TokenType.JWT;
        denied(Check.TYPE, asking, ORDERS_TO_STOCK);
        allowed(asking, entry("b").issues(TokenType.JWT).build());

        asking.requested = TokenType.REFRESH_TOKEN;
        denied(Check.TYPE, asking, entry("b").issues(TokenType.REFRESH_TOKEN).build());
        allowed(asking, entry("b").issues(TokenType.REFRESH_TOKEN).refresh().build());
    }

    @Test
    void aBoundTokenIsExchangedOnlyWhereTheEntryUnbindsIt() {
        asking.bound = true;
        denied(Check.BINDING, asking, ORDERS_TO_STOCK);
        allowed(asking, entry("b").rebind().build());
    }

    @Test
    void theTokenEndsWithTheFirstOfItsInputsOrWithTheEntrysCeiling() {
        Exchange delegation = entry("b").delegation(ours("robot")).build();
        asking.by(actor(ours("robot"), "read", Duration.ofSeconds(60)));
        assertThat(allowed(asking, delegation).notAfter()).isEqualTo(NOW.plusSeconds(60));

        Exchange short10 = entry("c")
                .delegation(ours("robot"))
                .lifetime(Duration.ofSeconds(10))
                .build();
        Allowed allowed = allowed(asking, short10);
        assertThat(allowed.notAfter()).isEqualTo(NOW.plusSeconds(10));
        assertThat(allowed.inputsEnd()).isEqualTo(NOW.plusSeconds(60));
    }

    @Nested
    class ScopesOfAll {

        @Test
        void theyOnlyShrink() {
            denied(Check.SCOPE, asking.scopes("write"), ORDERS_TO_STOCK);
            asking.scopes("");
            asking.subjectScopes = Scopes.of("write");
            denied(Check.SCOPE, asking, ORDERS_TO_STOCK);
        }

        /** ZITADEL grants the union of subject and actor. */
        @Test
        void subjectAndActorMustBothHaveThem() {
            Exchange wide = entry("b")
                    .delegation(ours("robot"))
                    .scopes("read", "write", "admin")
                    .build();
            asking.by(actor(ours("robot"), "read admin", Duration.ofHours(1)));
            asking.clientScopes = Scopes.of("read", "write", "admin");

            assertThat(allowed(asking, wide).scopes()).isEqualTo(Scopes.of("read"));
            denied(Check.SCOPE, asking.scopes("admin"), wide);
            denied(Check.SCOPE, asking.scopes("write"), wide);
        }

        @Test
        void theClientMustHaveThem() {
            asking.clientScopes = Scopes.of("other");
            denied(Check.SCOPE, asking, ORDERS_TO_STOCK);
        }

        @Test
        void aMapSaysWhatAScopeIsWorthAndNothingElseIsWorthAnything() {
            Exchange mapped = entry("b")
                    .subject(foreign("idp"))
                    .scopes("read", "write")
                    .scopeMap(Map.of("orders.read", Scopes.of("read"), "orders.all", Scopes.of("read", "write")))
                    .build();
            asking.origin = foreign("idp");
            asking.subjectScopes = Scopes.of("orders.read", "write");

            assertThat(allowed(asking, mapped).scopes()).isEqualTo(Scopes.of("read"));
            denied(Check.SCOPE, asking.scopes("write"), mapped);
            asking.scopes("").subjectScopes = Scopes.of("profile");
            denied(Check.SCOPE, asking, mapped);
        }

        @Test
        void aProvidersScopesMeanNothingWithoutAMap() {
            asking.origin = foreign("idp");
            asking.subjectScopes = Scopes.of("openid");

            assertThat(allowed(asking, entry("b").subject(foreign("idp")).build())
                            .scopes())
                    .isEqualTo(Scopes.of("read"));
        }
    }

    @Nested
    class Acting {

        private final Exchange byItself = entry("self").delegation().build();
        private final Exchange byRobot =
                entry("robot").delegation(ours("robot")).build();
        private final Exchange posing =
                entry("posing").impersonation(ours("robot")).build();
        private final ProvedToken robot = actor(ours("robot"), "read", Duration.ofHours(1));

        @Test
        void anActorTokenIsTakenExactlyWhereTheEntryNamesOne() {
            allowed(asking, byItself);
            denied(Check.ACTOR, asking, byRobot);
            denied(Check.ACTOR, asking, posing);

            asking.by(robot);
            denied(Check.ACTOR, asking, ORDERS_TO_STOCK);
            denied(Check.ACTOR, asking, byItself);
            allowed(asking, byRobot);
            allowed(asking, posing);

            denied(Check.ACTOR, asking.by(actor(ours("other"), "read", Duration.ofHours(1))), byRobot);
        }

        private ProvedToken delegated(List<Actor> actors, boolean acted) {
            return new ProvedToken(
                    robot.origin(),
                    robot.type(),
                    robot.issuer(),
                    robot.name(),
                    robot.client(),
                    robot.audiences(),
                    robot.scopes(),
                    robot.expiresAt(),
                    actors,
                    acted,
                    null,
                    false);
        }

        @Test
        void anActorForWhomSomebodyActsIsNoneWhetherItsIssuerIsTrustedWithThatOrNot() {
            Actor eve = Actor.of(Subject.user("eve"), "demo");

            denied(Check.ACTOR, asking.by(delegated(List.of(eve), false)), byRobot);
            denied(Check.ACTOR, asking.by(delegated(List.of(), true)), byRobot);
            denied(Check.ACTOR, asking.by(delegated(List.of(), true)), posing);
            allowed(asking.by(delegated(List.of(), false)), byRobot);
        }

        @Test
        void aChainOfActorsHasAnEnd() {
            Actor one = Actor.of(Subject.client(new ClientId("one")), null);
            asking.actors = List.of(one, one, one);
            allowed(asking, byItself);
            asking.actors = List.of(one, one, one, one);
            denied(Check.DEPTH, asking, byItself);
            allowed(asking, ORDERS_TO_STOCK);
            asking.actors = List.of(one, one, one, one, one);
            denied(Check.DEPTH, asking, ORDERS_TO_STOCK);
        }

        @Test
        void whoMayActIsWhomTheSubjectTokenNamesAndOnlyByDelegation() {
            asking.mayAct = new MayAct(ISSUER, "robot", null);
            denied(Check.MAY_ACT, asking, ORDERS_TO_STOCK);
            denied(Check.MAY_ACT, asking, byItself);
            denied(Check.MAY_ACT, asking.by(robot), posing);
            allowed(asking.by(robot), byRobot);
        }

        @Test
        void whoMayActIsNamedByIssuerSubjectAndClient() {
            asking.by(robot);
            for (MayAct other : List.of(
                    new MayAct("https://other.example", "robot", null),
                    new MayAct(ISSUER, "gateway", null),
                    new MayAct(ISSUER, "robot", "gateway"))) {
                asking.mayAct = other;
                denied(Check.MAY_ACT, asking, byRobot);
            }
            asking.mayAct = new MayAct(ISSUER, "robot", "robot");
            allowed(asking, byRobot);
        }

        @Test
        void theClientItselfMayBeWhoMayAct() {
            asking.mayAct = new MayAct(ISSUER, "gateway", "gateway");
            allowed(asking, byItself);
        }
    }

    @Test
    void everyVerdictCanBePutIntoWords() {
        Question question =
                asking.by(actor(ours("robot"), "read", Duration.ofHours(1))).build();
        for (Check check : Check.values()) {
            if (check != Check.MAY_ACT) {
                assertThat(Check.explain(ORDERS_TO_STOCK, check, question))
                        .startsWith("exchange a: ")
                        .hasSizeGreaterThan(20);
            }
        }
        assertThat(Check.explain(ORDERS_TO_STOCK, null, question)).isEqualTo("exchange a: allows it");
    }
}
