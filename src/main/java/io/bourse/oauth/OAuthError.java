package io.bourse.oauth;

import java.util.Locale;

/**
 * Error codes of RFC 6749 section 5.2, RFC 6750 section 3.1, RFC 8693 section 2.2.2 and RFC 8707 section 2, and two that
 * those leave to us.
 * The description is fixed, so that nothing of a request is ever echoed and no two causes can be told apart by it.
 */
public enum OAuthError {
    INVALID_REQUEST(400, "The request is malformed or a parameter is missing or repeated."),
    INVALID_CLIENT(401, "Client authentication failed."),
    INVALID_GRANT(400, "The grant is invalid, expired, revoked or was issued to another client."),
    UNAUTHORIZED_CLIENT(400, "The client may not use this grant type."),
    UNSUPPORTED_GRANT_TYPE(400, "The grant type is not supported."),
    UNSUPPORTED_TOKEN_TYPE(400, "The token type is not supported."),
    INVALID_SCOPE(400, "The requested scope is invalid or exceeds what may be granted."),
    INVALID_TARGET(400, "The requested audience or resource is not allowed."),
    INVALID_TOKEN(401, "The access token is invalid, expired or revoked."),
    INSUFFICIENT_SCOPE(403, "The access token lacks the scope that this needs."),
    TEMPORARILY_UNAVAILABLE(503, "The service cannot answer now; try again later."),
    SERVER_ERROR(500, "An unexpected error occurred.");

    private final int status;
    private final String description;

    OAuthError(int status, String description) {
        this.status = status;
        this.description = description;
    }

    /** The code as it travels, such as {@code invalid_grant}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The HTTP status that goes with the code. */
    public int status() {
        return status;
    }

    /** The public text; ASCII without quote and backslash, as RFC 6749 section 5.2 demands. */
    public String description() {
        return description;
    }
}
