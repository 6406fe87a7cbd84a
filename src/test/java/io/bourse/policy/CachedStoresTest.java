package io.bourse.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bourse.changelog.Change.EntryChanged;
import io.bourse.changelog.Change.EntryKind;
import io.bourse.client.CachedClientStore;
import io.bourse.client.Client;
import io.bourse.db.StoreException;
import io.bourse.fakes.InMemoryClientStore;
import io.bourse.fakes.InMemoryExchangeStore;
import io.bourse.fakes.InMemoryProviderStore;
import io.bourse.fakes.InMemoryTargetStore;
import io.bourse.fakes.InMemoryUserStore;
import io.bourse.fakes.TestEntries;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.GrantType;
import io.bourse.provider.CachedProviderStore;
import io.bourse.provider.Provider;
import io.bourse.user.CachedUserStore;
import io.bourse.user.User;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Each cached store shows what it read until it hears of a change. */
class CachedStoresTest {

    private static final ClientId A = new ClientId("a");

    @Test
    void clients() {
        InMemoryClientStore store = new InMemoryClientStore();
        CachedClientStore cached = new CachedClientStore(store, 10, () -> true);
        assertThat(cached.find(A).await()).isEmpty();
        assertThat(cached.grantsInUse().await()).isEmpty();
        Client client = TestEntries.client("a", true, GrantType.PASSWORD);
        store.put(client);

        cached.accept(new EntryChanged(EntryKind.USER, "a"));
        assertThat(cached.find(A).await()).isEmpty();
        assertThat(cached.grantsInUse().await()).isEmpty();

        cached.accept(new EntryChanged(EntryKind.CLIENT, "a"));
        assertThat(cached.find(A).await()).contains(client);
        assertThat(cached.grantsInUse().await()).containsExactly(GrantType.PASSWORD);
    }

    @Test
    void clientsOfAChangedProject() {
        InMemoryClientStore store = new InMemoryClientStore().put(TestEntries.client("a", true));
        CachedClientStore cached = new CachedClientStore(store, 10, () -> true);
        assertThat(cached.find(A).await()).map(Client::enabled).contains(true);
        store.put(TestEntries.client("a", false));

        cached.accept(new EntryChanged(EntryKind.PROJECT, TestEntries.PROJECT));

        assertThat(cached.find(A).await()).map(Client::enabled).contains(false);
    }

    @Test
    void users() {
        User ada = TestEntries.user("ada", null);
        InMemoryUserStore store = new InMemoryUserStore().put(ada);
        CachedUserStore cached = new CachedUserStore(store, 10, () -> true);
        assertThat(cached.find(ada.id()).await()).contains(ada);
        store.rehash(ada.id(), "phc", "new").await();

        assertThat(cached.find(ada.id()).await()).contains(ada);
        cached.accept(new EntryChanged(EntryKind.USER, ada.id()));
        assertThat(cached.find(ada.id()).await()).map(User::passwordHash).contains("new");
    }

    @Test
    void providers() {
        InMemoryProviderStore store = new InMemoryProviderStore();
        CachedProviderStore cached = new CachedProviderStore(store, 10, () -> true);
        assertThat(cached.find("p").await()).isEmpty();
        store.put(TestEntries.provider("p", TestEntries.introspection()));

        assertThat(cached.find("p").await()).isEmpty();
        cached.accept(new EntryChanged(EntryKind.PROVIDER, "p"));
        assertThat(cached.find("p").await()).isPresent();
    }

    @Test
    void providersOfAnIssuerSinceAChangeNamesOnlyTheEntry() {
        InMemoryProviderStore store = new InMemoryProviderStore().put(issuing("https://old.example"));
        CachedProviderStore cached = new CachedProviderStore(store, 10, () -> true);
        assertThat(cached.findByIssuer(TestEntries.PROJECT, "https://old.example")
                        .await())
                .hasSize(1);
        assertThat(cached.findByIssuer(TestEntries.PROJECT, "https://new.example")
                        .await())
                .isEmpty();
        store.put(issuing("https://new.example"));

        cached.accept(new EntryChanged(EntryKind.CLIENT, "p"));
        assertThat(cached.findByIssuer(TestEntries.PROJECT, "https://old.example")
                        .await())
                .hasSize(1);

        cached.accept(new EntryChanged(EntryKind.PROVIDER, "p"));
        assertThat(cached.findByIssuer(TestEntries.PROJECT, "https://old.example")
                        .await())
                .isEmpty();
        assertThat(cached.findByIssuer(TestEntries.PROJECT, "https://new.example")
                        .await())
                .hasSize(1);
    }

    private static Provider issuing(String issuer) {
        Set<String> some = Set.of("x");
        return TestEntries.provider("p", new Provider.Jwks(issuer, null, "{}", some, some, some, null));
    }

    @Test
    void exchangesOfEveryClientSinceAChangeNamesOnlyTheEntry() {
        InMemoryExchangeStore store = new InMemoryExchangeStore().put(TestEntries.exchange("x", true, "a", "b"));
        CachedExchangeStore cached = new CachedExchangeStore(store, 10, () -> true);
        assertThat(cached.of(A).await()).hasSize(1);
        assertThat(cached.of(new ClientId("b")).await()).isEmpty();
        store.put(TestEntries.exchange("x", true, "b", "a"));

        cached.accept(new EntryChanged(EntryKind.EXCHANGE, "x"));

        assertThat(cached.of(A).await()).isEmpty();
        assertThat(cached.of(new ClientId("b")).await()).hasSize(1);
    }

    @Test
    void targetsAreReadOnceWhateverIsAskedUntilOneChanges() {
        AtomicInteger reads = new AtomicInteger();
        InMemoryTargetStore store = new InMemoryTargetStore();
        CachedTargetStore cached = new CachedTargetStore(
                () -> {
                    reads.incrementAndGet();
                    return store.all();
                },
                () -> true);
        for (int i = 0; i < 100; i++) {
            String name = "https://orders.example/" + i;
            assertThat(cached.all().await().named(name)).isEqualTo(Target.unregistered(name));
        }
        Target target = new Target("orders", true, List.of("https://orders.example"), null);
        store.put(target);

        cached.accept(new EntryChanged(EntryKind.CLIENT, "orders"));
        assertThat(cached.all().await().named("orders")).isEqualTo(Target.unregistered("orders"));
        assertThat(reads).hasValue(1);

        cached.accept(new EntryChanged(EntryKind.TARGET, "orders"));
        assertThat(cached.all().await().named("https://orders.example")).isEqualTo(target);
        assertThat(reads).hasValue(2);
    }

    @Test
    void nothingIsShownWhileChangesAreNotHeardOf() {
        CachedClientStore cached = new CachedClientStore(new InMemoryClientStore(), 10, () -> false);

        assertThat(catchThrowableOfType(
                        StoreException.class, () -> cached.find(A).await()))
                .isNotNull();
    }

    /** They only describe us: metadata are answered without a database too. */
    @Test
    void theGrantsThatWereKnownLastAreStillShownThen() {
        AtomicBoolean hearing = new AtomicBoolean(true);
        InMemoryClientStore store = new InMemoryClientStore().put(TestEntries.client("a", true, GrantType.PASSWORD));
        CachedClientStore cached = new CachedClientStore(store, 10, hearing::get);
        assertThat(cached.grantsInUse().await()).containsExactly(GrantType.PASSWORD);

        hearing.set(false);

        assertThat(cached.grantsInUse().await()).containsExactly(GrantType.PASSWORD);
    }
}
