package io.bourse.provider;

import io.vertx.core.Future;

/** Proves an opaque token by introspection alone (RFC 7662): the answer must name the subject. */
final class IntrospectionIdentityProvider implements IdentityProvider {

    private final Provider provider;
    private final Provider.Introspection proof;
    private final AudienceCheck check;

    IntrospectionIdentityProvider(Provider provider, Provider.Introspection proof, AudienceCheck check) {
        this.provider = provider;
        this.proof = proof;
        this.check = check;
    }

    @Override
    public Future<ExternalIdentity> verify(ForeignToken token) {
        return check.prove(provider, proof, token).map(claims -> claims.identity(claims, token));
    }
}
