package io.bourse.jose;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.Optional;

/**
 * What a JWT claims as its {@code iss}, read without any check. Good for one thing only: to look up who is registered
 * under that name, whose keys then prove the token or not.
 */
public final class ClaimedIssuer {

    private static final int MAX_LENGTH = 16_384;

    private ClaimedIssuer() {}

    /** Empty if the text is no compact JWS of at most 16,384 characters with a textual {@code iss}. */
    public static Optional<String> of(String compact) {
        int start = compact.indexOf('.') + 1;
        int end = compact.indexOf('.', start);
        if (compact.length() > MAX_LENGTH || start == 0 || end < 0) {
            return Optional.empty();
        }
        try {
            JsonNode claims = StrictJson.parse(Base64.getUrlDecoder().decode(compact.substring(start, end)));
            JsonNode issuer = claims.get("iss");
            return issuer != null && issuer.isTextual() && !issuer.textValue().isEmpty()
                    ? Optional.of(issuer.textValue())
                    : Optional.empty();
        } catch (IllegalArgumentException | InvalidJsonException malformed) {
            return Optional.empty();
        }
    }
}
