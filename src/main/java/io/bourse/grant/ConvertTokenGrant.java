package io.bourse.grant;

import io.bourse.grant.Trace.Step;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthException;
import io.bourse.provider.Provider;
import io.bourse.provider.ProviderStore;
import io.bourse.token.Authorization;
import io.vertx.core.Future;

/**
 * A foreign token against ours: {@code backend} names the provider's entry, {@code token} is what it issued. The user is
 * who is linked to the provider's subject; an e-mail address links nobody, unless the entry says so. The login is ours: how long it lasts is for the client's entry to say.
 */
public final class ConvertTokenGrant implements Grant {

    /** No entry has a longer id. */
    private static final int MAX_BACKEND_LENGTH = 255;

    private final ProviderStore providers;
    private final ForeignTokens foreignTokens;

    public ConvertTokenGrant(ProviderStore providers, ForeignTokens foreignTokens) {
        this.providers = providers;
        this.foreignTokens = foreignTokens;
    }

    @Override
    public GrantType type() {
        return GrantType.CONVERT_TOKEN;
    }

    @Override
    public Future<Authorization> authorize(TokenRequest request) {
        String backend = request.require("backend");
        String token = request.require("token");
        Entitlement.check(request);
        request.trace().at(Step.TRUST);
        if (backend.length() > MAX_BACKEND_LENGTH) {
            throw unknownBackend();
        }
        return providers.find(backend).compose(found -> {
            // Unknown, switched off and not for this client are one answer, and nobody is called.
            Provider provider = found.filter(it -> ForeignTokens.isTrusted(it, request))
                    .orElseThrow(ConvertTokenGrant::unknownBackend);
            return Logins.byForeignToken(request, foreignTokens, provider, token, proved -> null);
        });
    }

    private static OAuthException unknownBackend() {
        return OAuthException.parameter("backend", "names no provider that this client may use");
    }
}
