package io.bourse.jose;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The claims of a token that was verified. Only a {@link JwtVerifier} can make one. */
public final class VerifiedJwt {

    private final String keyId;
    private final String algorithm;
    private final String type;
    private final JsonNode claims;

    VerifiedJwt(String keyId, String algorithm, String type, JsonNode claims) {
        this.keyId = keyId;
        this.algorithm = algorithm;
        this.type = type;
        this.claims = claims;
    }

    /** The id of the key that verified it; empty if that key has none. */
    public String keyId() {
        return keyId;
    }

    /** The JWS name of the algorithm, such as ES256. */
    public String algorithm() {
        return algorithm;
    }

    /** {@code typ} in lower case without "application/"; empty if absent. */
    public String type() {
        return type;
    }

    /** The claim, if it is there and a string. */
    public Optional<String> string(String name) {
        JsonNode value = claims.get(name);
        return value != null && value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
    }

    /** The claim as a list: an array's strings, or a string alone; empty if it is absent or anything else. */
    public List<String> strings(String name) {
        JsonNode value = claims.get(name);
        if (value == null || value.isTextual()) {
            return value == null ? List.of() : List.of(value.textValue());
        }
        List<String> strings = new ArrayList<>(value.size());
        for (JsonNode item : value) {
            if (!item.isTextual()) {
                return List.of();
            }
            strings.add(item.textValue());
        }
        return strings;
    }

    /** The claim as a time (NumericDate, seconds since the epoch, possibly with a fraction). */
    public Optional<Instant> instant(String name) {
        JsonNode value = claims.get(name);
        return value != null && value.isNumber()
                ? Optional.of(Instant.ofEpochMilli((long) (value.doubleValue() * 1000)))
                : Optional.empty();
    }

    /** The whole claims set; not to be changed. */
    public JsonNode claims() {
        return claims;
    }

    @Override
    public String toString() {
        return "VerifiedJwt[" + algorithm + ", " + keyId + "]";
    }
}
