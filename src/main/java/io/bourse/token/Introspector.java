package io.bourse.token;

import io.bourse.client.Client;
import io.bourse.oauth.MayAct;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.TokenType;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what a token is worth to whom it concerns (RFC 7662): its holder, or the API that it is meant for. */
public final class Introspector {

    private final OwnTokens ownTokens;
    private final RefreshTokens refreshTokens;
    private final FamilyStore families;

    public Introspector(OwnTokens ownTokens, RefreshTokens refreshTokens, FamilyStore families) {
        this.ownTokens = ownTokens;
        this.refreshTokens = refreshTokens;
        this.families = families;
    }

    /**
     * What an active token says.
     *
     * @param mayAct who alone may act for its subject; null if it does not say
     * @param tokenId {@code jti}, null for a refresh token
     * @param type "Bearer" for an access token, null for every other
     * @param family {@code sid}, null if there is none
     */
    public record Active(
            Identity identity,
            String clientId,
            Scopes scopes,
            List<String> audiences,
            Instant issuedAt,
            Instant expiresAt,
            @Nullable MayAct mayAct,
            @Nullable String tokenId,
            @Nullable String type,
            @Nullable String family) {}

    /**
     * Empty if the token is expired, revoked, unknown, malformed, of no concern to the caller, or of a party that is
     * switched off: RFC 7662 section 2.2 wants these not to be told apart. Fails if it cannot be known now.
     */
    public Future<Optional<Active>> introspect(String token, Client caller) {
        return token.startsWith(RefreshTokens.PREFIX)
                ? introspectRefreshToken(token, caller)
                : introspectAccessToken(token, caller);
    }

    private Future<Optional<Active>> introspectAccessToken(String token, Client caller) {
        return ownTokens
                .verifyAny(token)
                .map(own -> Optional.of(own).filter(it -> concerns(it, caller)).map(Introspector::active))
                .recover(Introspector::inactiveIfInvalid);
    }

    private static boolean concerns(OwnToken token, Client caller) {
        return token.client().equals(caller.id()) || caller.servesAny(token.audiences());
    }

    private static Active active(OwnToken token) {
        return new Active(
                token.identity(),
                token.client().value(),
                token.scopes(),
                token.audiences(),
                token.issuedAt(),
                token.expiresAt(),
                token.mayAct(),
                token.id(),
                token.type() == TokenType.ACCESS_TOKEN ? "Bearer" : null,
                token.family());
    }

    private static Future<Optional<Active>> inactiveIfInvalid(Throwable failure) {
        return failure instanceof OAuthException refusal && refusal.error() == OAuthError.INVALID_TOKEN
                ? Future.succeededFuture(Optional.empty())
                : Future.failedFuture(failure);
    }

    private Future<Optional<Active>> introspectRefreshToken(String token, Client caller) {
        return refreshTokens
                .verify(token, caller.id())
                .map(content -> families.find(content.family())
                        .compose(found -> found.filter(FamilyStore.Found::live)
                                .filter(live ->
                                        content.generation() >= live.family().generation())
                                .map(live -> introspect(live.family()))
                                .orElse(Future.succeededFuture(Optional.empty()))))
                .orElse(Future.succeededFuture(Optional.empty()));
    }

    private Future<Optional<Active>> introspect(Family family) {
        return ownTokens
                .objection(Lineage.of(family), family.identity().subject(), family.client())
                .map(objection -> objection.isPresent() ? Optional.empty() : Optional.of(active(family)));
    }

    private static Active active(Family family) {
        return new Active(
                family.identity(),
                family.client().value(),
                family.scopes(),
                family.audiences(),
                family.createdAt(),
                family.expiresAt(),
                null,
                null,
                null,
                family.id().toString());
    }
}
