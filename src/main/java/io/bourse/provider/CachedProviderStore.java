package io.bourse.provider;

import io.bourse.changelog.Change;
import io.bourse.changelog.Change.EntryKind;
import io.bourse.changelog.RegistryCache;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/** Remembers providers until a change says otherwise. Register it as a listener of changes. */
public final class CachedProviderStore implements ProviderStore, Consumer<Change> {

    private final RegistryCache<String, Optional<Provider>> providers;

    /**
     * @param maxSize providers kept
     * @param fresh whether this node hears of changes in time; while it does not, every call fails
     */
    public CachedProviderStore(ProviderStore store, long maxSize, BooleanSupplier fresh) {
        this.providers =
                new RegistryCache<>(maxSize, Set.of(EntryKind.PROVIDER), Function.identity(), store::find, fresh);
    }

    @Override
    public Future<Optional<Provider>> find(String id) {
        return providers.get(id);
    }

    @Override
    public void accept(Change change) {
        providers.accept(change);
    }
}
