package io.bourse.policy;

import io.bourse.oauth.ClientId;
import io.vertx.core.Future;
import java.util.List;

/** Exchange entries. Fails with {@link io.bourse.db.StoreException} when the answer cannot be known. */
public interface ExchangeStore {

    /** The enabled entries by which this client may exchange, ordered by id. */
    Future<List<Exchange>> of(ClientId client);
}
