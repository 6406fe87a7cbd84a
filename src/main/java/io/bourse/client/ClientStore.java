package io.bourse.client;

import io.bourse.oauth.ClientId;
import io.bourse.oauth.GrantType;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.Set;

/** Registered clients. Fails with {@link io.bourse.db.StoreException} when the answer cannot be known. */
public interface ClientStore {

    /** The client, also when it is disabled; empty if none has this id. */
    Future<Optional<Client>> find(ClientId id);

    /** Every grant type that at least one enabled client may use. */
    Future<Set<GrantType>> grantsInUse();
}
