package io.bourse.grant;

import static io.bourse.fakes.ClientBuilder.ORDERS;
import static io.bourse.fakes.ClientBuilder.STOCK;
import static io.bourse.fakes.ClientBuilder.client;
import static io.bourse.fakes.ExchangeBuilder.exchange;
import static io.bourse.fakes.ExchangeBuilder.ours;
import static io.bourse.fakes.Refusals.NOT_ACCEPTED;
import static io.bourse.fakes.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bourse.audit.AuditEvent;
import io.bourse.audit.AuditEvent.Origin;
import io.bourse.changelog.Change.RevokedKind;
import io.bourse.client.Client;
import io.bourse.fakes.ExchangeBuilder;
import io.bourse.fakes.TestEntries;
import io.bourse.fakes.TokenRig;
import io.bourse.metrics.Metrics;
import io.bourse.oauth.Actor;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.Subject;
import io.bourse.oauth.TokenResponse;
import io.bourse.oauth.TokenType;
import io.bourse.token.Authorization;
import io.bourse.token.Identity;
import io.bourse.token.OwnToken;
import io.bourse.token.RefreshPlan;
import io.bourse.user.User;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8693 sections 1.1, 4.1 and 4.4: who acts for whom, and who is told. */
class DelegationTest {

    private static final String TYPE = TokenType.ACCESS_TOKEN.uri();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TokenRig rig = new TokenRig();
    private final TokenExchangeGrant grant = rig.exchangeGrant();
    private final Client demo = rig.register(client("demo"));
    private final Client gateway = rig.register(client("gateway").serves(ORDERS).audiences(ORDERS, STOCK));
    private final Client robot = rig.register(client("robot").audiences(ORDERS));
    private final User ada = rig.register(TestEntries.user("ada", "ada@example.com"));
    private final User bob = rig.register(TestEntries.user("bob", "bob@example.com"));
    private final TokenResponse login = rig.issue(TokenRig.login(demo, ada));
    private final Actor gatewayItself = Actor.of(Subject.client(gateway.id()), null);

    private void allow(ExchangeBuilder entry) {
        rig.exchanges.put(entry.build());
    }

    private ExchangeBuilder entry() {
        return exchange("entry", gateway).subject(ours("demo")).targets(ORDERS, STOCK);
    }

    private Requests request(Client client, String subjectToken) {
        return Requests.of(GrantType.TOKEN_EXCHANGE, client)
                .begun(rig.clock.instant())
                .with("subject_token", subjectToken)
                .with("subject_token_type", TYPE);
    }

    private Requests request() {
        return request(gateway, login.accessToken());
    }

    private Requests by(String actorToken) {
        return request().with("actor_token", actorToken).with("actor_token_type", TYPE);
    }

    private String robotToken() {
        return rig.issue(TokenRig.itself(robot, Scopes.of("read"))).accessToken();
    }

    private Authorization authorize(Requests request) {
        return Requests.call(grant, request).await();
    }

    private void refused(Requests request) {
        refusal(OAuthError.INVALID_REQUEST, NOT_ACCEPTED, () -> Requests.call(grant, request));
    }

