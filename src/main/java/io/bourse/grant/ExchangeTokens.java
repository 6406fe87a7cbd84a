package io.bourse.grant;

import io.bourse.client.Client;
import io.bourse.grant.ExchangeRequest.Token;
import io.bourse.grant.Trace.Step;
import io.bourse.jose.ClaimedIssuer;
import io.bourse.oauth.MayAct;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.TokenType;
import io.bourse.policy.Exchange;
import io.bourse.policy.ProvedToken;
import io.bourse.policy.TokenOrigin;
import io.bourse.provider.ProviderStore;
import io.bourse.token.Family;
import io.bourse.token.FamilyStore;
import io.bourse.token.Identity;
import io.bourse.token.Lineage;
import io.bourse.token.OwnToken;
import io.bourse.token.OwnTokens;
import io.bourse.token.RefreshTokens;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Proves the tokens of an exchange, whoever issued them. A token that is no good is {@code invalid_request}
 * (RFC 8693 section 2.2.2).
 */
public final class ExchangeTokens {

    private final String issuer;
    private final OwnTokens ownTokens;
    private final RefreshTokens refreshTokens;
    private final FamilyStore families;
    private final ForeignProofs foreignProofs;
    private final ExchangedLogins exchangedLogins;

    /** @param issuer our own */
    public ExchangeTokens(
            String issuer,
            OwnTokens ownTokens,
            RefreshTokens refreshTokens,
            FamilyStore families,
            ProviderStore providers,
            ForeignTokens foreignTokens,
            ExchangedLogins exchangedLogins) {
        this.issuer = issuer;
        this.ownTokens = ownTokens;
        this.refreshTokens = refreshTokens;
        this.families = families;
        this.foreignProofs = new ForeignProofs(providers, foreignTokens);
        this.exchangedLogins = exchangedLogins;
    }

    /**
     * Proves a token, and that the client holds it rightly.
     *
     * @param trusted ids of the providers whose tokens the client's entries take
     */
    Future<Presented> prove(TokenRequest request, Token token, Collection<String> trusted) {
        Future<Presented> proved = token.type() == TokenType.REFRESH_TOKEN
                ? refreshToken(request, token)
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
                ? OAuthException.invalidRequest(token.role() + "_token: " + refusal.getMessage())
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
            return new Presented.Own(proved(own), own.lineage().asAncestors(), own.identity());
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

    /** Looked at and not redeemed: only the newest of its family proves anything. */
    private Future<Presented> refreshToken(TokenRequest request, Token token) {
        Client client = request.client();
        request.trace().at(Step.PROOF);
        return refreshTokens
                .verify(token.value(), client.id())
                .map(content -> families.find(content.family())
                        .map(found -> found.filter(FamilyStore.Found::live)
                                .map(FamilyStore.Found::family)
                                .filter(family -> content.generation() >= family.generation())
                                .orElseThrow(() -> OAuthException.invalidGrant("replaced, revoked or ended"))))
                .orElseGet(() -> Future.failedFuture(
                        OAuthException.invalidGrant("not a refresh token of ours for client " + client.id())))
                .compose(family -> ownTokens
                        .objection(Lineage.of(family), family.identity().subject(), family.client())
                        .map(objection -> {
                            if (objection.isPresent()) {
                                throw OAuthException.invalidGrant(objection.get());
                            }
                            request.trace()
                                    .hear(
                                            Step.PROOF,
                                            () -> token.role() + "_token is the newest of family " + family.id()
                                                    + ", and is looked at only");
                            return family;
                        }))
                .compose(family ->
                        exchangedLogins.entryOf(request, family).map(entry -> own(client, family, entry.orElse(null))));
    }

    /** @param entry the entry that made the login and may have become narrower since; null if none did */
    private Presented own(Client client, Family family, @Nullable Exchange entry) {
        Identity identity = family.identity();
        List<String> audiences = family.audiences().isEmpty() ? client.audiences() : family.audiences();
        ProvedToken proved = new ProvedToken(
                new TokenOrigin.Ours(family.client()),
                TokenType.REFRESH_TOKEN,
                issuer,
                identity.subject().id(),
                family.client().value(),
                entry == null
                        ? audiences
                        : audiences.stream().filter(entry.targets()::contains).toList(),
                entry == null ? family.scopes() : family.scopes().intersect(entry.scopes()),
                family.expiresAt(),
                identity.actors(),
                !identity.actors().isEmpty(),
                entry == null ? mayAct(client) : null,
                false);
        return new Presented.Own(proved, Lineage.of(family).asAncestors(), identity);
    }

    /** A refresh token says no more than the access token that it would be turned into. */
    private @Nullable MayAct mayAct(Client client) {
        return client.mayAct() == null
                ? null
                : new MayAct(issuer, client.mayAct().value(), client.mayAct().value());
    }
}
