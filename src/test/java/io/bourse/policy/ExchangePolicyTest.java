package io.bourse.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.oauth.ClientId;
import io.bourse.oauth.Scopes;
import io.bourse.policy.ExchangePolicy.Allowed;
import io.bourse.policy.ExchangePolicy.Check;
import io.bourse.policy.ExchangePolicy.Decision;
import io.bourse.policy.ExchangePolicy.Denied;
import io.bourse.policy.ExchangePolicy.Question;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExchangePolicyTest {

    private static final ClientId SHOP = new ClientId("shop");
    private static final Exchange ORDERS_TO_STOCK = new Exchange(
            "a",
            true,
            new ClientId("gateway"),
            SHOP,
            "orders",
            List.of("stock", "prices"),
            Scopes.of("read"),
            null,
            false);

    private static Decision decide(Question question, Exchange... entries) {
        return ExchangePolicy.decide(List.of(entries), question);
    }

    private static Question question(String scopes, String... targets) {
        return new Question(
                SHOP,
                List.of("orders"),
                Scopes.of("read", "write"),
                Scopes.of("read", "write"),
                Scopes.parse(scopes),
                List.of(targets));
    }

    @Test
    void withoutAnEntryNothingIsAllowed() {
        assertThat(decide(question(""))).isEqualTo(new Denied(Check.SUBJECT));
    }

    @Test
    void theEntrySaysWhatIsTheDefault() {
        assertThat(decide(question(""), ORDERS_TO_STOCK))
                .isEqualTo(new Allowed(ORDERS_TO_STOCK, Scopes.of("read"), List.of("stock")));
    }

    @Test
    void severalTargetsMustAllBeAllowed() {
        assertThat(decide(question("read", "stock", "prices"), ORDERS_TO_STOCK)).isInstanceOf(Allowed.class);
        assertThat(decide(question("read", "stock", "payroll"), ORDERS_TO_STOCK))
                .isEqualTo(new Denied(Check.TARGET));
    }

    @Test
    void scopesOnlyShrink() {
        assertThat(decide(question("write", "stock"), ORDERS_TO_STOCK)).isEqualTo(new Denied(Check.SCOPE));
        Question nothingInCommon =
                new Question(SHOP, List.of("orders"), Scopes.of("write"), Scopes.of("read"), Scopes.NONE, List.of());
        assertThat(decide(nothingInCommon, ORDERS_TO_STOCK)).isEqualTo(new Denied(Check.SCOPE));
    }

    @Test
    void anotherClientsTokenOrAnotherAudienceIsNoSubject() {
        Question otherClient = new Question(
                new ClientId("other"), List.of("orders"), Scopes.of("read"), Scopes.of("read"), Scopes.NONE, List.of());
        Question otherAudience =
                new Question(SHOP, List.of("stock"), Scopes.of("read"), Scopes.of("read"), Scopes.NONE, List.of());
        assertThat(decide(otherClient, ORDERS_TO_STOCK)).isEqualTo(new Denied(Check.SUBJECT));
        assertThat(decide(otherAudience, ORDERS_TO_STOCK)).isEqualTo(new Denied(Check.SUBJECT));
    }

    @Test
    void aSecondEntryMayAllowWhatTheFirstDoesNot() {
        Exchange wider = new Exchange(
                "b", true, new ClientId("gateway"), SHOP, null, List.of("stock"), Scopes.of("write"), null, false);
        assertThat(decide(question("write", "stock"), ORDERS_TO_STOCK, wider))
                .isEqualTo(new Allowed(wider, Scopes.of("write"), List.of("stock")));
    }

    @Test
    void aDisabledEntryAllowsNothing() {
        Exchange off = new Exchange(
                "a", false, new ClientId("gateway"), SHOP, "orders", List.of("stock"), Scopes.of("read"), null, false);
        assertThat(decide(question("read", "stock"), off)).isEqualTo(new Denied(Check.SUBJECT));
    }
}
