package io.bourse.grant;

import static io.bourse.fakes.ClientBuilder.ORDERS;
import static io.bourse.fakes.ClientBuilder.STOCK;
import static io.bourse.fakes.ClientBuilder.client;
import static io.bourse.fakes.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.client.Client;
import io.bourse.fakes.InMemoryTargetStore;
import io.bourse.fakes.TokenRig;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.Subject;
import io.bourse.policy.Target;
import io.bourse.token.Authorization;
import io.bourse.token.Identity;
import io.bourse.token.RefreshPlan;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the decider asks of the targets, whatever the grant; reliability.md 54, 55. */
class TargetsTest {

    private static final String V1 = "https://orders.example/v1";
    private static final String V2 = "https://orders.example/v2";

    private final InMemoryTargetStore targets = new InMemoryTargetStore();
    private final List<TokenRequest> authorized = new ArrayList<>();
    private final List<String> trace = new ArrayList<>();
    private final Decider decider = new Decider(new Grants(List.of(new Login())), targets);
    private Client app = client("app").scopes("read", "write", "offline_access").build();

    /** A login that spends something when it is asked. */
    private final class Login implements Grant {
        @Override
        public GrantType type() {
            return GrantType.PASSWORD;
        }

        @Override
        public Future<Authorization> authorize(TokenRequest request) {
            authorized.add(request);
            Identity ada = Identity.of(Subject.client(request.client().id()));
            return Future.succeededFuture(
                    Logins.authorize(request, TokenRig.admitted(request.client(), ada), List.of(), "test"));
        }
    }

    private Future<Authorization> ask(String scopes, List<String> audiences, List<String> resources) {
        return decider.decide(Requests.of(GrantType.PASSWORD, app)
                .scopes(scopes)
                .asking(audiences, resources)
                .tracedBy((step, seen) -> trace.add(step + " " + seen.get()))
                .build());
    }

    private Authorization get(String scopes, List<String> audiences, List<String> resources) {
        return ask(scopes, audiences, resources).await();
    }

    private void register(String id, boolean enabled, Scopes scopes, String... resources) {
        targets.put(new Target(id, enabled, List.of(resources), scopes));
    }

    @Test
    void whatNobodyRegisteredMeansItself() {
        Authorization authorization = get("", List.of(STOCK), List.of(ORDERS));

        assertThat(authorization.audiences()).containsExactly(STOCK, ORDERS);
        assertThat(authorization.scopes()).isEqualTo(app.scopes());
    }

    @Test
    void aResourceMeansItsTargetAndEachIsNamedOnce() {
        register(ORDERS, true, null, V1, V2);

        assertThat(get("", List.of(), List.of(V2)).audiences()).containsExactly(ORDERS);
        assertThat(get("", List.of(V1), List.of()).audiences()).containsExactly(ORDERS);
        assertThat(get("", List.of(STOCK, V1, STOCK), List.of(V2, ORDERS, V2)).audiences())
                .containsExactly(STOCK, ORDERS);
        assertThat(((RefreshPlan.NewFamily) get("read offline_access", List.of(), List.of(V1))
                                .refresh())
                        .audiences())
                .containsExactly(ORDERS);
    }

    @Test
    void whatIsNotListedIsRefusedRegisteredOrNot() {
        register("other", true, null, V1);

        refusal(OAuthError.INVALID_TARGET, () -> ask("", List.of("other"), List.of()));
        refusal(OAuthError.INVALID_TARGET, () -> ask("", List.of(ORDERS), List.of(V1)));
        refusal(OAuthError.INVALID_TARGET, () -> ask("", List.of("nobody"), List.of()));
    }

