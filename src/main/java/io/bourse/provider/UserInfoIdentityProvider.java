package io.bourse.provider;

import io.bourse.oauth.OAuthException;
import io.vertx.core.Future;
import java.time.Instant;

/**
 * Proves an opaque token by the userinfo endpoint (OpenID Connect Core section 5.3). That endpoint answers to a token
 * of any application, so unless the entry renounces it, an introspection proves that the token was issued for us.
 */
final class UserInfoIdentityProvider implements IdentityProvider {

    private final Provider provider;
    private final Provider.UserInfo proof;
    private final Outbound outbound;
    private final TokenIntrospection introspection;

    UserInfoIdentityProvider(
            Provider provider, Provider.UserInfo proof, Outbound outbound, TokenIntrospection introspection) {
        this.provider = provider;
        this.proof = proof;
        this.outbound = outbound;
        this.introspection = introspection;
    }

    @Override
    public Future<ExternalIdentity> verify(ForeignToken token) {
        Future<ProvedClaims> user = userInfo(token);
        Provider.Introspection audienceProof = proof.audienceProof();
        if (audienceProof == null) {
            return user.map(claims -> claims.identity(token.ancestor(), null));
        }
        // Both are asked at once, so that two slow answers still fit the caller's patience.
        return introspection
                .introspect(provider, audienceProof, token)
                .compose(audience -> user.map(claims -> agreed(claims, audience, token)));
    }

    private Future<ProvedClaims> userInfo(ForeignToken token) {
        return outbound.send(provider, OutboundRequest.get(proof.userInfoUri(), token.bearer()))
                .map(TokenAnswer::toBearer)
                .map(claims -> new ProvedClaims(provider, claims));
    }

    private ExternalIdentity agreed(ProvedClaims user, ProvedClaims audience, ForeignToken token) {
        if (audience.has("sub") && !audience.subject().equals(user.subject())) {
            throw OAuthException.invalidGrant("userinfo and introspection name different subjects");
        }
        Instant expiresAt = TokenIntrospection.expiry(audience).orElse(null);
        return user.identity(audience.ancestor(token, provider.id()), expiresAt);
    }
}
