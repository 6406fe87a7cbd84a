package io.bourse.grant;

import io.bourse.grant.Trace.Step;
import io.bourse.jose.ClaimedIssuer;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthException;
import io.bourse.provider.ExternalIdentity;
import io.bourse.provider.Provider;
import io.bourse.provider.ProviderStore;
import io.bourse.token.Authorization;
import io.vertx.core.Future;
import java.util.List;

/**
 * A JWT of a provider as the grant (RFC 7523 section 2.1): {@code assertion}. Its {@code iss} says which provider's
 * entry is to prove it. What it gives ends with it, and no refresh token goes with that: the client can bring another
 * assertion (RFC 7521 section 4.1).
 */
public final class JwtBearerGrant implements Grant {

    private final ProviderStore providers;
    private final ForeignTokens foreignTokens;

    public JwtBearerGrant(ProviderStore providers, ForeignTokens foreignTokens) {
        this.providers = providers;
        this.foreignTokens = foreignTokens;
    }

    @Override
    public GrantType type() {
        return GrantType.JWT_BEARER;
    }

    @Override
    public Future<Authorization> authorize(TokenRequest request) {
        String assertion = request.require("assertion");
        Entitlement.check(request);
        request.trace().at(Step.TRUST);
        String issuer = ClaimedIssuer.of(assertion)
                .filter(claimed -> claimed.length() <= Provider.Jwks.MAX_ISSUER_LENGTH)
                .orElseThrow(() -> OAuthException.invalidGrant("the assertion is no JWT with an iss"));
        return providers
                .findByIssuer(request.client().project(), issuer)
                .map(found -> only(request, issuer, found))
                .compose(provider ->
                        Logins.byForeignToken(request, foreignTokens, provider, assertion, ExternalIdentity::expiresAt))
                .map(Authorization::withoutRefresh);
    }

    private static Provider only(TokenRequest request, String issuer, List<Provider> found) {
        List<Provider> trusted = found.stream()
                .filter(provider -> ForeignTokens.isTrusted(provider, request))
                .toList();
        if (found.isEmpty()) {
            request.trace()
                    .miss(
                            Step.TRUST,
                            () -> "no provider of project " + request.client().project() + " has the issuer " + issuer);
        }
        if (trusted.size() != 1) {
            throw OAuthException.invalidGrant(trusted.size() + " providers of that issuer take assertions of "
                    + request.client().id());
        }
        return trusted.get(0);
    }
}
