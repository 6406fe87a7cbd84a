package io.bourse.provider;

import io.vertx.core.Future;

/** Proves an opaque token by introspection alone (RFC 7662): the answer must name the subject. */
final class IntrospectionIdentityProvider implements IdentityProvider {

    private final Provider provider;
    private final Provider.Introspection proof;
    private final TokenIntrospection introspection;

    IntrospectionIdentityProvider(Provider provider, Provider.Introspection proof, TokenIntrospection introspection) {
        this.provider = provider;
        this.proof = proof;
        this.introspection = introspection;
    }

    @Override
    public Future<ExternalIdentity> verify(ForeignToken token) {
        return introspection.introspect(provider, proof, token).map(claims -> identity(claims, token));
    }

    private ExternalIdentity identity(ProvedClaims claims, ForeignToken token) {
        return claims.identity(
                claims.ancestor(token, provider.id()),
                TokenIntrospection.expiry(claims).orElse(null));
    }
}
