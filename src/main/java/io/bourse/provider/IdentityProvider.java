package io.bourse.provider;

import io.vertx.core.Future;

/** Proves the tokens of one provider by one method. Fails as {@link IdentityProviders#verify} does. */
interface IdentityProvider {

    Future<ExternalIdentity> verify(ForeignToken token);
}