    private static JsonNode claims(TokenResponse token) {
        try {
            return JSON.readTree(
                    Base64.getUrlDecoder().decode(token.accessToken().split("\\.")[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theClientItselfActsIfTheEntryNamesNoOther() {
        allow(entry().delegation());
        Authorization authorization = authorize(request());

        assertThat(authorization.subject()).isEqualTo(ada.subject());
        assertThat(authorization.identity().actors()).containsExactly(gatewayItself);
        assertThat(authorization.actor()).isEqualTo(gatewayItself);
        assertThat(claims(rig.issue(authorization)).get("act"))
                .isEqualTo(JSON.createObjectNode().put("sub", "gateway").put("sub_type", "client"));
    }

    @Test
    void aUserActsAtTheClientThatHoldsTheActorToken() {
        allow(entry().delegation(ours("demo")));
        String bobs = rig.issue(TokenRig.login(demo, bob)).accessToken();

        assertThat(claims(rig.issue(authorize(by(bobs)))).get("act"))
                .isEqualTo(JSON.createObjectNode()
                        .put("sub", bob.id())
                        .put("sub_type", "user")
                        .put("client_id", "demo"));
    }

    @Test
    void theNewestActorStandsOutermost() {
        allow(entry().delegation(ours("robot")));
        Authorization first = authorize(by(robotToken()));
        allow(exchange("second", gateway).delegation());
        Authorization second = authorize(request(gateway, rig.issue(first).accessToken()));

        assertThat(second.identity().actors())
                .containsExactly(gatewayItself, Actor.of(Subject.client(robot.id()), null));
        JsonNode act = claims(rig.issue(second)).get("act");
        assertThat(act.get("sub").asText()).isEqualTo("gateway");
        assertThat(act.get("act").get("sub").asText()).isEqualTo("robot");
        assertThat(act.get("act").has("act")).isFalse();
    }

    @Test
    void whoeverActedBeforeIsStillNamedByAPlainExchange() {
        allow(entry().delegation(ours("robot")));
        String delegated = rig.issue(authorize(by(robotToken()))).accessToken();
        allow(exchange("plain", gateway));

        assertThat(authorize(request(gateway, delegated)).identity().actors())
                .containsExactly(Actor.of(Subject.client(robot.id()), null));
    }

    @Test
    void moreActorsThanTheEntryAllowsAreRefused() {
        allow(entry().delegation());
        String one = rig.issue(authorize(request())).accessToken();

        allow(exchange("again", gateway).delegation().maxDepth(1));
        refused(request(gateway, one));
        allow(exchange("again", gateway).delegation().maxDepth(2));
        assertThat(authorize(request(gateway, one)).identity().actors()).hasSize(2);
    }

    @Test
    void whatTheActorTokenLacksTheNewTokenLacksToo() {
        allow(entry().scopes("read", "write").delegation(ours("robot")));
        Client brief = rig.register(client("robot")
                .audiences(ORDERS)
                .lifetimes(Duration.ofSeconds(20), Duration.ofDays(1), Duration.ofDays(1)));
        TokenResponse token = rig.issue(TokenRig.itself(brief, Scopes.of("write")));
        OwnToken actor = rig.verify(token.accessToken());

        Authorization authorization = authorize(by(token.accessToken()));

        assertThat(authorization.scopes()).isEqualTo(Scopes.of("write"));
        assertThat(authorization.notAfter()).isEqualTo(actor.expiresAt());
        assertThat(authorization.ancestors()).containsAll(actor.lineage().asAncestors());
        refusal(
                OAuthError.INVALID_SCOPE,
                () -> Requests.call(grant, by(token.accessToken()).scopes("read")));
    }

    @Test
    void whoIsActedForCannotAct() {
        allow(exchange("robots", gateway).subject(ours("robot")).targets(ORDERS).delegation());
        String delegated = rig.issue(authorize(request(gateway, robotToken()))).accessToken();
        allow(entry().delegation(ours("gateway")));

        refused(by(delegated));
    }

    @Test
    void anActorThatTheEntryDoesNotAskForIsRefusedAndSoIsItsLack() {
        allow(entry());
        refused(by(robotToken()));
        allow(entry().delegation());
        refused(by(robotToken()));
        allow(entry().delegation(ours("robot")));
        refused(request());
        refused(by(login.accessToken()));
        allow(entry().impersonation(ours("robot")));
        refused(request());
    }

    @ParameterizedTest
    @ValueSource(strings = {"refresh_token", "saml1", "saml2"})
    void whatProvesNoActorIsNotSupported(String type) {
        allow(entry().delegation(ours("robot")));

        refusal(
                OAuthError.INVALID_REQUEST,
                "The parameter actor_token_type is not supported.",
                () -> Requests.call(
                        grant,
                        by(login.refreshToken()).with("actor_token_type", "urn:ietf:params:oauth:token-type:" + type)));
    }

    @Nested
    class Impersonation {

        @Test
        void isToldToTheAuditAndToNobodyElse() {
            allow(entry().impersonation(ours("robot")));
            Authorization authorization = authorize(by(robotToken()));
            TokenResponse token = rig.issue(authorization);
            List<AuditEvent> audit = new ArrayList<>();
            try (Metrics metrics = new Metrics()) {
                new DecisionLog(audit::add, metrics, Set.of(GrantType.TOKEN_EXCHANGE))
                        .begin(new Origin("decision", "request", "oauth", "192.0.2.1"))
                        .asking(GrantType.TOKEN_EXCHANGE)
                        .by(gateway)
                        .granted(authorization, token);
            }

            assertThat(claims(token).has("act")).isFalse();
            assertThat(rig.verify(token.accessToken()).identity().actors()).isEmpty();
            assertThat(audit).singleElement().satisfies(event -> {
                assertThat(event.subject()).isEqualTo("user:" + ada.id());
                assertThat(event.actor()).isEqualTo("client:robot");
            });
        }

        @Test
        void endsWithTheImpersonatorsToken() {
            allow(entry().impersonation(ours("robot")));
            String actor = robotToken();
            OwnToken token = rig.verify(rig.issue(authorize(by(actor))).accessToken());

            assertThat(token.lineage().ids()).contains(rig.verify(actor).id());
        }

        @Test
        void hidesNobodyWhoActedBefore() {
            allow(entry().delegation());
            String delegated = rig.issue(authorize(request())).accessToken();
            allow(exchange("impersonate", gateway).impersonation(ours("robot")));

            assertThat(authorize(request(gateway, delegated)
                                    .with("actor_token", robotToken())
                                    .with("actor_token_type", TYPE))
                            .identity()
                            .actors())
                    .containsExactly(gatewayItself);
        }
    }

    @Nested
    class MayAct {

        private final Client restricting = rig.register(client("restricting").mayAct("gateway"));
        private final String token = rig.issue(TokenRig.login(restricting, ada)).accessToken();

        private ExchangeBuilder entry() {
            return exchange("may-act", gateway).subject(ours("restricting")).targets(ORDERS, STOCK);
        }

        @Test
        void letsThePartyThatItNamesActAndIsNotPassedOn() {
            allow(entry().delegation());
            TokenResponse delegated = rig.issue(authorize(request(gateway, token)));

            assertThat(claims(delegated).has("may_act")).isFalse();
        }

        @Test
        void allowsNothingButDelegation() {
            allow(entry());
            refused(request(gateway, token));
            allow(entry().impersonation(ours("robot")));
            refused(request(gateway, token).with("actor_token", robotToken()).with("actor_token_type", TYPE));
        }

        @Test
        void letsNobodyElseActNotEvenAtThePartysRequest() {
            allow(entry().delegation(ours("robot")));
            refused(request(gateway, token).with("actor_token", robotToken()).with("actor_token_type", TYPE));

            Client other = rig.register(client("other").serves(ORDERS));
            allow(exchange("other", other).subject(ours("restricting")).delegation());
            refused(request(other, token));
        }

        @Test
        void holdsForARefreshTokenAsSubject() {
            Client self = rig.register(client("self").mayAct("gateway"));
            String refreshToken = rig.issue(TokenRig.login(self, ada)).refreshToken();
            allow(exchange("self", self).subject(ours("self"), TokenType.REFRESH_TOKEN));

            refused(request(self, refreshToken).with("subject_token_type", TokenType.REFRESH_TOKEN.uri()));
        }
    }

    @Nested
    class OwnRefreshTokens {

        private static final String REFRESH = "urn:ietf:params:oauth:token-type:refresh_token";

        private final Client holder = rig.register(client("holder").scopes("read", "write", "admin"));
        private final TokenResponse read = rig.issue(new Authorization(
                TokenRig.admitted(holder, Identity.of(ada.subject())),
                Scopes.of("read"),
                List.of(ORDERS),
                null,
                List.of(),
                new RefreshPlan.NewFamily(Scopes.of("read"), List.of(), null),
                null,
                "test"));

        private Requests request(String refreshToken) {
            return DelegationTest.this.request(holder, refreshToken).with("subject_token_type", REFRESH);
        }

        private ExchangeBuilder entry() {
            return exchange("refresh", holder)
                    .subject(ours("holder"), TokenType.REFRESH_TOKEN)
                    .scopes("read", "write");
        }

        private String rotated(String refreshToken) {
            RefreshTokenGrant refresh = rig.refreshGrant();
            return rig.issue(Requests.call(
                                    refresh,
                                    Requests.of(GrantType.REFRESH_TOKEN, holder).with("refresh_token", refreshToken))
                            .await())
                    .refreshToken();
        }

        @Test
        void areNeverUsedUp() {
            allow(entry());
            authorize(request(read.refreshToken()));
            authorize(request(read.refreshToken()));

            String next = rotated(read.refreshToken());
            assertThat(next).isNotEqualTo(read.refreshToken());
            assertThat(authorize(request(next)).subject()).isEqualTo(ada.subject());
        }

        @Test
        void giveNoMoreThanTheLoginHas() {
            allow(entry());

            Authorization authorization = authorize(request(read.refreshToken()));
            assertThat(authorization.scopes()).isEqualTo(Scopes.of("read"));
            assertThat(authorization.notAfter()).isEqualTo(rig.clock.instant().plus(holder.refreshIdle()));
            assertThat(authorization.ancestors()).contains(read.familyId());
            refusal(
                    OAuthError.INVALID_SCOPE,
                    () -> Requests.call(grant, request(read.refreshToken()).scopes("write")));
            allow(entry().subject(ours("holder"), "https://api.example/elsewhere"));
            refused(request(read.refreshToken()));
        }

        @Test
        void areRefusedOnceReplacedEndedOrRevoked() {
            allow(entry());
            String next = rotated(read.refreshToken());
            refused(request(read.refreshToken()));

            rig.clock.advance(holder.refreshIdle());
            refused(request(next));
        }

        @Test
        void areRefusedOnceTheLoginIsRevoked() {
            allow(entry());
            rig.revoke(RevokedKind.FAMILY, read.familyId());

            refused(request(read.refreshToken()));
        }

        @Test
        void areNotForAnybodyWithoutAnEntryThatSaysSo() {
            allow(exchange("refresh", holder));
            refused(request(read.refreshToken()));

            allow(exchange("other", gateway).subject(ours("holder"), TokenType.ACCESS_TOKEN));
            refused(handedOn());
        }

        @Test
        void areForAnotherClientIfAnEntryTakesThemHandedOnAndNothingElse() {
            allow(exchange("other", gateway).subject(ours("holder"), TokenType.ACCESS_TOKEN, TokenType.REFRESH_TOKEN));
            refused(handedOn());

            allow(exchange("handed-on", gateway).subject(ours("holder"), TokenType.REFRESH_TOKEN));
            assertThat(authorize(handedOn()).client()).isEqualTo(gateway);
        }

        private Requests handedOn() {
            return DelegationTest.this.request(gateway, read.refreshToken()).with("subject_token_type", REFRESH);
        }
    }
}
