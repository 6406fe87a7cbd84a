package io.bourse.provider;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Registered providers. Fails with {@link io.bourse.db.StoreException} when the answer cannot be known. */
public interface ProviderStore {

    /** The provider, also when it is disabled; empty if none has this id. */
    Future<Optional<Provider>> find(String id);

    /**
     * The project's providers whose tokens may claim to be of this issuer, also disabled ones, ordered by id; see
     * {@link Provider#isOf}.
     *
     * @param issuer may be anything that a token says
     */
    Future<List<Provider>> findByIssuer(String project, String issuer);

    /** The same of every project, for a token that comes without a client. */
    Future<List<Provider>> findByIssuer(String issuer);
}
