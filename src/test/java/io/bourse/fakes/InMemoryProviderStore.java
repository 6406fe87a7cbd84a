package io.bourse.fakes;

import io.bourse.provider.Provider;
import io.bourse.provider.ProviderStore;
import io.vertx.core.Future;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Registered providers in memory. */
public final class InMemoryProviderStore implements ProviderStore {

    private final Map<String, Provider> providers = new ConcurrentHashMap<>();

    /** Adds a provider or replaces the one with its id. */
    public InMemoryProviderStore put(Provider provider) {
        providers.put(provider.id(), provider);
        return this;
    }

    @Override
    public Future<Optional<Provider>> find(String id) {
        return Future.succeededFuture(Optional.ofNullable(providers.get(id)));
    }

    @Override
    public Future<List<Provider>> findByIssuer(String project, String issuer) {
        return findByIssuer(issuer)
                .map(found -> found.stream()
                        .filter(provider -> provider.project().equals(project))
                        .toList());
    }

    @Override
    public Future<List<Provider>> findByIssuer(String issuer) {
        return Future.succeededFuture(providers.values().stream()
                .filter(provider -> provider.isOf(issuer))
                .sorted(Comparator.comparing(Provider::id))
                .toList());
    }
}
