package io.bourse.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bourse.crypto.CannotOpenException;
import io.bourse.oauth.OAuthException;
import io.bourse.provider.AudienceProof.ApplicationCheck;
import io.bourse.provider.AudienceProof.DebugToken;
import io.bourse.provider.AudienceProof.TokenInfo;
import io.bourse.provider.Provider.Introspection;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a provider whether an opaque token is alive and for whom it was issued. */
final class AudienceCheck {

    private static final Logger LOG = LoggerFactory.getLogger(AudienceCheck.class);

    private final Outbound outbound;
    private final ProviderSecrets secrets;
    private final InstantSource clock;

    AudienceCheck(Outbound outbound, ProviderSecrets secrets, InstantSource clock) {
        this.outbound = outbound;
        this.secrets = secrets;
        this.clock = clock;
    }

    /**
     * What the provider says about a token that is alive and was issued for us, in the words of RFC 7662. Fails as
     * {@link IdentityProviders#verify} does.
     */
    Future<ProvedClaims> prove(Provider provider, AudienceProof proof, ForeignToken token) {
        return Future.succeededFuture(proof)
                .map(question -> request(provider, question, token))
                .compose(request -> outbound.send(provider, request))
                .map(answer -> understood(provider, proof, answer))
                .map(claims -> alive(new ProvedClaims(provider, claims)));
    }

    private OutboundRequest request(Provider provider, AudienceProof proof, ForeignToken token) {
        if (proof instanceof TokenInfo) {
            return OutboundRequest.post(proof.uri(), null, Map.of("access_token", token.value()));
        }
        if (proof instanceof DebugToken debug) {
            String bearer = "Bearer " + debug.appId() + "|" + open(provider, debug.appSecret());
            return OutboundRequest.get(debug.uri(), Map.of("input_token", token.value()), bearer);
        }
        if (proof instanceof ApplicationCheck check) {
            String json = JsonNodeFactory.instance
                    .objectNode()
                    .put("access_token", token.value())
                    .toString();
            String basic = basic(check.clientId(), open(provider, check.clientSecret()));
            return OutboundRequest.postJson(check.uri(), basic, json);
        }
        // Form-encoded before they are joined, as RFC 6749 section 2.3.1 demands.
        Introspection introspection = (Introspection) proof;
        String id = OutboundRequest.encoded(introspection.clientId());
        String secret = OutboundRequest.encoded(open(provider, introspection.clientSecret()));
        Map<String, String> form = Map.of("token", token.value(), "token_type_hint", "access_token");
        return OutboundRequest.post(introspection.introspectionUri(), basic(id, secret), form);
    }

    private static String basic(String id, String secret) {
        byte[] pair = (id + ":" + secret).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    private String open(Provider provider, String sealedSecret) {
        try {
            return secrets.open(provider.id(), sealedSecret).reveal();
        } catch (CannotOpenException e) {
            throw OAuthException.unavailable("our secret at provider " + provider.id() + " cannot be opened", e);
        }
    }

    private static JsonNode understood(Provider provider, AudienceProof proof, OutboundAnswer answer) {
        if (AudienceAnswer.refusesUs(proof, answer)) {
            LOG.atWarn()
                    .addKeyValue("provider", provider.id())
                    .addKeyValue("status", answer.status())
                    .log("identity provider refuses our question about a token: check client_id and client_secret");
        }
        return AudienceAnswer.claims(proof, answer);
    }

    private ProvedClaims alive(ProvedClaims claims) {
        Instant now = clock.instant();
        if (claims.time("exp").filter(end -> !end.isAfter(now)).isPresent()) {
            throw OAuthException.invalidGrant("the foreign token is expired");
        }
        return claims;
    }
}
