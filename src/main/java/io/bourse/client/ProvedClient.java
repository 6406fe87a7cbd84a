package io.bourse.client;

import io.bourse.oauth.OAuthError;
import io.bourse.oauth.OAuthException;
import io.vertx.core.Future;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A client that was believed, and by what.
 *
 * @param proof the provider's word for it; null if the client proved itself, or nothing
 * @param signer who signed the request, which is believed to be one of those who get tokens through this client and
 *     proves nothing else of it; null if nobody did
 */
public record ProvedClient(
        Client client,
        @Nullable ForeignProof proof,
        @Nullable Signer signer) {

    /** One that nobody signs for. */
    public ProvedClient(Client client, @Nullable ForeignProof proof) {
        this(client, proof, null);
    }

    /**
     * What a provider said of a client: it had a part in all that the client gets by it.
     *
     * @param provider the provider's entry id
     * @param subject the provider's name for the client
     * @param ancestor the lineage id of the assertion
     */
    public record ForeignProof(String provider, String subject, String ancestor) {}

    /** Who gets its tokens through this client, by its signature. */
    public static ProvedClient signedBy(Signer signer, Client client) {
        return new ProvedClient(client, null, signer);
    }

    /** The same, whose access tokens live no longer than this. */
    public ProvedClient forNoLongerThan(Duration longest) {
        return new ProvedClient(client.withAccessTokensOfAtMost(longest), proof, signer);
    }

    /**
     * Where something is to prove the caller: why nobody was believed is for the log, and to the caller all of it is {@code
     * invalid_client}. What cannot be known now stays {@code temporarily_unavailable}, and a failure of ours what it is.
     */
    public static <T> Future<T> disbelieved(Throwable failure) {
        return Future.failedFuture(
                failure instanceof OAuthException refusal && refusal.error() != OAuthError.TEMPORARILY_UNAVAILABLE
                        ? OAuthException.invalidClient(String.valueOf(refusal.getMessage()))
                        : failure);
    }

    /** A client without a provider's word. */
    public static ProvedClient itself(Client client) {
        return new ProvedClient(client, null, null);
    }
}