    /** Whoever may not have it hears nothing of what it knows. */
    @Test
    void aTargetThatIsNotListedDoesNotTellItsScopes() {
        register("other", true, Scopes.of("admin"));

        refusal(OAuthError.INVALID_TARGET, () -> ask("read", List.of("other"), List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders", "/orders", "https://api.example/orders#x", "https://api.example/orders#", "*"})
    void aResourceIsAnAbsoluteUriWithoutFragmentWhoeverRegisteredIt(String resource) {
        app = client("app").audiences(resource).build();

        refusal(OAuthError.INVALID_TARGET, () -> ask("", List.of(), List.of(resource)));
        assertThat(authorized).isEmpty();
    }

    @Test
    void anAudienceIsAnyName() {
        app = client("app").audiences("orders").build();

        assertThat(get("", List.of("orders"), List.of()).audiences()).containsExactly("orders");
    }

    /** They are between the client and us, so they are no scopes that an API could know, nor anything that it could take. */
    @Test
    void whatMeansSomethingToUsIsNoBusinessOfATarget() {
        app = client("app").scopes("write", "openid", "email", "offline_access").build();
        register(ORDERS, true, Scopes.of("read"));

        assertThat(get("openid offline_access email", List.of(ORDERS), List.of())
                        .scopes())
                .isEqualTo(Scopes.of("openid", "offline_access", "email"));
        refusal(OAuthError.INVALID_SCOPE, () -> ask("openid write", List.of(ORDERS), List.of()));
        refusal(OAuthError.INVALID_SCOPE, () -> ask("", List.of(ORDERS), List.of()));
    }

    @Test
    void aTargetThatIsSwitchedOffIsRefusedBeforeAnythingIsSpent() {
        register(ORDERS, false, null, V1);

        refusal(OAuthError.INVALID_TARGET, () -> ask("", List.of(ORDERS), List.of()));
        refusal(OAuthError.INVALID_TARGET, () -> ask("", List.of(STOCK), List.of(V1)));
        assertThat(authorized).isEmpty();
    }

    @Test
    void soIsTheDefault() {
        register(ORDERS, false, null);

        refusal(OAuthError.INVALID_TARGET, () -> ask("", List.of(), List.of()));
        assertThat(authorized).hasSize(1);
        assertThat(get("", List.of(STOCK), List.of()).audiences()).containsExactly(STOCK);
    }

    @Test
    void nothingIsSpentWhereEveryTargetIsSwitchedOff() {
        register(ORDERS, false, null);
        register(STOCK, false, null);

        refusal(OAuthError.INVALID_TARGET, () -> ask("", List.of(), List.of()));
        assertThat(authorized).isEmpty();
    }

    @Test
    void aTokenCarriesWhatAllItsTargetsKnowAndTheLoginKeepsItsOwn() {
        register(ORDERS, true, Scopes.of("read", "write"));
        register(STOCK, true, Scopes.of("read"));

        Authorization one = get("", List.of(ORDERS), List.of());
        Authorization both = get("", List.of(ORDERS, STOCK), List.of());

        assertThat(one.scopes()).isEqualTo(app.scopes());
        assertThat(both.scopes()).isEqualTo(Scopes.of("read", "offline_access"));
        app = client("app").scopes("read", "write").build();
        RefreshPlan.NewFamily login =
                (RefreshPlan.NewFamily) get("", List.of(STOCK), List.of()).refresh();
        assertThat(login.scopes()).isEqualTo(Scopes.of("read", "write"));
    }

    @Test
    void aScopeThatWasAskedForMustBeKnown() {
        register(STOCK, true, Scopes.of("read"));

        refusal(OAuthError.INVALID_SCOPE, () -> ask("read write", List.of(STOCK), List.of()));
        refusal(OAuthError.INVALID_SCOPE, () -> ask("write", List.of(ORDERS, STOCK), List.of()));
        assertThat(authorized).isEmpty();
        assertThat(get("read offline_access", List.of(STOCK), List.of()).scopes())
                .isEqualTo(Scopes.of("read", "offline_access"));
    }

    @Test
    void soItMustAtTheDefaultTarget() {
        register(ORDERS, true, Scopes.of("read"));

        refusal(OAuthError.INVALID_SCOPE, () -> ask("write", List.of(), List.of()));
        assertThat(get("", List.of(), List.of()).scopes()).isEqualTo(Scopes.of("read", "offline_access"));
    }

    @Test
    void nothingLeftIsAnError() {
        register(ORDERS, true, Scopes.of("admin"));

        refusal(OAuthError.INVALID_SCOPE, () -> ask("", List.of(), List.of()));
        app = client("app").scopes("read", "openid", "profile", "email").build();
        refusal(OAuthError.INVALID_SCOPE, () -> ask("", List.of(), List.of()));
        app = client("app").scopes("openid", "email").build();
        assertThat(get("", List.of(), List.of()).scopes()).isEqualTo(Scopes.of("openid", "email"));
        app = client("app").scopes().build();
        assertThat(get("", List.of(), List.of()).scopes()).isEqualTo(Scopes.NONE);
    }

    @Test
    void theTraceTellsOfTargets() {
        register(ORDERS, true, Scopes.of("read"), V1);

        get("", List.of(), List.of(V1));

        assertThat(trace)
                .contains(
                        "TARGET [" + V1 + "] means the targets [" + ORDERS + "]",
                        "SCOPE of [read write offline_access] the targets [" + ORDERS + "] know [read offline_access]");
    }
}
