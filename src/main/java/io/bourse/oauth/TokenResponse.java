package io.bourse.oauth;

import org.jspecify.annotations.Nullable;

/**
 * What a grant ended in (RFC 6749 section 5.1, RFC 8693 section 2.2.1), before a door gives it its shape.
 *
 * @param expiresIn seconds that the access token lives from now
 * @param refreshToken null if none was granted
 * @param issuedTokenType set for token exchange only, else null
 * @param subject whom the access token speaks for
 * @param tokenId the access token's {@code jti}
 * @param familyId the family's id, null if there is none
 */
public record TokenResponse(
        String accessToken,
        long expiresIn,
        Scopes scopes,
        @Nullable String refreshToken,
        @Nullable TokenType issuedTokenType,
        Subject subject,
        String tokenId,
        @Nullable String familyId) {

    @Override
    public String toString() {
        return "TokenResponse[" + tokenId + "]";
    }
}
