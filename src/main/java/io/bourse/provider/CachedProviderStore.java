package io.bourse.provider;

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
import org.jspecify.annotations.Nullable;

/** Remembers providers until a change says otherwise. Register it as a listener of changes. */
public final class CachedProviderStore implements ProviderStore, Consumer<Change> {

    private static final EntryChanged ANY_PROVIDER = new EntryChanged(EntryKind.PROVIDER, EntryChanged.ANY);

    private final RegistryCache<String, Optional<Provider>> providers;
    private final RegistryCache<Issuer, List<Provider>> byIssuer;

    /** @param project null for all of them */
    private record Issuer(@Nullable String project, String name) {}

    /**
     * @param maxSize providers kept, and answers about issuers
     * @param fresh whether this node hears of changes in time; while it does not, every call fails
     */
    public CachedProviderStore(ProviderStore store, long maxSize, BooleanSupplier fresh) {
        Set<EntryKind> kinds = Set.of(EntryKind.PROVIDER);
        this.providers = new RegistryCache<>(maxSize, kinds, Function.identity(), store::find, fresh);
        this.byIssuer = new RegistryCache<>(
                maxSize,
                kinds,
                id -> new Issuer(null, id),
                issuer -> issuer.project() == null
                        ? store.findByIssuer(issuer.name())
                        : store.findByIssuer(issuer.project(), issuer.name()),
                fresh);
    }

    @Override
    public Future<Optional<Provider>> find(String id) {
        return providers.get(id);
    }

    @Override
    public Future<List<Provider>> findByIssuer(String project, String issuer) {
        return byIssuer.get(new Issuer(project, issuer));
    }

    @Override
    public Future<List<Provider>> findByIssuer(String issuer) {
        return byIssuer.get(new Issuer(null, issuer));
    }

    /** A change names the entry and not its issuer, of which it may have had another before: all are forgotten. */
    @Override
    public void accept(Change change) {
        providers.accept(change);
        boolean provider = change instanceof EntryChanged entry && entry.kind() == EntryKind.PROVIDER;
        byIssuer.accept(provider ? ANY_PROVIDER : change);
    }
}
