package io.bourse.grant;

import io.bourse.oauth.OAuthException;
import io.bourse.oauth.TokenType;

/**
 * The parameters of RFC 8693 section 2.1, checked as one.
 *
 * @param subjectToken what is exchanged; not to be logged
 * @param requestedType what is wanted; an access token if nothing was said
 */
record ExchangeRequest(String subjectToken, TokenType subjectType, TokenType requestedType) {

    /** @throws OAuthException {@code invalid_request} if a parameter is missing, half of a pair, or not supported */
    static ExchangeRequest of(TokenRequest request) {
        String subjectToken = request.require("subject_token");
        TokenType subjectType = type(request.require("subject_token_type"));
        if (subjectType != TokenType.ACCESS_TOKEN) {
            throw OAuthException.parameter("subject_token_type", "is not supported");
        }
        refuseActor(request);
        TokenType requestedType = request.optional("requested_token_type")
                .map(ExchangeRequest::type)
                .orElse(TokenType.ACCESS_TOKEN);
        if (requestedType != TokenType.ACCESS_TOKEN) {
            throw OAuthException.parameter("requested_token_type", "is not supported");
        }
        return new ExchangeRequest(subjectToken, subjectType, requestedType);
    }

    /** An actor changes whom the token speaks for, so one that we do not honour must not be passed over. */
    private static void refuseActor(TokenRequest request) {
        boolean token = request.optional("actor_token").isPresent();
        boolean type = request.optional("actor_token_type").isPresent();
        if (token != type) {
            throw OAuthException.missingParameter(token ? "actor_token_type" : "actor_token");
        }
        if (token) {
            throw OAuthException.parameter("actor_token", "is not supported");
        }
    }

    private static TokenType type(String uri) {
        return TokenType.of(uri)
                .orElseThrow(() -> OAuthException.invalidRequest("a token type that RFC 8693 does not define"));
    }

    @Override
    public String toString() {
        return "ExchangeRequest[" + subjectType + " to " + requestedType + "]";
    }
}
