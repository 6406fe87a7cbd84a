package io.bourse.token;

import io.bourse.crypto.Computation;
import io.bourse.jose.InvalidJwtException;
import io.bourse.jose.JwtExpectations;
import io.bourse.jose.JwtVerifier;
import io.bourse.oauth.OAuthException;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Tells whether an access token is ours and alive: signature, then revocation over its whole lineage, then standing. */
public final class OwnTokens {

    /** {@code typ} of our access tokens (RFC 9068 section 2.1). */
    public static final String TYPE = "at+jwt";

    private static final Duration LEEWAY = Duration.ofSeconds(10);

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
     * The token, if it is alive. Fails with {@code invalid_token} if it is not, whose detail says which check failed,
     * and with {@code temporarily_unavailable} if that cannot be known now.
     */
    public Future<OwnToken> verify(String token) {
        return genuine(token).compose(this::alive);
    }

    /** The token, if we issued it and it has not expired, dead or not; fails with {@code invalid_token}. */
    public Future<OwnToken> genuine(String token) {
        return computation
                .run(() -> OwnToken.of(verifier.verify(token, expectations())))
                .recover(failure -> {
                    if (failure instanceof InvalidJwtException) {
                        return Future.failedFuture(OAuthException.invalidToken(String.valueOf(failure.getMessage())));
                    }
                    return Future.failedFuture(failure);
                });
    }

    private JwtExpectations expectations() {
        return new JwtExpectations(issuer, Set.of(TYPE), Set.of(), null, LEEWAY, clock.instant());
    }

    /** The leeway is for what was signed by a clock ahead of ours; what has run out has run out. */
    private Future<OwnToken> alive(OwnToken token) {
        if (!token.expiresAt().isAfter(clock.instant())) {
            return Future.failedFuture(OAuthException.invalidToken("expired"));
        }
        return objection(token.lineage()).map(objection -> {
            if (objection.isPresent()) {
                throw OAuthException.invalidToken(objection.get());
            }
            return token;
        });
    }

    /** Why nothing of this lineage may be honoured; empty if it may. Fails if that cannot be known now. */
    public Future<Optional<String>> objection(Lineage lineage) {
        return requireFresh()
                .compose(fresh -> index.killerOf(lineage)
                        .map(fact -> Future.succeededFuture(Optional.of("revoked: " + fact.kind() + " " + fact.ref())))
                        .orElseGet(() -> standing.objection(lineage.subject(), lineage.client())));
    }

    /** Fails with {@code temporarily_unavailable} if this node cannot say now what is revoked. */
    public Future<Void> requireFresh() {
        return knowsRevocations.getAsBoolean()
                ? Future.succeededFuture()
                : Future.failedFuture(OAuthException.unavailable("has not followed the change log for too long"));
    }
}
