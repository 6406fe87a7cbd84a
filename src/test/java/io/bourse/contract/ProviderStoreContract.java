package io.bourse.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.fakes.ProviderBuilder;
import io.bourse.fakes.TestEntries;
import io.bourse.oauth.Subject;
import io.bourse.provider.AudienceProof.ApplicationCheck;
import io.bourse.provider.AudienceProof.DebugToken;
import io.bourse.provider.AudienceProof.TokenInfo;
import io.bourse.provider.Condition;
import io.bourse.provider.Provider;
import io.bourse.provider.Provider.Jwks;
import io.bourse.provider.Provider.Limits;
import io.bourse.provider.Provider.Proof;
import io.bourse.provider.Provider.Provisioning;
import io.bourse.provider.Provider.UserInfo;
import io.bourse.provider.ProviderStore;
import io.bourse.provider.SubjectMapping;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
                new Jwks(null, "prod.example", "https://id.example/k", null, some, Set.of(), some, null),
                new UserInfo("https://id.example/u", new TokenInfo("https://id.example/t", some)),
                new UserInfo("https://id.example/u", new DebugToken("https://id.example/d", "app", "sealed")),
                new UserInfo("https://id.example/u", new ApplicationCheck("https://id.example/a", "app", "sealed")),
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

    @Test
    void findsAProviderWithAllThatItDemandsAndTakesOver() {
        Provider provider = ProviderBuilder.provider("p", TestEntries.introspection())
                .provisioning(Provisioning.NONE)
                .subject(new SubjectMapping(Subject.Kind.WORKLOAD, "oid"))
                .require(
                        Condition.exactly("hd", "example.com"),
                        Condition.oneOf("tid", Set.of("b", "a")),
                        Condition.like("/kubernetes.io/namespace", "shop-*"))
                .claims(Map.of("groups", "wids", "email", "mail"))
                .keepsActors()
                .singleUse()
                .limits(new Limits(Duration.ofMillis(100), 1024))
                .build();

        assertThat(holding(provider).find("p").await()).contains(provider);
    }

    private static Provider issuing(String id, String issuer) {
        Set<String> some = Set.of("x");
        return TestEntries.provider(id, new Jwks(issuer, "https://id.example/k", null, some, some, some, null));
    }

    @Test
    void findsByIssuerAllThatHaveExactlyThisOneOrderedById() {
        Provider second = issuing("b", "https://id.example");
        Provider first = issuing("a", "https://id.example");
        Provider disabled =
                ProviderBuilder.provider("c", first.proof()).enabled(false).build();
        Provider opaque = TestEntries.provider("d", TestEntries.introspection());
        ProviderStore store = holding(second, disabled, issuing("e", "https://id.example/"), first, opaque);

        assertThat(store.findByIssuer(TestEntries.PROJECT, "https://id.example").await())
                .containsExactly(first, second, disabled);
        assertThat(store.findByIssuer("https://id.example").await()).containsExactly(first, second, disabled);
        assertThat(store.findByIssuer("https://id.example/u").await()).isEmpty();
        assertThat(store.findByIssuer("other", "https://id.example").await()).isEmpty();
        assertThat(store.findByIssuer(TestEntries.PROJECT, "https://id.example/u")
                        .await())
                .isEmpty();
    }

    @Test
    void findsATrustDomainByItsIdAndByTheIssuerOfItsEntry() {
        Set<String> some = Set.of("x");
        Provider named = TestEntries.provider(
                "p", new Jwks("https://id.example", "prod.example", null, "{}", some, some, some, null));
        Provider unnamed =
                TestEntries.provider("q", new Jwks(null, "prod.example", null, "{}", some, some, some, null));
        ProviderStore store = holding(named, unnamed);

        assertThat(store.findByIssuer(TestEntries.PROJECT, "spiffe://prod.example")
                        .await())
                .containsExactly(named, unnamed);
        assertThat(store.findByIssuer(TestEntries.PROJECT, "https://id.example").await())
                .containsExactly(named);
        assertThat(store.findByIssuer(TestEntries.PROJECT, "prod.example").await())
                .isEmpty();
    }

    /** It comes from a token that nobody has proved yet. */
    @Test
    void findsNothingByWhatIsNoIssuer() {
        ProviderStore store = holding(issuing("a", "https://id.example"));

        for (String made : List.of("", "\0", "https://id.example\0", "\uD800", "x".repeat(16_000), "' OR ''='")) {
            assertThat(store.findByIssuer(TestEntries.PROJECT, made).await())
                    .as(made)
                    .isEmpty();
            assertThat(store.findByIssuer(made).await()).as(made).isEmpty();
        }
    }
}
