package io.bourse.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.bourse.crypto.CannotOpenException;
import io.bourse.oauth.OAuthException;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a provider whether a token is alive and for whom it was issued (RFC 7662). */
final class TokenIntrospection {

    /** The year 9999: far beyond any token and within what every database can store. */
    private static final long MAX_TIME = 253_402_300_799L;

    private static final Logger LOG = LoggerFactory.getLogger(TokenIntrospection.class);

    private final Outbound outbound;
    private final ProviderSecrets secrets;
    private final InstantSource clock;

    TokenIntrospection(Outbound outbound, ProviderSecrets secrets, InstantSource clock) {
        this.outbound = outbound;
        this.secrets = secrets;
        this.clock = clock;
    }

    /**
     * What the provider says about a token that is active and was issued for one of the audiences. Fails as
     * {@link IdentityProviders#verify} does.
     */
    Future<ProvedClaims> introspect(Provider provider, Provider.Introspection proof, ForeignToken token) {
        Map<String, String> form = Map.of("token", token.value(), "token_type_hint", "access_token");
        return Future.succeededFuture(proof)
                .map(introspection -> credentials(provider, introspection))
                .compose(basic -> outbound.send(provider, OutboundRequest.post(proof.introspectionUri(), basic, form)))
                .map(answer -> toUs(provider, answer))
                .map(claims -> proved(new ProvedClaims(provider, claims), proof));
    }

    /** A refusal concerns our credentials; of a token that is no good it would say so (RFC 7662 sections 2.2, 2.3). */
    private static JsonNode toUs(Provider provider, OutboundAnswer answer) {
        if (TokenAnswer.isRefusal(answer)) {
            LOG.atWarn()
                    .addKeyValue("provider", provider.id())
                    .addKeyValue("status", answer.status())
                    .log("identity provider refuses our introspection: check client_id and client_secret");
        }
        return TokenAnswer.object(answer);
    }

    /** Form-encoded before they are joined, as RFC 6749 section 2.3.1 demands. */
    private String credentials(Provider provider, Provider.Introspection proof) {
        String id = OutboundRequest.encoded(proof.clientId());
        String secret = OutboundRequest.encoded(open(provider, proof.clientSecret()));
        byte[] pair = (id + ":" + secret).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    private String open(Provider provider, String sealed) {
        try {
            return secrets.open(provider.id(), sealed).reveal();
        } catch (CannotOpenException e) {
            throw OAuthException.unavailable("the secret for introspection cannot be opened", e);
        }
    }

    private ProvedClaims proved(ProvedClaims claims, Provider.Introspection proof) {
        JsonNode active = claims.claims().path("active");
        if (!active.isBoolean() || !active.booleanValue()) {
            throw OAuthException.invalidGrant("the foreign token is not active");
        }
        if (!claims.holdsAny("aud", proof.audiences()) && !claims.holdsAny("client_id", proof.audiences())) {
            throw OAuthException.invalidGrant("the foreign token was not issued for us");
        }
        Instant now = clock.instant();
        if (expiry(claims).filter(end -> !end.isAfter(now)).isPresent()) {
            throw OAuthException.invalidGrant("the foreign token is expired");
        }
        return claims;
    }

    /**
     * {@code exp}, if the provider says it.
     *
     * @throws OAuthException {@code invalid_grant} if it is no time
     */
    static Optional<Instant> expiry(ProvedClaims claims) {
        JsonNode value = claims.claims().path("exp");
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isNumber() || !value.canConvertToLong() || value.longValue() < 0 || value.longValue() > MAX_TIME) {
            throw OAuthException.invalidGrant("the provider's exp is no time");
        }
        return Optional.of(Instant.ofEpochSecond(value.longValue()));
    }
}
