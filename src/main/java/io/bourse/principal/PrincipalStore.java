package io.bourse.principal;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Registered principals. Fails with {@link io.bourse.db.StoreException} when the answer cannot be known. */
public interface PrincipalStore {

    /**
     * The principal with this API key, also when it is disabled; empty if none has it.
     *
     * @param keyId may be anything that a request says, of at most {@link Principal#MAX_KEY_ID_LENGTH} characters
     */
    Future<Optional<Principal>> findByKeyId(String keyId);

    /** Every principal that signs with session tokens of this provider, also disabled ones, ordered by id. */
    Future<List<Principal>> findByProvider(String provider);
}
