package io.bourse.provider;

import io.vertx.core.Future;
import java.util.Optional;

/** Registered providers. Fails with {@link io.bourse.db.StoreException} when the answer cannot be known. */
public interface ProviderStore {

    /** The provider, also when it is disabled; empty if none has this id. */
    Future<Optional<Provider>> find(String id);
}
