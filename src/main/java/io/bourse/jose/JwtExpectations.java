package io.bourse.jose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What must hold of a token besides its signature. {@code exp} is always required; {@code nbf} and {@code iat} are
 * checked when present.
 *
 * @param issuer exact value of {@code iss}; null checks nothing, for tokens whose issuer is known by another claim
 * @param types accepted values of {@code typ}, compared in lower case and without "application/"; the empty text
 *     accepts an absent one. The empty set accepts an absent {@code typ}, "jwt" and any other that does not name a
 *     kind of token of its own, as all that end in "+jwt" do (RFC 8725 section 3.11)
 * @param audiences at least one must be in {@code aud}; empty checks nothing
 * @param maxAge how old {@code iat}, then required, may be; null checks nothing
 * @param leeway how far the clocks of issuer and verifier may be apart
 */
public record JwtExpectations(
        @Nullable String issuer,
        Set<String> types,
        Set<String> audiences,
        @Nullable Duration maxAge,
        Duration leeway,
        Instant now) {

    /** The end of the year 9999: later times are milliseconds taken for seconds, or an attack on arithmetic. */
    private static final double LAST_SECOND = 253_402_300_799d;

    public JwtExpectations {
        types = Set.copyOf(types);
        audiences = Set.copyOf(audiences);
    }

    /** @param type {@code typ} in lower case without "application/"; empty if absent */
    void check(String type, ObjectNode claims) throws InvalidJwtException {
        checkType(type);
        checkIssuer(claims);
        checkTimes(claims);
        checkAudience(claims);
    }

    private void checkType(String type) throws InvalidJwtException {
        boolean accepted = types.isEmpty() ? !type.endsWith("+jwt") && !type.endsWith("json") : types.contains(type);
        require(accepted, "typ names another kind of token");
    }

    private void checkIssuer(ObjectNode claims) throws InvalidJwtException {
        if (issuer == null) {
            return;
        }
        JsonNode iss = claims.get("iss");
        require(iss != null && iss.isTextual() && iss.textValue().equals(issuer), "iss is not the expected issuer");
    }

    private void checkTimes(ObjectNode claims) throws InvalidJwtException {
        double time = now.getEpochSecond() + now.getNano() / 1e9;
        double slack = leeway.toMillis() / 1e3;
        require(claims.has("exp"), "exp is missing");
        require(time < numericDate(claims, "exp") + slack, "the token has expired");
        if (claims.has("nbf")) {
            require(time >= numericDate(claims, "nbf") - slack, "the token is not valid yet");
        }
        if (claims.has("iat")) {
            require(numericDate(claims, "iat") <= time + slack, "iat is in the future");
        }
        if (maxAge != null) {
            require(claims.has("iat"), "iat is missing");
            require(time - numericDate(claims, "iat") <= maxAge.toMillis() / 1e3 + slack, "the token is too old");
        }
    }

    private static double numericDate(ObjectNode claims, String name) throws InvalidJwtException {
        JsonNode value = claims.get(name);
        require(value.isNumber(), name + " is not a number");
        double seconds = value.doubleValue();
        // Written so that NaN fails too.
        require(seconds >= 0 && seconds <= LAST_SECOND, name + " is no time that can be meant");
        return seconds;
    }

    private void checkAudience(ObjectNode claims) throws InvalidJwtException {
        if (audiences.isEmpty()) {
            return;
        }
        JsonNode aud = claims.get("aud");
        require(aud != null && (aud.isTextual() || aud.isArray()), "aud is missing or neither a text nor a list");
        boolean meant = aud.isTextual() && audiences.contains(aud.textValue());
        for (JsonNode item : aud) {
            require(item.isTextual(), "aud has an item that is not a text");
            meant |= audiences.contains(item.textValue());
        }
        require(meant, "the token is meant for another audience");
    }

    private static void require(boolean condition, String failure) throws InvalidJwtException {
        if (!condition) {
            throw new InvalidJwtException(failure);
        }
    }
}
