package io.bourse.principal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bourse.changelog.Change.EntryChanged;
import io.bourse.changelog.Change.EntryKind;
import io.bourse.db.StoreException;
import io.bourse.fakes.InMemoryPrincipalStore;
import io.bourse.fakes.TestRsaKeys;
import io.bourse.oauth.ClientId;
import io.bourse.principal.Principal.ApiKey;
import io.bourse.principal.Principal.Proof;
import io.bourse.principal.Principal.SessionTokens;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class CachedPrincipalStoreTest {

    private final InMemoryPrincipalStore store = new InMemoryPrincipalStore();
    private final AtomicBoolean fresh = new AtomicBoolean(true);
    private final CachedPrincipalStore cached = new CachedPrincipalStore(store, 10, fresh::get);

    private static Principal principal(Proof proof) {
        return new Principal("p", "demo", true, new ClientId("a"), proof);
    }

    /** The change of an entry names neither its old key nor its new one. */
    @Test
    void aChangeForgetsTheOldKeyAndFindsTheNew() {
        Principal old = principal(new ApiKey("old", TestRsaKeys.one(), null));
        Principal changed = principal(new ApiKey("new", TestRsaKeys.one(), null));
        store.put(old);
        assertThat(cached.findByKeyId("old").await()).contains(old);
        assertThat(cached.findByKeyId("new").await()).isEmpty();
        store.put(changed);
        assertThat(cached.findByKeyId("old").await()).contains(old);

        cached.accept(new EntryChanged(EntryKind.PRINCIPAL, "p"));

        assertThat(cached.findByKeyId("old").await()).isEmpty();
        assertThat(cached.findByKeyId("new").await()).contains(changed);
    }

    @Test
    void aChangeOfAProjectForgetsToo() {
        assertThat(cached.findByProvider("oci").await()).isEmpty();
        Principal instances = principal(new SessionTokens("oci"));
        store.put(instances);
        assertThat(cached.findByProvider("oci").await()).isEmpty();

        cached.accept(new EntryChanged(EntryKind.PROJECT, "demo"));

        assertThat(cached.findByProvider("oci").await()).containsExactly(instances);
    }

    @Test
    void nobodyIsFoundWhileChangesAreNotHeardOf() {
        fresh.set(false);

        assertThatThrownBy(() -> cached.findByKeyId("k").await()).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> cached.findByProvider("k").await()).isInstanceOf(StoreException.class);
    }
}
