package io.bourse.provider;

import io.bourse.jose.ClaimedIssuer;
import io.bourse.jose.ForeignJwtVerifier;
import io.bourse.jose.InvalidJwtException;
import io.bourse.jose.JwtExpectations;
import io.bourse.jose.SpiffeId;
import io.bourse.jose.TrustedKeys;
import io.bourse.jose.UnknownKeyException;
import io.bourse.jose.VerifiedJwt;
import io.bourse.oauth.OAuthException;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Proves a JWT by the provider's keys (RFC 7519, RFC 8725bis): issuer, algorithms, {@code typ} and audiences are the
 * entry's, and so is the place where the keys are.
 */
final class JwksIdentityProvider implements IdentityProvider {

    private static final Duration LEEWAY = Duration.ofSeconds(10);
    private static final String ACCESS_TOKEN = "at+jwt";

    private final Provider provider;
    private final Provider.Jwks proof;
    private final KeySource keys;
    private final InstantSource clock;
    private final java.security.@Nullable Provider crypto;

    /** @param crypto computes the signatures; null leaves the choice to the JDK */
    JwksIdentityProvider(
            Provider provider,
            Provider.Jwks proof,
            KeySource keys,
            InstantSource clock,
            java.security.@Nullable Provider crypto) {
        this.provider = provider;
        this.proof = proof;
        this.keys = keys;
        this.clock = clock;
        this.crypto = crypto;
    }

    @Override
    public Future<ExternalIdentity> verify(ForeignToken token) {
        // Proves nothing. A token of another issuer is refused anyway, so it shall not make us fetch keys either.
        if (!namesIssuer(token)) {
            return Future.failedFuture(OAuthException.invalidGrant("the foreign token names another issuer"));
        }
        return keys.current()
                .compose(now -> verified(token, now).recover(failure -> again(token, now, failure)))
                .map(jwt -> identity(token, jwt))
                .recover(failure -> Future.failedFuture(refusal(failure)));
    }

    private boolean namesIssuer(ForeignToken token) {
        if (proof.trustDomain() != null) {
            return ClaimedIssuer.trustDomain(token.value())
                    .filter(proof.trustDomain()::equals)
                    .isPresent();
        }
        return ClaimedIssuer.of(token.value())
                .filter(issuer -> issuer.equals(proof.issuer()))
                .isPresent();
    }

    private Future<VerifiedJwt> verified(ForeignToken token, TrustedKeys trusted) {
        String issuer = proof.trustDomain() == null ? proof.issuer() : null;
        JwtExpectations expectations =
                new JwtExpectations(issuer, proof.types(), proof.audiences(), proof.maxAge(), LEEWAY, clock.instant());
        try {
            return Future.succeededFuture(
                    new ForeignJwtVerifier(trusted, proof.algorithms(), crypto).verify(token.value(), expectations));
        } catch (InvalidJwtException e) {
            return Future.failedFuture(e);
        }
    }

    /** The provider may have changed its keys: looks again, at the pace that the source allows. */
    private Future<VerifiedJwt> again(ForeignToken token, TrustedKeys lacking, Throwable failure) {
        if (!(failure instanceof UnknownKeyException)) {
            return Future.failedFuture(failure);
        }
        return keys.newerThan(lacking)
                .compose(newer -> newer == lacking ? Future.failedFuture(failure) : verified(token, newer));
    }

    private ExternalIdentity identity(ForeignToken token, VerifiedJwt jwt) {
        ProvedClaims claims = new ProvedClaims(provider, jwt.claims());
        requireAuthorizedParty(jwt, claims);
        requireTrustDomain(jwt);
        return claims.identity(claims, token);
    }

    /** JWT-SVID section 3: {@code sub} is a workload's id of this trust domain; {@code iss} may be anything or absent. */
    private void requireTrustDomain(VerifiedJwt jwt) {
        if (proof.trustDomain() == null) {
            return;
        }
        boolean within = jwt.string("sub")
                .flatMap(SpiffeId::parse)
                .filter(id -> id.isWorkload() && id.trustDomain().equals(proof.trustDomain()))
                .isPresent();
        boolean another = proof.issuer() != null
                && jwt.claims().has("iss")
                && !jwt.string("iss").filter(proof.issuer()::equals).isPresent();
        if (!within || another) {
            throw OAuthException.invalidGrant("the foreign token is of another trust domain or issuer");
        }
    }

    /**
     * OpenID Connect Core section 3.1.3.7: an id token for several audiences says for whom it was issued. Access tokens
     * of RFC 9068 are left out, for theirs is the client that will present them.
     */
    private void requireAuthorizedParty(VerifiedJwt jwt, ProvedClaims claims) {
        boolean ambiguous = claims.strings("aud").size() > 1 && !jwt.type().equals(ACCESS_TOKEN);
        if (ambiguous && claims.has("azp") && !claims.holdsAny("azp", proof.audiences())) {
            throw OAuthException.invalidGrant("the foreign token was issued to another party");
        }
    }

    private static Throwable refusal(Throwable failure) {
        return failure instanceof InvalidJwtException
                ? OAuthException.invalidGrant("foreign token: " + failure.getMessage())
                : failure;
    }
}
