package io.bourse.jose;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.Optional;

/**
 * Whom a JWT claims to be issued by, read without any check. Good for one thing only: to look up who is registered
 * under that name, whose keys then prove the token or not.
 */
public final class ClaimedIssuer {

    private static final int MAX_LENGTH = 16_384;

    private ClaimedIssuer() {}

    /**
     * {@code iss}; without one, the trust domain {@code spiffe://...} of a {@code sub} that is a SPIFFE id, for a
     * JWT-SVID needs no {@code iss}. Empty if the text is no compact JWS of at most 16,384 characters, or says neither.
     */
    public static Optional<String> of(String compact) {
        return claims(compact).flatMap(claims -> {
            JsonNode issuer = claims.get("iss");
            if (issuer == null) {
                return workload(claims).map(SpiffeId::authority);
            }
            return issuer.isTextual() && !issuer.textValue().isEmpty()
                    ? Optional.of(issuer.textValue())
                    : Optional.empty();
        });
    }

    /** The trust domain of a {@code sub} that is a workload's SPIFFE id, whatever {@code iss} says. */
    public static Optional<String> trustDomain(String compact) {
        return claims(compact).flatMap(ClaimedIssuer::workload).map(SpiffeId::trustDomain);
    }

    private static Optional<SpiffeId> workload(JsonNode claims) {
        JsonNode subject = claims.path("sub");
        return subject.isTextual()
                ? SpiffeId.parse(subject.textValue()).filter(SpiffeId::isWorkload)
                : Optional.empty();
    }

    private static Optional<JsonNode> claims(String compact) {
        int start = compact.indexOf('.') + 1;
        int end = compact.indexOf('.', start);
        if (compact.length() > MAX_LENGTH || start == 0 || end < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(StrictJson.parse(Base64.getUrlDecoder().decode(compact.substring(start, end))));
        } catch (IllegalArgumentException | InvalidJsonException malformed) {
            return Optional.empty();
        }
    }
}
