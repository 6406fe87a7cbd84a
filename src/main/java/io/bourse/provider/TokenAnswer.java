package io.bourse.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.bourse.jose.InvalidJsonException;
import io.bourse.jose.StrictJson;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Reason;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an answer of a provider to a question about a token means for the token. */
final class TokenAnswer {

    private static final Set<Integer> REFUSALS = Set.of(400, 401, 403);
    private static final Pattern JSON = Pattern.compile("application/json *(; *charset=(utf-8|\"utf-8\"))?");

    private TokenAnswer() {}

    /**
     * What the userinfo endpoint answers to the token itself (OpenID Connect Core section 5.3).
     *
     * @throws OAuthException {@code invalid_grant} if the provider refuses the token (400, 401, 403), else as
     *     {@link #object}
     */
    static JsonNode toBearer(OutboundAnswer answer) {
        if (isRefusal(answer)) {
            throw OAuthException.invalidGrant("the provider refuses the token with " + answer.status())
                    .because(Reason.REFUSED_BY_PROVIDER);
        }
        return object(answer);
    }

    /** Whether the provider refuses the credentials that it was asked with. */
    static boolean isRefusal(OutboundAnswer answer) {
        return REFUSALS.contains(answer.status());
    }

    /**
     * The object that a 200 consists of (OpenID Connect Core section 5.3.2, RFC 7662 section 2.2).
     *
     * @throws OAuthException {@code temporarily_unavailable} for every other answer and for a 200 that is not a JSON
     *     object in UTF-8: then the provider is out of order, and nothing is known about the token
     */
    static JsonNode object(OutboundAnswer answer) {
        if (answer.status() != 200) {
            throw OAuthException.unavailable("the provider answered " + answer.status());
        }
        if (!isJson(answer.contentType())) {
            throw OAuthException.unavailable("the provider's answer is not application/json in UTF-8");
        }
        try {
            return StrictJson.parseObject(answer.body().getBytes(), OutboundLimits.STANDARD.maxBytes());
        } catch (InvalidJsonException e) {
            throw OAuthException.unavailable("the provider's answer is no good: " + e.getMessage());
        }
    }

    private static boolean isJson(@Nullable String contentType) {
        return contentType != null
                && JSON.matcher(contentType.strip().toLowerCase(Locale.ROOT)).matches();
    }
}
