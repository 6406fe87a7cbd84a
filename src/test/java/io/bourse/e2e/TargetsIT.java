package io.bourse.e2e;

import static io.bourse.fakes.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8707 and the audiences of RFC 8693, in every grant; reliability.md 4, 6, 54, 55. */
class TargetsIT {

    private static final int FAR = 1;
    private static final Duration PROMISE = Duration.ofSeconds(2);
    private static final String ORDERS = "tg-orders";
    private static final String STOCK = "tg-stock";
    private static final String V1 = "https://orders.example/v1";
    private static final String V2 = "https://orders.example/v2";

    /** Nobody registered it. */
    private static final String PLAIN = "https://plain.example";

    private static final TokenServer SERVER = TokenServer.start(2, Map.of());

    static {
        SERVER.apply(targets(true, ORDERS));
        EveryGrant.entries(SERVER);
    }

    private static String targets(boolean stockEnabled, String ownerOfResources) {
        String resources = "resources: ['" + V1 + "', '" + V2 + "']";
        return "targets:\n"
                + "  - {id: tg-orders, scopes: [read, write]"
                + (ownerOfResources.equals(ORDERS) ? ", " + resources : "")
                + "}\n"
                + "  - {id: tg-stock, scopes: [read, admin], enabled: "
                + stockEnabled
                + (ownerOfResources.equals(STOCK) ? ", " + resources : "")
                + "}\n";
    }

