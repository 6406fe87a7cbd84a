package io.bourse.client;

import io.bourse.config.Secret;
import io.bourse.oauth.ClientId;
import io.vertx.core.Future;
import java.util.Optional;

/** Keys by which clients prove themselves that are made and withdrawn apart from their entries. */
public interface ServiceKeys {

    /**
     * The client whose key this is; empty if nobody's is, or it is switched off or revoked. Asked anew on every use. Fails
     * with {@link io.bourse.db.StoreException} when the answer cannot be known.
     */
    Future<Optional<ClientId>> holder(Secret key);
}
