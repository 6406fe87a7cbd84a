package io.bourse.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.fakes.TestEntries;
import io.bourse.provider.Provider;
import io.bourse.provider.Provider.Jwks;
import io.bourse.provider.Provider.Proof;
import io.bourse.provider.Provider.UserInfo;
import io.bourse.provider.ProviderStore;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every {@link ProviderStore} does. */
public abstract class ProviderStoreContract {

    /** A store that holds these providers, of the enabled project {@link TestEntries#PROJECT}. */
    protected abstract ProviderStore holding(Provider... providers);

    static Stream<Proof> proofs() {
        Set<String> some = Set.of("x", "y");
        return Stream.of(
                new Jwks("https://id.example", "https://id.example/k", null, some, some, some, Duration.ofHours(1)),
                new Jwks("https://id.example", null, "{}", some, Set.of(), some, null),
                new UserInfo("https://id.example/u", TestEntries.introspection()),
                new UserInfo("https://id.example/u", null),
                TestEntries.introspection());
    }

    @ParameterizedTest
    @MethodSource("proofs")
    void findsAProviderWithAllThatItsEntrySays(Proof proof) {
        Provider provider = TestEntries.provider("p", proof);

        assertThat(holding(provider).find("p").await()).contains(provider);
    }

    @Test
    void findsNothingByAnotherId() {
        ProviderStore store = holding(TestEntries.provider("p", TestEntries.introspection()));

        assertThat(store.find("P").await()).isEmpty();
    }
}
