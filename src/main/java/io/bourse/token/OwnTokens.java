package io.bourse.token;

import io.bourse.crypto.Computation;
import io.bourse.jose.ClaimedIssuer;
import io.bourse.jose.InvalidJwtException;
import io.bourse.jose.JwtExpectations;
import io.bourse.jose.JwtVerifier;
import io.bourse.jose.VerifiedJwt;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Subject;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Tells whether an access token is ours and alive: signature, then revocation over its whole lineage, then standing. */
public final class OwnTokens {

    private static final Set<String> TYPES = Set.of(OwnToken.ACCESS_TOKEN_TYPE, OwnToken.JWT_TYPE);
    private static final Set<String> SESSION = Set.of(OwnToken.SESSION_TOKEN_TYPE);
    private static final Set<String> ALL =
            Set.of(OwnToken.ACCESS_TOKEN_TYPE, OwnToken.JWT_TYPE, OwnToken.SESSION_TOKEN_TYPE);
    private static final Duration LEEWAY = Duration.ofSeconds(10);
    private static final Duration EVER = Duration.ofDays(36_500);

    private final String issuer;
    private final JwtVerifier verifier;
    private final Computation computation;
    private final RevocationIndex index;
    private final BooleanSupplier knowsRevocations;
    private final Standing standing;
    private final InstantSource clock;

    /** @param knowsRevocations false when this node has not followed the change log for too long to answer for it */
    public OwnTokens(
            String issuer,
            JwtVerifier verifier,
            Computation computation,
            RevocationIndex index,
            BooleanSupplier knowsRevocations,
            Standing standing,
            InstantSource clock) {
        this.issuer = issuer;
        this.verifier = verifier;
        this.computation = computation;
        this.index = index;
        this.knowsRevocations = knowsRevocations;
        this.standing = standing;
        this.clock = clock;
    }

    /**
     * An access token, if it is alive. Fails with {@code invalid_token} if it is not, whose detail says which check
     * failed, and with {@code temporarily_unavailable} if that cannot be known now.
     */
    public Future<OwnToken> verify(String token) {
        return genuine(token, Set.of(OwnToken.ACCESS_TOKEN_TYPE)).compose(this::alive);
    }

    /** An access token or another JWT that may be exchanged, if it is alive; as {@link #verify}. {@link OwnToken#type()} says which it is. */
    public Future<OwnToken> verifyAny(String token) {
        return genuine(token, TYPES).compose(this::alive);
    }

    /** A session token, if it is alive; as {@link #verify}. */
    public Future<OwnSessionToken> verifySession(String token) {
        return read(token, SESSION, OwnSessionToken::of)
                .compose(session -> alive(session.token()).map(session));
    }

    /**
     * Whether the text says that we issued it: it has the form of our refresh tokens, or is a JWT with our issuer. Read
     * without any check, for one thing only: what may be ours must be shown to nobody else.
     */
    public boolean claimsToBeOurs(String token) {
        return token.startsWith(RefreshTokens.PREFIX)
                || ClaimedIssuer.of(token).filter(issuer::equals).isPresent();
    }

    /** The token of any type, if we issued it and it has not expired, dead or not; fails with {@code invalid_token}. */
    public Future<OwnToken> genuine(String token) {
        return genuine(token, ALL);
    }

    /** The token of any type, if we signed it, however long ago it expired; fails with {@link InvalidJwtException}. */
    Future<OwnToken> signed(String token) {
        return computation.run(() -> OwnToken.of(verifier.verify(token, expectations(ALL, EVER))));
    }

    private Future<OwnToken> genuine(String token, Set<String> types) {
        return read(token, types, OwnToken::of);
    }

    /** What a verified token of ours says. */
    private interface Reading<T> {
        T of(VerifiedJwt jwt) throws InvalidJwtException;
    }

    private <T> Future<T> read(String token, Set<String> types, Reading<T> reading) {
        return computation
                .run(() -> reading.of(verifier.verify(token, expectations(types, LEEWAY))))
                .recover(failure -> {
                    if (failure instanceof InvalidJwtException) {
                        return Future.failedFuture(OAuthException.invalidToken(String.valueOf(failure.getMessage())));
                    }
                    return Future.failedFuture(failure);
                });
    }

    private JwtExpectations expectations(Set<String> types, Duration leeway) {
        return new JwtExpectations(issuer, types, Set.of(), null, leeway, clock.instant());
    }

    /** The leeway is for what was signed by a clock ahead of ours; what has run out has run out. */
    private Future<OwnToken> alive(OwnToken token) {
        if (!token.expiresAt().isAfter(clock.instant())) {
            return Future.failedFuture(OAuthException.invalidToken("expired"));
        }
        return objection(token.lineage(), token.subject(), token.client()).map(objection -> {
            if (objection.isPresent()) {
                throw OAuthException.invalidToken(objection.get());
            }
            return token;
        });
    }

    /**
     * Why nothing of this lineage may be honoured for this subject and client; empty if it may. Fails if that cannot be
     * known now.
     */
    public Future<Optional<String>> objection(Lineage lineage, Subject subject, ClientId client) {
        return killerOf(lineage)
                .compose(killer -> killer.isPresent() ? Future.succeededFuture(killer) : standing(subject, client));
    }

    /** Which revocation kills what has this lineage; empty if none does. Fails if that cannot be known now. */
    public Future<Optional<String>> killerOf(Lineage lineage) {
        return requireFresh()
                .map(fresh -> index.killerOf(lineage).map(fact -> "revoked: " + fact.kind() + " " + fact.ref()));
    }

    /** Why a token of this client for this subject is worth nothing; empty if both are in good standing. */
    public Future<Optional<String>> standing(Subject subject, ClientId client) {
        return standing.objection(subject, client);
    }

    /** Fails with {@code temporarily_unavailable} if this node cannot say now what is revoked. */
    public Future<Void> requireFresh() {
        return knowsRevocations.getAsBoolean()
                ? Future.succeededFuture()
                : Future.failedFuture(OAuthException.unavailable("has not followed the change log for too long"));
    }
}
