package io.bourse.oauth;

import org.jspecify.annotations.Nullable;

/**
 * What a grant ended in (RFC 6749 section 5.1, RFC 8693 section 2.2.1), before a door gives it its shape.
 *
 * @param accessToken what was issued, whatever its type is: RFC 8693 calls it so
 * @param expiresIn seconds that it lives from now
 * @param refreshToken null if none was granted
 * @param issuedTokenType set for token exchange only, else null
 * @param subject whom the access token speaks for
 * @param tokenId its {@code jti}; null for a refresh token
 * @param familyId the family's id, null if there is none
 */
public record TokenResponse(
        String accessToken,
        long expiresIn,
        Scopes scopes,
        @Nullable String refreshToken,
        @Nullable TokenType issuedTokenType,
        Subject subject,
        @Nullable String tokenId,
        @Nullable String familyId) {

    /** {@code token_type}: {@code N_A} for what is no access token (RFC 8693 section 2.2.1). */
    public String tokenType() {
        return issuedTokenType == null || issuedTokenType == TokenType.ACCESS_TOKEN ? "Bearer" : "N_A";
    }

    @Override
    public String toString() {
        return "TokenResponse[" + tokenId + ", " + familyId + "]";
    }
}
