package io.bourse.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.fakes.TestEntries;
import io.bourse.oauth.ClientId;
import io.bourse.policy.Exchange;
import io.bourse.policy.ExchangeStore;
import org.junit.jupiter.api.Test;

/** What every {@link ExchangeStore} does. */
public abstract class ExchangeStoreContract {

    /** A store that holds these entries. The clients {@code a} and {@code b} are registered. */
    protected abstract ExchangeStore holding(Exchange... exchanges);

    @Test
    void tellsTheEnabledEntriesOfAClientByTheirIds() {
        Exchange first = TestEntries.exchange("B", true, "a", "b");
        Exchange second = TestEntries.exchange("a", true, "a", "a");
        ExchangeStore store = holding(
                second,
                first,
                TestEntries.exchange("off", false, "a", "b"),
                TestEntries.exchange("other", true, "b", "a"));

        assertThat(store.of(new ClientId("a")).await()).containsExactly(first, second);
        assertThat(store.of(new ClientId("nobody")).await()).isEmpty();
    }

    @Test
    void keepsWhatMayBeAbsent() {
        Exchange full = TestEntries.exchange("x", true, "a", "b");
        Exchange sparse = new Exchange(
                "x", true, full.client(), full.subjectClient(), null, full.targets(), full.scopes(), null, false);

        assertThat(holding(sparse).of(new ClientId("a")).await()).containsExactly(sparse);
    }
}
