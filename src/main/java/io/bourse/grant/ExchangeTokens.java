package io.bourse.grant;

import io.bourse.client.Client;
import io.bourse.grant.ExchangeRequest.Token;
import io.bourse.grant.Trace.Step;
import io.bourse.jose.ClaimedIssuer;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.TokenType;
import io.bourse.policy.ProvedToken;
import io.bourse.policy.TokenOrigin;
import io.bourse.policy.TokenSource;
import io.bourse.provider.ProviderStore;
import io.bourse.token.OwnToken;
import io.bourse.token.OwnTokens;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Proves the tokens of an exchange, whoever issued them. A token that is no good is {@code invalid_request}
 * (RFC 8693 section 2.2.2).
 */
public final class ExchangeTokens {

    private final String issuer;
    private final OwnTokens ownTokens;
    private final ForeignProofs foreignProofs;
    private final PresentedRefreshTokens refreshTokens;

    /** @param issuer our own */
    public ExchangeTokens(
            String issuer,
            OwnTokens ownTokens,
            ProviderStore providers,
            ForeignTokens foreignTokens,
            PresentedRefreshTokens refreshTokens) {
        this.issuer = issuer;
        this.ownTokens = ownTokens;
        this.foreignProofs = new ForeignProofs(providers, foreignTokens);
        this.refreshTokens = refreshTokens;
    }

    /**
     * Proves a token, and that the client holds it rightly.
     *
     * @param sources which tokens the client's entries take
     */
    Future<Presented> prove(TokenRequest request, Token token, Collection<TokenSource> sources) {
        Set<String> trusted = sources.stream()
                .map(TokenSource::origin)
                .flatMap(origin ->
                        origin instanceof TokenOrigin.Foreign foreign ? Stream.of(foreign.provider()) : Stream.empty())
                .collect(Collectors.toSet());
        Future<Presented> proved = token.type() == TokenType.REFRESH_TOKEN
                ? refreshTokens.prove(request, token, sources)
                : trusted.isEmpty() || isOurs(token)
                        ? own(request, token)
                        : foreignProofs.prove(request, token, trusted);
        return proved.recover(failure -> Future.failedFuture(refusal(token, failure)));
    }

    private boolean isOurs(Token token) {
        return token.issuer() == null
                ? ClaimedIssuer.of(token.value()).filter(issuer::equals).isPresent()
                : token.issuer().equals(issuer);
    }

    private static Throwable refusal(Token token, Throwable failure) {
        return failure instanceof OAuthException refusal
                        && (refusal.error() == OAuthError.INVALID_TOKEN || refusal.error() == OAuthError.INVALID_GRANT)
                ? OAuthException.tokenNotAccepted(token.role() + "_token: " + refusal.getMessage())
                : failure;
    }

    private Future<Presented> own(TokenRequest request, Token token) {
        request.trace().at(Step.PROOF);
        if (token.type() == TokenType.ID_TOKEN) {
            return Future.failedFuture(OAuthException.invalidGrant("not an id token of ours"));
        }
        // An access token of ours is a JWT too, and called so by clients that know no more of it (RFC 8693 section 3).
        Future<OwnToken> alive = token.type() == TokenType.ACCESS_TOKEN
                ? ownTokens.verify(token.value())
                : ownTokens.verifyAny(token.value());
        return alive.map(own -> {
            request.trace().hear(Step.PROOF, () -> token.role() + "_token " + own.id() + " is ours and alive");
            requireHolder(request, token, own);
            return new Presented.Own(proved(own), own.lineage().asAncestors(), own.identity(), null);
        });
    }

    /** Whoever exchanges a token holds it rightly: it was issued to them, or they are the API that it was sent to. */
    private static void requireHolder(TokenRequest request, Token token, OwnToken own) {
        Client client = request.client();
        Trace trace = request.trace();
        Supplier<String> seen = () -> token.role() + "_token was issued to " + own.client() + " for " + own.audiences()
                + "; " + client.id() + " serves " + client.serves();
        if (!own.client().equals(client.id()) && !client.servesAny(own.audiences())) {
            trace.miss(Step.HOLDER, seen);
            trace.advise(() ->
                    "if client " + client.id() + " is the API behind " + own.audiences() + ", say so in its serves");
            throw OAuthException.invalidGrant("neither issued to nor meant for " + client.id());
        }
        trace.hear(Step.HOLDER, seen);
    }

    private ProvedToken proved(OwnToken own) {
        return new ProvedToken(
                new TokenOrigin.Ours(own.client()),
                own.type(),
                issuer,
                own.subject().id(),
                own.client().value(),
                own.audiences(),
                own.scopes(),
                own.expiresAt(),
                own.identity().actors(),
                !own.identity().actors().isEmpty(),
                own.mayAct() == null ? null : own.mayAct().issuedBy(issuer),
                own.bound());
    }
}
