package io.bourse.provider;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.OAuthException;
import io.vertx.core.Future;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Proves an opaque token by the userinfo endpoint (OpenID Connect Core section 5.3). That endpoint answers to a token
 * of any application, so unless the entry renounces it, another question proves that the token was issued for us.
 */
final class UserInfoIdentityProvider implements IdentityProvider {

    private final Provider provider;
    private final Provider.UserInfo proof;
    private final Outbound outbound;
    private final AudienceCheck check;

    UserInfoIdentityProvider(Provider provider, Provider.UserInfo proof, Outbound outbound, AudienceCheck check) {
        this.provider = provider;
        this.proof = proof;
        this.outbound = outbound;
        this.check = check;
    }

    @Override
    public Future<ExternalIdentity> verify(ForeignToken token) {
        Future<ProvedClaims> user = userInfo(token);
        AudienceProof audienceProof = proof.audienceProof();
        if (audienceProof == null) {
            ProvedClaims nothing = new ProvedClaims(provider, JsonNodeFactory.instance.objectNode());
            return user.map(claims -> claims.identity(nothing, token));
        }
        // Both are asked at once, so that two slow answers still fit the caller's patience.
        return check.prove(provider, audienceProof, token)
                .recover(failure -> user.transform(asked -> Future.failedFuture(worse(failure, asked.cause()))))
                .compose(audience -> user.map(claims -> agreed(claims, audience, audienceProof, token)));
    }

    private Future<ProvedClaims> userInfo(ForeignToken token) {
        return outbound.send(provider, OutboundRequest.get(proof.userInfoUri(), token.bearer()))
                .map(TokenAnswer::toBearer)
                .map(claims -> new ProvedClaims(provider, claims));
    }

    /** A token that userinfo refuses is no good, even if the other question was not understood for the same reason. */
    private static Throwable worse(Throwable failure, @Nullable Throwable ofUserInfo) {
        return ofUserInfo instanceof OAuthException refusal && refusal.error() == OAuthError.INVALID_GRANT
                ? ofUserInfo
                : failure;
    }

    private ExternalIdentity agreed(
            ProvedClaims user, ProvedClaims audience, AudienceProof audienceProof, ForeignToken token) {
        requireSame(user.name(AudienceAnswer.nameInUserInfo(audienceProof)), audience, SubjectMapping.SUB);
        String mapped = provider.subject().claim();
        if (!mapped.equals(SubjectMapping.SUB)) {
            requireSame(user.name(mapped), audience, mapped);
        }
        return user.identity(audience, token);
    }

    /** What the answer about the audience calls the bearer, it need not say; if it does, nothing unusable will do. */
    private static void requireSame(Optional<String> name, ProvedClaims audience, String claim) {
        if (audience.says(claim) && (name.isEmpty() || !name.equals(audience.name(claim)))) {
            throw OAuthException.invalidGrant("the provider's two answers do not name one and the same subject");
        }
    }
}
