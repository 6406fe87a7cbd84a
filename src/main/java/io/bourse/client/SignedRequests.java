package io.bourse.client;

import io.vertx.core.Future;

/** Believes or disbelieves signed requests. Unknown, disabled and wrong are one answer. */
public interface SignedRequests {

    /**
     * The client through which the signer gets tokens, and the signer. A signature is believed once, over all nodes. Fails
     * with {@code invalid_client} if it proves nothing, and with {@code temporarily_unavailable} or {@link
     * io.bourse.db.StoreException} if that cannot be known.
     */
    Future<ProvedClient> prove(ClientCredentials.SignedRequest request);
}
