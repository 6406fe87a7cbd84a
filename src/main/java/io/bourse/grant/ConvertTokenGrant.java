package io.bourse.grant;

import io.bourse.grant.Trace.Step;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Reason;
import io.bourse.oauth.TokenType;
import io.bourse.provider.Provider;
import io.bourse.provider.ProviderStore;
import io.bourse.token.Authorization;
import io.bourse.token.Login;
import io.bourse.token.LoginMethod;
import io.vertx.core.Future;

/**
 * A foreign token against ours: {@code backend} names the provider's entry, {@code token} is what it issued. A client whose
 * entry names a login provider may leave the name away, and may bring the token in the parameters of RFC 8693. The user is
 * who is linked to the provider's subject; an e-mail address links nobody, unless the entry says so. The login is ours: how
 * long it lasts is for the client's entry to say.
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
        request.trace().at(Step.REQUEST);
        Asked asked = Asked.of(request);
        Entitlement.check(request);
        request.trace().at(Step.TRUST);
        if (asked.backend().length() > MAX_BACKEND_LENGTH) {
            throw unknownBackend();
        }
        return providers.find(asked.backend()).compose(found -> {
            // Unknown, switched off and not for this client are one answer, and nobody is called.
            Provider provider = found.filter(it -> ForeignTokens.isTrusted(it, request))
                    .orElseThrow(ConvertTokenGrant::unknownBackend);
            asked.requireProvableBy(provider);
            return Logins.byForeignToken(request, foreignTokens, provider, asked.token(), proved -> null)
                    .map(authorization -> login(request, authorization));
        });
    }

    /** A provider's token may also speak for a workload, or tell of somebody who acts for the user. */
    private static Authorization login(TokenRequest request, Authorization authorization) {
        return authorization.identity().isUserAlone()
                ? authorization.as(new Login(LoginMethod.PROVIDER, request.begun(), null))
                : authorization;
    }

    /**
     * What is to be converted.
     *
     * @param type what the token is said to be
     */
    private record Asked(String backend, String token, TokenType type) {

        static Asked of(TokenRequest request) {
            String provider = request.client().loginProvider();
            if (provider == null || !LoginByDefault.isBy(request)) {
                return new Asked(request.require("backend"), request.require("token"), TokenType.ACCESS_TOKEN);
            }
            return request.optional("token")
                    .map(token -> new Asked(provider, token, TokenType.ACCESS_TOKEN))
                    .orElseGet(() -> of(provider, ExchangeRequest.of(request)));
        }

        /** In the words of RFC 8693 section 2.1. */
        private static Asked of(String provider, ExchangeRequest request) {
            if (request.requestedType() != TokenType.ACCESS_TOKEN) {
                throw OAuthException.parameter("requested_token_type", "is not supported");
            }
            if (request.subject().type() == TokenType.REFRESH_TOKEN) {
                throw unsupportedType();
            }
            return new Asked(
                    provider, request.subject().value(), request.subject().type());
        }

        /** A JWT that is to be taken for what it says is no use to a provider that must be asked. */
        void requireProvableBy(Provider provider) {
            if (type != TokenType.ACCESS_TOKEN && !(provider.proof() instanceof Provider.Jwks)) {
                throw unsupportedType();
            }
        }

        private static OAuthException unsupportedType() {
            return OAuthException.parameter("subject_token_type", "is not supported");
        }

        /** Not to be logged. */
        @Override
        public String toString() {
            return "Asked[" + backend + "]";
        }
    }

    private static OAuthException unknownBackend() {
        return OAuthException.parameter("backend", "names no provider that this client may use")
                .because(Reason.UNKNOWN_PROVIDER);
    }
}
