package io.bourse.grant;

import io.bourse.grant.ExchangeRequest.Token;
import io.bourse.grant.Trace.Step;
import io.bourse.jose.ClaimedIssuer;
import io.bourse.oauth.MayAct;
import io.bourse.oauth.OAuthException;
import io.bourse.policy.ProvedToken;
import io.bourse.policy.TokenOrigin;
import io.bourse.provider.ExternalIdentity;
import io.bourse.provider.Provider;
import io.bourse.provider.ProviderStore;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Proves the tokens of an exchange that a provider issued, by the one provider that the client's entries trust with them.
 * Where there is none, nobody is called.
 */
record ForeignProofs(ProviderStore providers, ForeignTokens foreignTokens) {

    /** @param trusted ids of the providers whose tokens the client's entries take */
    Future<Presented> prove(TokenRequest request, Token token, Collection<String> trusted) {
        request.trace().at(Step.TRUST);
        return trusted(request, trusted)
                .map(candidates -> issuerOf(token, candidates))
                .compose(provider -> {
                    request.trace().hear(Step.TRUST, () -> token.role() + "_token is for provider " + provider.id());
                    return foreignTokens
                            .prove(provider, token.value(), request.trace())
                            .map(identity -> new Presented.Foreign(
                                    proved(token, provider, identity, request),
                                    ForeignTokens.ancestors(provider, identity, request.begun()),
                                    provider,
                                    identity));
                });
    }

    private Future<List<Provider>> trusted(TokenRequest request, Collection<String> ids) {
        List<Future<Optional<Provider>>> found =
                ids.stream().sorted().map(providers::find).toList();
        return Future.all(found).map(all -> {
            List<Provider> candidates = new ArrayList<>();
            found.forEach(each -> each.result()
                    .filter(provider -> ForeignTokens.isTrusted(provider, request))
                    .ifPresent(candidates::add));
            return candidates;
        });
    }

    /** By what the request says, else by what the token claims; that proves nothing, and only chooses who is asked. */
    private static Provider issuerOf(Token token, List<Provider> candidates) {
        String named = token.issuer();
        Optional<String> claimed = ClaimedIssuer.of(token.value());
        List<Provider> fitting = candidates.stream()
                .filter(provider -> named == null
                        ? claimed.map(provider::isOf)
                                .orElseGet(() -> provider.issuer().isEmpty())
                        : provider.id().equals(named) || provider.isOf(named))
                .toList();
        if (fitting.isEmpty()) {
            throw OAuthException.invalidGrant("no exchange entry of the client takes tokens of its issuer");
        }
        if (fitting.size() > 1) {
            throw OAuthException.missingParameter(token.role().equals("actor") ? "actor_issuer" : "subject_issuer");
        }
        return fitting.get(0);
    }

    private static ProvedToken proved(Token token, Provider provider, ExternalIdentity identity, TokenRequest request) {
        MayAct mayAct = identity.mayAct();
        Instant end = identity.expiresAt();
        return new ProvedToken(
                new TokenOrigin.Foreign(provider.id()),
                token.type(),
                identity.issuer(),
                identity.name(),
                null,
                identity.audiences(),
                identity.scopes(),
                // what has no end of its own was proved for now
                end == null ? request.begun().plus(request.client().accessTokenLifetime()) : end,
                identity.actors(),
                identity.acted(),
                mayAct == null ? null : mayAct.issuedBy(identity.issuer()),
                identity.bound());
    }
}
