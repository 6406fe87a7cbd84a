package io.bourse.provider;

import io.vertx.core.Future;

/** Proves foreign tokens. */
public interface IdentityProviders {

    /**
     * Proves a token by the method of the provider's entry. The key, the algorithm and every address come from the
     * entry and never from the token.
     *
     * <p>Fails with {@code invalid_grant} if the token is not proved, with {@code temporarily_unavailable} if the
     * provider cannot be reached in time or answers 5xx. The failure's text never holds the token nor what the provider
     * answered.
     */
    Future<ExternalIdentity> verify(Provider provider, String token);
}
