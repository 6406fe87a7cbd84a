package io.bourse.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.oauth.Scopes;
import io.bourse.policy.Target;
import io.bourse.policy.TargetStore;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What every {@link TargetStore} does. */
public abstract class TargetStoreContract {

    private static final String V1 = "https://orders.example/v1";
    private static final String V2 = "https://orders.example/v2?a=b";
    private static final Target ORDERS = new Target("orders", true, List.of(V1, V2), Scopes.of("read", "write"));
    private static final Target STOCK = new Target("https://stock.example", false, List.of(), null);

    /** A store that holds these entries. */
    protected abstract TargetStore holding(Target... targets);

    private static Target named(TargetStore store, String name) {
        return store.all().await().named(name);
    }

    @Test
    void findsATargetByItsIdAndByEachOfItsResources() {
        TargetStore store = holding(ORDERS, STOCK);

        assertThat(named(store, "orders")).isEqualTo(ORDERS);
        assertThat(named(store, V1)).isEqualTo(ORDERS);
        assertThat(named(store, V2)).isEqualTo(ORDERS);
    }

    @Test
    void findsOneThatIsSwitchedOffAndSetsNoLimit() {
        assertThat(named(holding(ORDERS, STOCK), STOCK.id())).isEqualTo(STOCK);
    }

    @Test
    void comparesExactly() {
        TargetStore store = holding(ORDERS, STOCK);

        for (String name : List.of(
                "Orders",
                "order",
                "orders ",
                "",
                "%",
                "https://orders.example",
                V1 + "/",
                V1.toUpperCase(Locale.ROOT),
                "x\0")) {
            assertThat(named(store, name)).as(name).isEqualTo(Target.unregistered(name));
        }
    }

    @Test
    void anIdGoesBeforeAResource() {
        Target other = new Target(V1, true, List.of(), null);

        assertThat(named(holding(ORDERS, other), V1)).isEqualTo(other);
    }
}
