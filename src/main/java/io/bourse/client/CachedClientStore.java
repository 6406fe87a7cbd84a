package io.bourse.client;

import io.bourse.changelog.Change;
import io.bourse.changelog.Change.EntryKind;
import io.bourse.changelog.RegistryCache;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.GrantType;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Remembers clients until a change says otherwise. Register it as a listener of changes. */
public final class CachedClientStore implements ClientStore, Consumer<Change> {

    private static final String ALL = "all";

    private final RegistryCache<ClientId, Optional<Client>> clients;
    private final RegistryCache<String, Set<GrantType>> grants;
    private volatile @Nullable Set<GrantType> lastGrants;

    /**
     * @param maxSize clients kept
     * @param fresh whether this node hears of changes in time; while it does not, no client is found
     */
    public CachedClientStore(ClientStore store, long maxSize, BooleanSupplier fresh) {
        Set<EntryKind> kinds = Set.of(EntryKind.CLIENT);
        this.clients = new RegistryCache<>(maxSize, kinds, ClientId::new, store::find, fresh);
        this.grants = new RegistryCache<>(1, kinds, id -> ALL, all -> store.grantsInUse(), fresh);
    }

    @Override
    public Future<Optional<Client>> find(ClientId id) {
        return clients.get(id);
    }

    /** While it cannot be known, what was known last: this only describes us, it allows nothing. */
    @Override
    public Future<Set<GrantType>> grantsInUse() {
        return grants.get(ALL).onSuccess(known -> lastGrants = known).recover(failure -> {
            Set<GrantType> known = lastGrants;
            return known == null ? Future.failedFuture(failure) : Future.succeededFuture(known);
        });
    }

    @Override
    public void accept(Change change) {
        clients.accept(change);
        grants.accept(change);
    }
}
