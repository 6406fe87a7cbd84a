package io.bourse.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bourse.oauth.OAuthException;
import io.bourse.provider.AudienceProof.ApplicationCheck;
import io.bourse.provider.AudienceProof.DebugToken;
import io.bourse.provider.AudienceProof.TokenInfo;
import io.bourse.provider.Provider.Introspection;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;

/** What the answers to an {@link AudienceProof} mean, each in its dialect, put into the words of RFC 7662. */
final class AudienceAnswer {

    /** GitHub says of a token that is not the application's that there is none. */
    private static final Set<Integer> NO_TOKEN_OF_OURS = Set.of(404, 422);

    private AudienceAnswer() {}

    /**
     * What is said of a token that was issued for us.
     *
     * @throws OAuthException {@code invalid_grant} if the token is refused or was not, {@code temporarily_unavailable}
     *     if the answer says nothing about it
     */
    static JsonNode claims(AudienceProof proof, OutboundAnswer answer) {
        if (proof instanceof TokenInfo info) {
            return tokenInfo(info, TokenAnswer.toBearer(answer));
        }
        if (proof instanceof DebugToken debug) {
            return debugToken(debug, TokenAnswer.object(answer).path("data"));
        }
        if (proof instanceof ApplicationCheck check) {
            if (NO_TOKEN_OF_OURS.contains(answer.status())) {
                throw OAuthException.invalidGrant("the provider refuses the token with " + answer.status());
            }
            return applicationCheck(check, TokenAnswer.object(answer));
        }
        return introspection((Introspection) proof, TokenAnswer.object(answer));
    }

    /** Whether it is us that the answer refuses: of a token that is no good it would speak in another way. */
    static boolean refusesUs(AudienceProof proof, OutboundAnswer answer) {
        return !(proof instanceof TokenInfo) && TokenAnswer.isRefusal(answer);
    }

    /** The claim of userinfo that calls the bearer as {@code sub} of {@link #claims} does. */
    static String nameInUserInfo(AudienceProof proof) {
        return proof instanceof DebugToken || proof instanceof ApplicationCheck ? "id" : SubjectMapping.SUB;
    }

    /** RFC 7662 section 2.2. */
    private static JsonNode introspection(Introspection proof, JsonNode answer) {
        JsonNode active = answer.path("active");
        require(active.isBoolean() && active.booleanValue(), "the foreign token is not active");
        boolean ours = holdsAny(answer.path("aud"), proof.audiences())
                || holdsAny(answer.path("client_id"), proof.audiences());
        requireOurs(ours);
        return answer;
    }

    /** Google's; numbers come as texts. */
    private static JsonNode tokenInfo(TokenInfo proof, JsonNode answer) {
        String audience = answer.path("aud").asText();
        requireOurs(proof.audiences().contains(audience));
        require(answer.hasNonNull("exp"), "the provider does not say when the foreign token ends");
        ObjectNode claims = claims(audience);
        claims.set("exp", seconds(answer.get("exp")));
        copy(answer, "sub", claims);
        copy(answer, "scope", claims);
        return claims;
    }

    /** Facebook's; a token without a user is an application's or a page's. */
    private static JsonNode debugToken(DebugToken proof, JsonNode data) {
        JsonNode valid = data.path("is_valid");
        require(valid.isBoolean() && valid.booleanValue(), "the foreign token is not valid");
        requireOurs(proof.appId().equals(data.path("app_id").asText()));
        ObjectNode claims = claims(proof.appId());
        claims.put("sub", id(data.path("user_id")));
        copy(data, "issued_at", "iat", claims);
        copy(data, "scopes", "scope", claims);
        end(data.path("expires_at")).ifPresent(end -> claims.set("exp", end));
        return claims;
    }

    /** Facebook's word for never is the number 0 and no other; what does not say when a token ends is no proof. */
    private static Optional<JsonNode> end(JsonNode value) {
        require(value.isNumber(), "the provider does not say when the foreign token ends");
        return value.isIntegralNumber() && value.bigIntegerValue().signum() == 0
                ? Optional.empty()
                : Optional.of(value);
    }

    /** GitHub's. */
    private static JsonNode applicationCheck(ApplicationCheck proof, JsonNode answer) {
        requireOurs(proof.clientId().equals(answer.path("app").path("client_id").asText()));
        ObjectNode claims = claims(proof.clientId());
        claims.put("sub", id(answer.path("user").path("id")));
        copy(answer, "scopes", "scope", claims);
        putTime(answer, "created_at", claims, "iat");
        putTime(answer, "expires_at", claims, "exp");
        return claims;
    }

    private static ObjectNode claims(String audience) {
        return JsonNodeFactory.instance.objectNode().put("aud", audience);
    }

    private static void copy(JsonNode from, String name, ObjectNode to) {
        copy(from, name, name, to);
    }

    private static void copy(JsonNode from, String name, String as, ObjectNode to) {
        if (from.hasNonNull(name)) {
            to.set(as, from.get(name));
        }
    }

    /** A number that may be written as a text; what is neither goes on as it is, and is no time then. */
    private static JsonNode seconds(JsonNode value) {
        boolean written = value.isTextual() && value.textValue().matches("[0-9]{1,12}");
        return written ? JsonNodeFactory.instance.numberNode(Long.parseLong(value.textValue())) : value;
    }

    private static void putTime(JsonNode from, String name, ObjectNode to, String as) {
        if (from.hasNonNull(name)) {
            to.put(as, rfc3339(from.get(name)).getEpochSecond());
        }
    }

    private static Instant rfc3339(JsonNode value) {
        try {
            return OffsetDateTime.parse(value.asText()).toInstant();
        } catch (DateTimeParseException e) {
            throw OAuthException.invalidGrant("the provider names a time that is none");
        }
    }

    /** A user's id, a text or an integer. */
    private static String id(JsonNode value) {
        require(value.isTextual() || value.isIntegralNumber(), "the foreign token is no user's");
        return value.asText();
    }

    private static boolean holdsAny(JsonNode value, Set<String> accepted) {
        return ProvedClaims.strings(value).stream().anyMatch(accepted::contains);
    }

    private static void requireOurs(boolean ours) {
        require(ours, "the foreign token was not issued for us");
    }

    private static void require(boolean condition, String failure) {
        if (!condition) {
            throw OAuthException.invalidGrant(failure);
        }
    }
}
