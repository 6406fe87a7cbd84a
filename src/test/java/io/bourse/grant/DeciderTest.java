package io.bourse.grant;

import static io.bourse.fakes.ClientBuilder.client;
import static io.bourse.fakes.ExchangeBuilder.exchange;
import static io.bourse.fakes.ExchangeBuilder.ours;
import static io.bourse.fakes.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.changelog.Change.RevokedKind;
import io.bourse.client.Client;
import io.bourse.client.ProvedClient.ForeignProof;
import io.bourse.fakes.InMemoryTargetStore;
import io.bourse.fakes.TestEntries;
import io.bourse.fakes.TokenRig;
import io.bourse.grant.Explanation.Line;
import io.bourse.grant.Trace.Step;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.Subject;
import io.bourse.oauth.TokenType;
import io.bourse.token.Authorization;
import io.bourse.token.Login;
import io.bourse.token.LoginMethod;
import io.bourse.token.OwnToken;
import io.bourse.token.Party;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeciderTest {

    private final TokenRig rig = new TokenRig();
    private final Decider decider = new Decider(
            new Grants(List.of(new ClientCredentialsGrant(), rig.exchangeGrant())), new InMemoryTargetStore());
    private final Client demo = rig.register(client("demo"));

    private Requests request(String token) {
        return request(demo, token);
    }

    private Requests request(Client client, String token) {
        return Requests.of(GrantType.TOKEN_EXCHANGE, client)
                .begun(rig.clock.instant())
                .with("subject_token", token)
                .with("subject_token_type", TokenType.ACCESS_TOKEN.uri());
    }

    private String login() {
        return rig.issue(TokenRig.login(demo, rig.register(TestEntries.user("ada", "ada@example.com"))))
                .accessToken();
    }

    @Test
    void aGrantThatTheEntryDoesNotListIsRefusedAndOneThatNobodyKnowsToo() {
        Client bare = rig.register(client("bare").grants(GrantType.TOKEN_EXCHANGE));

        refusal(
                OAuthError.UNAUTHORIZED_CLIENT,
                () -> decider.decide(
                        Requests.of(GrantType.CLIENT_CREDENTIALS, bare).build()));
        refusal(
                OAuthError.UNSUPPORTED_GRANT_TYPE,
                () -> decider.decide(
                        Requests.of(new GrantType("implicit"), bare).build()));
    }

    /** Of whatever grant a login comes: what its id token says again was looked at. */
    @Test
    void anyLoginRefusesANonceThatNoIdTokenWillSay() {
        GrantType other = new GrantType("other");
        Client app = rig.register(client("app").grants(other));
        Authorization login = TokenRig.login(app, rig.register(TestEntries.user("eve", "eve@example.com")))
                .as(new Login(LoginMethod.PASSWORD, rig.clock.instant(), null));
        Decider deciding = new Decider(
                new Grants(List.of(new Grant() {
                    @Override
                    public GrantType type() {
                        return other;
                    }

                    @Override
                    public Future<Authorization> authorize(TokenRequest request) {
                        return Future.succeededFuture(login);
                    }
                })),
                new InMemoryTargetStore());

        refusal(
                OAuthError.INVALID_REQUEST,
                "The parameter nonce is too long or holds a forbidden character.",
                () -> deciding.decide(
                        Requests.of(other, app).with("nonce", "a\u0007b").build()));
        assertThat(deciding.decide(Requests.of(other, app).with("nonce", "n").build())
                        .await()
                        .login()
                        .nonce())
                .isEqualTo("n");
    }

    @Test
    void whatAClientGetsThatAProviderProvedEndsWithThatProvider() {
        Client pod = rig.register(client("pod").identity("cluster", "orders"));
        Authorization authorization = decider.decide(Requests.of(GrantType.CLIENT_CREDENTIALS, pod)
                        .begun(rig.clock.instant())
                        .proved(new ForeignProof("cluster", "orders", "xhash"))
                        .build())
                .await();

        assertThat(authorization.ancestors())
                .containsExactly(
                        "xhash",
                        Party.provider("cluster", rig.clock.instant()).asAncestor(),
                        Party.of(Subject.workload("cluster", "orders"), rig.clock.millis())
                                .asAncestor());
        OwnToken token = rig.verify(rig.issue(authorization).accessToken());
        rig.clock.advance(Duration.ofMillis(1));
        rig.revoke(RevokedKind.PROVIDER, "cluster");
        assertThat(rig.index.killerOf(token.lineage())).isPresent();
    }

    @Test
    void aListenerHearsEachStepAndNoToken() {
        rig.exchanges.put(exchange("a", "demo").scopes("admin").build());
        rig.exchanges.put(exchange("b", "demo").subject(ours("demo")).build());
        String token = login();
        RecordedTrace trace = new RecordedTrace();

        decider.decide(request(token).tracedBy(trace).build()).await();

        assertThat(trace.lines().stream().map(Line::step))
                .containsSubsequence(Step.GRANT, Step.PROOF, Step.HOLDER, Step.POLICY, Step.SUBJECT, Step.ISSUE);
        assertThat(trace.lines())
                .filteredOn(line -> line.step() == Step.POLICY)
                .satisfiesExactly(
                        line -> assertThat(line.seen())
                                .startsWith("exchange a: ")
                                .contains("scopes"),
                        line -> assertThat(line.seen()).isEqualTo("exchange b: allows it"));
        assertThat(trace.lines()).noneSatisfy(line -> assertThat(line.seen()).contains(token));
    }

    @Test
    void whatIsDeniedIsExplainedToTheListenerAndToNobodyElse() {
        rig.exchanges.put(exchange("a", "demo").targets("https://api.example/x").build());
        RecordedTrace trace = new RecordedTrace();
        String token = login();

        refusal(
                OAuthError.INVALID_TARGET,
                () -> decider.decide(request(token)
                        .targets("https://api.example/y")
                        .tracedBy(trace)
                        .build()));
        assertThat(trace.lines())
                .anySatisfy(line -> assertThat(line.seen()).contains("exchange a", "https://api.example/x"))
                .noneSatisfy(line -> assertThat(line.step()).isEqualTo(Step.ISSUE));
    }
}
