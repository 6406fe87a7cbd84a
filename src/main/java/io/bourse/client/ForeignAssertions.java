package io.bourse.client;

import io.vertx.core.Future;

/** Proves clients by what a provider says of them (RFC 7523 section 2.2), see {@link Client.Authentication}. */
public interface ForeignAssertions {

    /**
     * What the provider of the client's entry says of the assertion, which is this client's. Fails with
     * {@code invalid_client} if it is not, and with {@code temporarily_unavailable} if that cannot be known.
     *
     * @param client with an identity
     */
    Future<ProvedClient.ForeignProof> prove(Client client, String jwt);
}
