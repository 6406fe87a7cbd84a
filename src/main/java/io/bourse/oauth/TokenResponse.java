package io.bourse.oauth;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a grant ended in (RFC 6749 section 5.1, RFC 8693 section 2.2.1), before a door gives it its shape.
 *
 * @param accessToken what was issued, whatever its type is: RFC 8693 calls it so
 * @param expiresIn seconds that it lives from now
 * @param expiresAt when it ends, to the second, as it says itself
 * @param refreshToken null if none was granted
 * @param refreshExpiresAt when that ends unless it is used before; null if none was granted
 * @param issuedTokenType set for token exchange only, else null
 * @param subject whom the access token speaks for
 * @param tokenId its {@code jti}; null for a refresh token
 * @param familyId the family's id, null if there is none
 * @param idToken who logged in, for the client to read (OpenID Connect Core section 2); null if no such was granted
 * @param project whose user logged in, for clients that want to know; null if the client does not, or nobody did
 */
public record TokenResponse(
        String accessToken,
        long expiresIn,
        Instant expiresAt,
        Scopes scopes,
        @Nullable String refreshToken,
        @Nullable Instant refreshExpiresAt,
        @Nullable TokenType issuedTokenType,
        Subject subject,
        @Nullable String tokenId,
        @Nullable String familyId,
        @Nullable String idToken,
        @Nullable String project) {

    /** {@code token_type}: {@code N_A} for what is no access token (RFC 8693 section 2.2.1). */
    public String tokenType() {
        return issuedTokenType == null || issuedTokenType == TokenType.ACCESS_TOKEN ? "Bearer" : "N_A";
    }

    @Override
    public String toString() {
        return "TokenResponse[" + tokenId + ", " + familyId + "]";
    }
}
