package io.bourse.oauth;

import java.util.Objects;

/** The value of {@code grant_type} (RFC 6749 section 4.5); any absolute URI or registered name may be one. */
public record GrantType(String value) implements Comparable<GrantType> {

    /** RFC 6749 section 4.3. RFC 9700 section 2.4 forbids it: only for clients whose entry names it. */
    public static final GrantType PASSWORD = new GrantType("password");

    /** RFC 6749 section 6. */
    public static final GrantType REFRESH_TOKEN = new GrantType("refresh_token");

    /** RFC 6749 section 4.4. */
    public static final GrantType CLIENT_CREDENTIALS = new GrantType("client_credentials");

    /** A social login's token against ours; named by drf-social-oauth2. */
    public static final GrantType CONVERT_TOKEN = new GrantType("convert_token");

    /** RFC 8693. */
    public static final GrantType TOKEN_EXCHANGE = new GrantType("urn:ietf:params:oauth:grant-type:token-exchange");

    /** RFC 7523 section 2.1. */
    public static final GrantType JWT_BEARER = new GrantType("urn:ietf:params:oauth:grant-type:jwt-bearer");

    /** Whoever signed the request (HTTP signatures) asks for itself: the two-legged flow of Oracle Cloud's identity domains. */
    public static final GrantType SIGNED_REQUEST = new GrantType("signed_request");

    public GrantType {
        Objects.requireNonNull(value);
    }

    /**
     * What a request names.
     *
     * @throws OAuthException {@code unsupported_grant_type} if it is {@link #SIGNED_REQUEST}: that name is ours and no
     *     caller's
     */
    public static GrantType parse(String text) {
        GrantType named = new GrantType(text);
        if (named.equals(SIGNED_REQUEST)) {
            throw OAuthException.unsupportedGrantType(named + " is our name for what is asked for by signing");
        }
        return named;
    }

    @Override
    public int compareTo(GrantType other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
