package io.bourse.jose;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.Optional;

/**
 * The public key that a JWT names as its bearer's in the claim {@code jwk}, as session tokens of Oracle Cloud do: a JSON
 * object, or the text of one. Read without any check: good only for a token that was proved before.
 */
public final class BearerKey {

    /** The claim. */
    public static final String CLAIM = "jwk";

    private BearerKey() {}

    /** The JWK as JSON; empty if the token names none, or the claim is neither. */
    public static Optional<String> of(String compact) {
        int start = compact.indexOf('.') + 1;
        int end = compact.indexOf('.', start);
        if (start == 0 || end < 0) {
            return Optional.empty();
        }
        try {
            JsonNode claims = StrictJson.parse(Base64.getUrlDecoder().decode(compact.substring(start, end)));
            JsonNode jwk = claims.path(CLAIM);
            if (jwk.isObject()) {
                return Optional.of(jwk.toString());
            }
            return jwk.isTextual() ? Optional.of(jwk.textValue()) : Optional.empty();
        } catch (IllegalArgumentException | InvalidJsonException malformed) {
            return Optional.empty();
        }
    }
}
