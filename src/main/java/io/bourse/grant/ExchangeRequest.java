package io.bourse.grant;

import io.bourse.jose.InvalidJwkException;
import io.bourse.jose.RsaPublicKeys;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.TokenType;
import java.security.interfaces.RSAPublicKey;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of RFC 8693 section 2.1, checked as one.
 *
 * @param actor null if nobody proves to act
 * @param requestedType what is wanted; an access token if nothing was said
 * @param sessionKey whose owner the session token is for; null if none is wanted
 */
record ExchangeRequest(
        Token subject,
        @Nullable Token actor,
        TokenType requestedType,
        @Nullable RSAPublicKey sessionKey) {

    private static final String REQUESTED_TYPE = "requested_token_type";
    private static final String PUBLIC_KEY = "public_key";

    /** Types of which no token proves anything here: a session token is proved by signing alone. */
    private static final Set<TokenType> UNSUPPORTED =
            EnumSet.of(TokenType.SAML1, TokenType.SAML2, TokenType.SESSION_TOKEN);

    /**
     * A token and what it is said to be.
     *
     * @param role "subject" or "actor", for errors
     * @param value not to be logged
     * @param issuer which provider issued it, by its entry's id or its issuer; null leaves it to the token itself. Not
     *     a parameter of RFC 8693: an opaque token does not say
     */
    record Token(
            String role,
            String value,
            TokenType type,
            @Nullable String issuer) {

        @Override
        public String toString() {
            return role + " " + type;
        }
    }

    /** @throws OAuthException {@code invalid_request} if a parameter is missing, half of a pair, or not supported */
    static ExchangeRequest of(TokenRequest request) {
        request.require("subject_token");
        request.require("subject_token_type");
        TokenType requestedType = requestedType(request);
        return new ExchangeRequest(
                token(request, "subject"), actor(request), requestedType, sessionKey(request, requestedType));
    }

    private static @Nullable Token actor(TokenRequest request) {
        boolean token = request.optional("actor_token").isPresent();
        boolean type = request.optional("actor_token_type").isPresent();
        if (token != type) {
            throw OAuthException.missingParameter(token ? "actor_token_type" : "actor_token");
        }
        return token ? token(request, "actor") : null;
    }

    private static Token token(TokenRequest request, String role) {
        TokenType type = type(request.require(role + "_token_type"));
        boolean refresh = type == TokenType.REFRESH_TOKEN && role.equals("actor");
        if (refresh || UNSUPPORTED.contains(type)) {
            throw OAuthException.parameter(
                    role.equals("actor") ? "actor_token_type" : "subject_token_type", "is not supported");
        }
        return new Token(
                role,
                request.require(role + "_token"),
                type,
                request.optional(role + "_issuer").orElse(null));
    }

    private static TokenType requestedType(TokenRequest request) {
        TokenType type = request.optional(REQUESTED_TYPE)
                .map(uri -> TokenType.of(uri)
                        .orElseThrow(() -> OAuthException.parameter(REQUESTED_TYPE, "is not supported")))
                .orElse(TokenType.ACCESS_TOKEN);
        return switch (type) {
            case ACCESS_TOKEN, JWT, REFRESH_TOKEN, SESSION_TOKEN -> type;
            case ID_TOKEN, SAML1, SAML2 -> throw OAuthException.parameter(REQUESTED_TYPE, "is not supported");
        };
    }

    /**
     * As Oracle's SDKs send it: the base64 of the SubjectPublicKeyInfo, as in a PEM without its first and last line. Whoever
     * sends one wants a token that is bound to it, and no other.
     */
    private static @Nullable RSAPublicKey sessionKey(TokenRequest request, TokenType requestedType) {
        if (requestedType != TokenType.SESSION_TOKEN) {
            if (request.optional(PUBLIC_KEY).isPresent()) {
                throw OAuthException.parameter(PUBLIC_KEY, "goes with a session token only");
            }
            return null;
        }
        try {
            return RsaPublicKeys.parse(request.require(PUBLIC_KEY));
        } catch (InvalidJwkException unusable) {
            throw OAuthException.parameter(
                    PUBLIC_KEY, "must be an RSA key of at least " + RsaPublicKeys.MIN_BITS + " bits");
        }
    }

    private static TokenType type(String uri) {
        return TokenType.of(uri)
                .orElseThrow(() -> OAuthException.invalidRequest("a token type that RFC 8693 does not define"));
    }
}
