package io.bourse.token;

import io.bourse.client.Client;
import io.bourse.crypto.Computation;
import io.bourse.crypto.UuidV7;
import io.bourse.jose.JwtSigner;
import io.bourse.jose.OwnJwtVerifier;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.TokenResponse;
import io.bourse.oauth.TokenType;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a grant decided into tokens: the only code that mints. Persists first, then signs, so that no token exists
 * that the database does not know enough of to end it.
 */
public final class TokenIssuer {

    private final AccessTokens accessTokens;
    private final IdTokens idTokens;
    private final RefreshTokens refreshTokens;
    private final FamilyStore families;
    private final Computation computation;
    private final UuidV7 ids;
    private final InstantSource clock;

    public TokenIssuer(
            String issuer,
            JwtSigner signer,
            IdTokens idTokens,
            RefreshTokens refreshTokens,
            FamilyStore families,
            Computation computation,
            UuidV7 ids,
            InstantSource clock) {
        this.accessTokens = new AccessTokens(issuer, signer);
        this.idTokens = idTokens;
        this.refreshTokens = refreshTokens;
        this.families = families;
        this.computation = computation;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Persists and signs. Fails with {@link io.bourse.db.StoreException} if the family could not be stored, and with
     * {@code invalid_request} if the login has ended whose refresh token it was made from; then no token was made.
     *
     * @param begun when the request came in, before anything was proved: the time that the new ids carry, so that a
     *     change that was made while a proof was being checked ends what came of it
     */
    public Future<TokenResponse> issue(Authorization authorization, Instant begun) {
        assertWithinPolicy(authorization);
        Instant now = clock.instant();
        Instant expiresAt = Lifetimes.accessToken(authorization, now);
        return idTokens.claims(authorization)
                .compose(claims -> persist(authorization, begun, now)
                        .compose(family -> computation.run(() ->
                                sign(authorization, claims, family.orElse(null), ids.at(begun), now, expiresAt))));
    }

    /** What no grant may break, whatever it decided. */
    private static void assertWithinPolicy(Authorization authorization) {
        Client client = authorization.client();
        if (!client.enabled() || !client.scopes().covers(authorization.scopes())) {
            throw new IllegalStateException("a grant exceeded what client " + client.id() + " may have");
        }
        if (authorization.audiences().isEmpty()) {
            throw new IllegalStateException("a grant named no audience");
        }
    }

    private Future<Optional<Family>> persist(Authorization authorization, Instant begun, Instant now) {
        RefreshPlan plan = authorization.refresh();
        if (plan instanceof RefreshPlan.NewFamily planned) {
            Family family = newFamily(authorization, planned, begun, now);
            return families.create(family, planned.presentedFamily()).map(created -> {
                if (!created) {
                    // what the caller would have heard a moment later
                    throw OAuthException.tokenNotAccepted("subject_token: its login has ended meanwhile");
                }
                return Optional.of(family);
            });
        }
        return Future.succeededFuture(
                plan instanceof RefreshPlan.Successor successor ? Optional.of(successor.family()) : Optional.empty());
    }

    private Family newFamily(Authorization authorization, RefreshPlan.NewFamily planned, Instant begun, Instant now) {
        Client client = authorization.client();
        Instant endsAt = Lifetimes.family(client, planned, now);
        return new Family(
                ids.at(begun),
                0,
                client.id(),
                authorization.identity(),
                planned.scopes(),
                planned.audiences(),
                authorization.ancestors(),
                now,
                Lifetimes.earliest(now.plus(client.refreshIdle()), endsAt),
                endsAt,
                authorization.login() == null ? null : authorization.login().method());
    }

    private TokenResponse sign(
            Authorization authorization,
            UserClaims claims,
            @Nullable Family family,
            UUID tokenId,
            Instant now,
            Instant expiresAt) {
        String id = tokenId.toString();
        String familyId = family == null ? null : family.id().toString();
        if (authorization.issuedTokenType() == TokenType.REFRESH_TOKEN) {
            return refreshTokenAlone(authorization, Objects.requireNonNull(family), now);
        }
        String accessToken = accessTokens.sign(authorization, id, familyId, now, expiresAt);
        if (accessToken.length() > OwnJwtVerifier.MAX_LENGTH) {
            // Long names of several workloads, or many attributes: everybody would refuse what was made of them.
            throw OAuthException.invalidRequest("the token would be longer than we ourselves read");
        }
        return new TokenResponse(
                accessToken,
                // As its claims have it, for callers that compare the two.
                expiresAt.getEpochSecond() - now.getEpochSecond(),
                expiresAt.truncatedTo(ChronoUnit.SECONDS),
                authorization.scopes(),
                family == null ? null : refreshTokens.encode(family.id(), family.generation(), family.client()),
                family == null ? null : family.expiresAt().truncatedTo(ChronoUnit.SECONDS),
                authorization.issuedTokenType(),
                authorization.subject(),
                id,
                familyId,
                idTokens.sign(authorization, claims, now, expiresAt),
                authorization.isSession() ? authorization.client().project() : null);
    }

    /** RFC 8693 section 2.2.1: whatever was asked for is called the access token. */
    private TokenResponse refreshTokenAlone(Authorization authorization, Family family, Instant now) {
        return new TokenResponse(
                refreshTokens.encode(family.id(), family.generation(), family.client()),
                Duration.between(now, family.idleUntil()).toSeconds(),
                family.idleUntil().truncatedTo(ChronoUnit.SECONDS),
                family.scopes(),
                null,
                null,
                authorization.issuedTokenType(),
                authorization.subject(),
                null,
                family.id().toString(),
                null,
                null);
    }
}
