package io.bourse.principal;

import io.bourse.changelog.Change;
import io.bourse.changelog.Change.EntryChanged;
import io.bourse.changelog.Change.EntryKind;
import io.bourse.changelog.RegistryCache;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/** Remembers principals until a change says otherwise. Register it as a listener of changes. */
public final class CachedPrincipalStore implements PrincipalStore, Consumer<Change> {

    private static final EntryChanged ANY_PRINCIPAL = new EntryChanged(EntryKind.PRINCIPAL, EntryChanged.ANY);

    private final RegistryCache<String, Optional<Principal>> byKeyId;
    private final RegistryCache<String, List<Principal>> byProvider;

    /**
     * @param maxSize key ids about which answers are kept, and providers
     * @param fresh whether this node hears of changes in time; while it does not, every call fails
     */
    public CachedPrincipalStore(PrincipalStore store, long maxSize, BooleanSupplier fresh) {
        Set<EntryKind> kinds = Set.of(EntryKind.PRINCIPAL);
        this.byKeyId = new RegistryCache<>(maxSize, kinds, Function.identity(), store::findByKeyId, fresh);
        this.byProvider = new RegistryCache<>(maxSize, kinds, Function.identity(), store::findByProvider, fresh);
    }

    @Override
    public Future<Optional<Principal>> findByKeyId(String keyId) {
        return byKeyId.get(keyId);
    }

    @Override
    public Future<List<Principal>> findByProvider(String provider) {
        return byProvider.get(provider);
    }

    /** A change names the entry and not its key, of which it may have had another before: all are forgotten. */
    @Override
    public void accept(Change change) {
        boolean principal = change instanceof EntryChanged entry && entry.kind() == EntryKind.PRINCIPAL;
        byKeyId.accept(principal ? ANY_PRINCIPAL : change);
        byProvider.accept(principal ? ANY_PRINCIPAL : change);
    }
}
