package io.bourse.provider;

import io.bourse.crypto.Sha256;
import io.bourse.jose.SigningInput;
import io.bourse.oauth.OAuthException;
import java.util.Base64;
import java.util.regex.Pattern;

/** A foreign token that has the form of a bearer token (RFC 6750 section 2.1), so that it may go into a header. */
record ForeignToken(String value) {

    private static final int MAX_LENGTH = 16 * 1024;
    private static final Pattern TOKEN68 = Pattern.compile("[A-Za-z0-9._~+/-]+=*");
    private static final char NUL = 0;

    /** @throws OAuthException {@code invalid_grant} if it has another form or is longer than 16 KB */
    static ForeignToken parse(String text) {
        if (text.length() > MAX_LENGTH || !TOKEN68.matcher(text).matches()) {
            throw OAuthException.invalidGrant("the foreign token has not the form of a token");
        }
        return new ForeignToken(text);
    }

    String bearer() {
        return "Bearer " + value;
    }

    /** SHA-256 in base64url: names the token without being of use to who reads it. */
    String hash() {
        return hash(value);
    }

    /**
     * The lineage id of a token that has no id of its own. That of a JWT leaves its signature out, which everybody can
     * spell in a second way: each would be used once, and outlive the other's revocation.
     */
    String ancestor() {
        return "x" + hash(SigningInput.of(value));
    }

    /** The lineage id of a token by its {@code jti}, which is unique only within its issuer. */
    static String ancestor(String issuer, String tokenId) {
        // No token contains a NUL, so this is never the hash of another token.
        return "x" + hash(issuer + NUL + tokenId);
    }

    private static String hash(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(text));
    }

    @Override
    public String toString() {
        return "ForeignToken[]";
    }
}