    @BeforeEach
    void targetsAsTheyWere() {
        SERVER.apply(targets(true, ORDERS));
        eventually(
                "known there",
                PROMISE,
                () -> far(V1).equals(ORDERS) && far(STOCK).equals(STOCK));
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static String far(String resource) {
        TokenAnswer answer = EveryGrant.app(SERVER, FAR)
                .grant("client_credentials")
                .form("audience", resource)
                .send();
        return answer.status() == 200 ? answer.claims().get("aud").asText() : answer.text("error");
    }

    @ParameterizedTest
    @EnumSource
    void aResourceMeansItsTargetAndTheTokenCarriesWhatThatKnows(EveryGrant grant) {
        TokenAnswer answer = grant.call(SERVER).form("resource", V2).send().granted();

        assertThat(answer.claims().get("aud").asText()).isEqualTo(ORDERS);
        assertThat(answer.claims().get("scope").asText()).isEqualTo("read write");
        assertThat(answer.text("scope")).isEqualTo("read write");
    }

    @ParameterizedTest
    @EnumSource
    void forTwoTargetsItCarriesWhatBothKnow(EveryGrant grant) {
        TokenAnswer answer = grant.call(SERVER)
                .form("audience", STOCK)
                .form("resource", V1)
                .form("resource", V2)
                .form("audience", STOCK)
                .send()
                .granted();

        assertThat(answer.claims().get("aud")).extracting(JsonNode::asText).containsExactly(STOCK, ORDERS);
        assertThat(answer.text("scope")).isEqualTo("read");
    }

    @ParameterizedTest
    @EnumSource
    void twiceTheSameIsOnce(EveryGrant grant) {
        TokenAnswer answer = grant.call(SERVER)
                .form("resource", V1)
                .form("resource", V1)
                .form("audience", ORDERS)
                .send()
                .granted();

        assertThat(answer.claims().get("aud").isTextual()).isTrue();
        assertThat(answer.claims().get("aud").asText()).isEqualTo(ORDERS);
    }

    @ParameterizedTest
    @EnumSource
    void aScopeThatWasAskedForMustBeKnownToEachTarget(EveryGrant grant) {
        grant.call(SERVER)
                .form("audience", ORDERS)
                .form("scope", "read admin")
                .send()
                .refused(400, "invalid_scope");
        grant.call(SERVER)
                .form("audience", ORDERS)
                .form("audience", STOCK)
                .form("scope", "write")
                .send()
                .refused(400, "invalid_scope");
    }

    @ParameterizedTest
    @EnumSource
    void aResourceIsAnAbsoluteUriWithoutFragment(EveryGrant grant) {
        for (String resource : new String[] {"tg-orders", "/v1", "//orders.example/v1", V1 + "#frag", V1 + "#"}) {
            grant.call(SERVER).form("resource", resource).send().refused(400, "invalid_target");
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneForbiddenAmongSeveralIssuesNone(EveryGrant grant) {
        grant.call(SERVER)
                .form("audience", ORDERS)
                .form("resource", "https://elsewhere.example/")
                .send()
                .refused(400, "invalid_target");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsLongIsJudgedAndNothingElseIsIssuedForIt(EveryGrant grant) {
        grant.call(SERVER)
                .form("resource", V1 + "/" + "x".repeat(9 * 1024))
                .send()
                .refused(400, "invalid_target");
    }

    @ParameterizedTest
    @EnumSource
    void whatNobodyRegisteredKnowsEveryScope(EveryGrant grant) {
        assertThat(grant.call(SERVER).form("resource", PLAIN).send().granted().text("scope"))
                .isEqualTo("read write admin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00e9", "%", " ", "*", "TG-ORDERS", "tg-orders\u0001"})
    void anAudienceIsAnyNameAndComparedExactly(String audience) {
        EveryGrant.CLIENT_CREDENTIALS
                .call(SERVER)
                .form("audience", audience)
                .send()
                .refused(400, "invalid_target");
    }

    @Test
    void theLoginKeepsItsScopesForOtherTargets() {
        TokenAnswer login = EveryGrant.login(SERVER);
        assertThat(login.text("scope")).isEqualTo("read write");

        TokenAnswer refreshed =
                EveryGrant.refresh(SERVER, login).form("audience", STOCK).send().granted();
        TokenAnswer again = EveryGrant.refresh(SERVER, refreshed).send().granted();

        assertThat(refreshed.text("scope")).isEqualTo("read admin");
        assertThat(again.text("scope")).isEqualTo("read write");
    }

    @Test
    void aLoginForAResourceIsForItsTarget() {
        TokenAnswer login =
                EveryGrant.CONVERT.call(SERVER).form("resource", V1).send().granted();

        TokenCall refresh = EveryGrant.refresh(SERVER, login);
        refresh.form("audience", STOCK).send().refused(400, "invalid_target");
        assertThat(EveryGrant.refresh(SERVER, login)
                        .form("resource", V2)
                        .send()
                        .granted()
                        .claims()
                        .get("aud")
                        .asText())
                .isEqualTo(ORDERS);
    }

    @Test
    void aTargetThatIsSwitchedOffIsRefusedOnEveryNode() {
        TokenAnswer login = EveryGrant.login(SERVER, STOCK);

        SERVER.apply(targets(false, ORDERS));

        for (EveryGrant grant : EveryGrant.values()) {
            grant.call(SERVER).form("audience", STOCK).send().refused(400, "invalid_target");
        }
        eventually("refused there", PROMISE, () -> far(STOCK).equals("invalid_target"));
        EveryGrant.app(SERVER, FAR)
                .grant("refresh_token")
                .form("refresh_token", login.refreshToken())
                .send()
                .refused(400, "invalid_target");
        assertThat(far(V1)).isEqualTo(ORDERS);

        SERVER.apply(targets(true, ORDERS));
        eventually("granted there again", PROMISE, () -> far(STOCK).equals(STOCK));
    }

    @Test
    void aResourceThatMovesMeansTheOtherTargetOnEveryNode() {
        assertThat(far(V1)).isEqualTo(ORDERS);

        SERVER.apply(targets(true, STOCK));

        eventually("moved there", PROMISE, () -> far(V1).equals(STOCK));
        assertThat(EveryGrant.CLIENT_CREDENTIALS
                        .call(SERVER)
                        .form("resource", V1)
                        .send()
                        .granted()
                        .text("scope"))
                .isEqualTo("read admin");
    }

    @Test
    void noneTouchesTheDatabase() {
        EveryGrant.CLIENT_CREDENTIALS.call(SERVER).form("resource", V1).send().granted();
        long before = SERVER.node(0).statements();
        for (int i = 0; i < 200; i++) {
            EveryGrant.CLIENT_CREDENTIALS
                    .call(SERVER)
                    .form("resource", V1)
                    .form("audience", PLAIN)
                    .send()
                    .granted();
        }

        assertThat(SERVER.node(0).statements() - before).isLessThan(50);
    }
}
