package io.bourse.client;

import io.bourse.client.ClientCredentials.Assertion;
import io.bourse.crypto.Computation;
import io.bourse.jose.ClaimedIssuer;
import io.bourse.jose.InvalidJwtException;
import io.bourse.jose.JwtExpectations;
import io.bourse.jose.VerifiedJwt;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.OAuthException;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;

/**
 * Proves {@code private_key_jwt} (RFC 7523 section 3): signed by a registered key, {@code iss} and {@code sub} the
 * client, {@code aud} our issuer, short-lived and used once, on all nodes and across restarts.
 */
public final class ClientAssertions {

    private static final String PURPOSE = "client_assertion";
    private static final Duration LEEWAY = Duration.ofSeconds(10);
    private static final Duration MAX_LIFETIME = Duration.ofHours(1);
    private static final int MAX_ID_LENGTH = 255;

    /** None, the plain one, and that of RFC 7523bis. */
    private static final Set<String> TYPES = Set.of("", "jwt", "client-authentication+jwt");

    private final String issuer;
    private final ClientKeys keys;
    private final Computation computation;
    private final SingleUse singleUse;
    private final InstantSource clock;

    /** @param issuer what {@code aud} must name: our issuer, alone or among others; no other name of ours counts */
    public ClientAssertions(
            String issuer, ClientKeys keys, Computation computation, SingleUse singleUse, InstantSource clock) {
        this.issuer = issuer;
        this.keys = keys;
        this.computation = computation;
        this.singleUse = singleUse;
        this.clock = clock;
    }

    /**
     * Whose assertion this claims to be, read without believing it, to find the keys.
     *
     * @throws OAuthException {@code invalid_client} if it names nobody, or another than the request does
     */
    static ClientId claimedClient(Assertion assertion) {
        ClientId issuer = ClaimedIssuer.of(assertion.jwt())
                .filter(claimed -> claimed.length() <= ClientId.MAX_LENGTH)
                .map(ClientId::new)
                .orElseThrow(() -> OAuthException.invalidClient("the assertion is no JWT with an iss"));
        if (assertion.claimed() != null && !assertion.claimed().equals(issuer)) {
            throw OAuthException.invalidClient("client_id and the assertion's iss differ");
        }
        return issuer;
    }

    /** Fails with {@code invalid_client} unless the assertion proves the client, now and for the first time. */
    Future<Void> prove(Client client, String jwt) {
        return computation.run(() -> verify(client, jwt)).compose(verified -> spend(client, verified));
    }

    private VerifiedJwt verify(Client client, String jwt) {
        Instant now = clock.instant();
        JwtExpectations expectations =
                new JwtExpectations(client.id().value(), TYPES, Set.of(issuer), null, LEEWAY, now);
        try {
            VerifiedJwt verified = keys.verifierOf(client).verify(jwt, expectations);
            if (!verified.string("sub").filter(client.id().value()::equals).isPresent()) {
                throw OAuthException.invalidClient("the assertion's sub is not the client");
            }
            if (expiry(verified).isAfter(now.plus(MAX_LIFETIME))) {
                throw OAuthException.invalidClient("the assertion lives longer than an hour");
            }
            return verified;
        } catch (InvalidJwtException invalid) {
            throw OAuthException.invalidClient("the assertion is not valid: " + invalid.getMessage());
        }
    }

    private Future<Void> spend(Client client, VerifiedJwt assertion) {
        String id = assertion
                .string("jti")
                .filter(jti -> !jti.isEmpty() && jti.length() <= MAX_ID_LENGTH)
                .orElseThrow(() -> OAuthException.invalidClient("the assertion has no usable jti"));
        Instant until = expiry(assertion).plus(LEEWAY).plus(LEEWAY);
        return singleUse
                .claim(PURPOSE, client.id() + " " + id, until)
                .compose(first -> first
                        ? Future.succeededFuture()
                        : Future.failedFuture(OAuthException.invalidClient("the assertion was used before")));
    }

    private static Instant expiry(VerifiedJwt assertion) {
        return assertion.instant("exp").orElseThrow();
    }
}
