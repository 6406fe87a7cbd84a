package io.bourse.contract;

import static io.bourse.fakes.ExchangeBuilder.exchange;
import static io.bourse.fakes.ExchangeBuilder.foreign;
import static io.bourse.fakes.ExchangeBuilder.ours;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.fakes.TestEntries;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.TokenType;
import io.bourse.policy.Exchange;
import io.bourse.policy.ExchangeStore;
import java.time.Duration;
import java.util.Map;
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
    void keepsAllThatAnEntrySays() {
        Exchange full = exchange("x", "a")
                .subject(foreign("idp"), "https://api.example/served")
                .delegation(ours("b"))
                .targets("https://api.example/t", "https://api.example/u")
                .scopes("read", "write")
                .scopeMap(Map.of("all", Scopes.of("read", "write"), "some", Scopes.of("read")))
                .issues(TokenType.ACCESS_TOKEN, TokenType.REFRESH_TOKEN)
                .lifetime(Duration.ofSeconds(90))
                .refresh()
                .rebind()
                .maxDepth(7)
                .build();
        Exchange posing = exchange("y", "a").impersonation(foreign("idp")).build();

        assertThat(holding(full, posing).of(new ClientId("a")).await()).containsExactly(full, posing);
    }

    @Test
    void keepsWhatMayBeAbsent() {
        Exchange sparse = exchange("x", "a").build();

        assertThat(holding(sparse).of(new ClientId("a")).await()).containsExactly(sparse);
    }
}
