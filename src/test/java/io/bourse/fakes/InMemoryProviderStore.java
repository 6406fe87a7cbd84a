package io.bourse.fakes;

import io.bourse.provider.Provider;
import io.bourse.provider.ProviderStore;
import io.vertx.core.Future;
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
}
