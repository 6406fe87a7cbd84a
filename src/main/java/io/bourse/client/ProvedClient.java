package io.bourse.client;

import org.jspecify.annotations.Nullable;

/**
 * A client that was believed, and by what.
 *
 * @param proof the provider's word for it; null if the client proved itself, or nothing
 */
public record ProvedClient(Client client, @Nullable ForeignProof proof) {

    /**
     * What a provider said of a client: it had a part in all that the client gets by it.
     *
     * @param provider the provider's entry id
     * @param subject the provider's name for the client
     * @param ancestor the lineage id of the assertion
     */
    public record ForeignProof(String provider, String subject, String ancestor) {}

    /** A client without a provider's word. */
    public static ProvedClient itself(Client client) {
        return new ProvedClient(client, null);
    }
}
