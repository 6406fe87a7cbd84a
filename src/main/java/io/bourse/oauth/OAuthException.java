package io.bourse.oauth;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one failure that crosses layers. The message is private detail for the log and holds no secret; what a caller
 * sees is {@link #error()} with {@link #publicDescription()}.
 */
public final class OAuthException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final OAuthError error;
    private final String publicDescription;
    private final @Nullable Reason reason;
    private final @Nullable String missing;

    private OAuthException(OAuthError error, String publicDescription, String detail, @Nullable Throwable cause) {
        this(error, publicDescription, detail, cause, null, null);
    }

    private OAuthException(
            OAuthError error,
            String publicDescription,
            String detail,
            @Nullable Throwable cause,
            @Nullable Reason reason,
            @Nullable String missing) {
        super(detail, cause, false, cause != null);
        this.error = error;
        this.publicDescription = publicDescription;
        this.reason = reason;
        this.missing = missing;
    }

    private static OAuthException of(OAuthError error, String detail) {
        return new OAuthException(error, error.description(), detail, null);
    }

    public static OAuthException invalidRequest(String detail) {
        return of(OAuthError.INVALID_REQUEST, detail);
    }

    /** Names the parameter to the caller. The name must be a literal of ours, never a part of the request. */
    public static OAuthException missingParameter(String name) {
        String text = "The parameter " + name + " is missing.";
        return new OAuthException(OAuthError.INVALID_REQUEST, text, text, null, null, name);
    }

    /** As {@link #missingParameter}; the problem is a literal such as "is repeated". */
    public static OAuthException parameter(String name, String problem) {
        String text = "The parameter " + name + " " + problem + ".";
        return new OAuthException(OAuthError.INVALID_REQUEST, text, text, null);
    }

    /** A subject or actor token that will not do (RFC 8693 section 2.2.2); which of them and why stays in the detail. */
    public static OAuthException tokenNotAccepted(String detail) {
        return new OAuthException(
                OAuthError.INVALID_REQUEST, "The subject or actor token is not accepted.", detail, null);
    }

    public static OAuthException invalidClient(String detail) {
        return of(OAuthError.INVALID_CLIENT, detail);
    }

    public static OAuthException invalidGrant(String detail) {
        return of(OAuthError.INVALID_GRANT, detail);
    }

    public static OAuthException unauthorizedClient(String detail) {
        return of(OAuthError.UNAUTHORIZED_CLIENT, detail);
    }

    public static OAuthException unsupportedGrantType(String detail) {
        return of(OAuthError.UNSUPPORTED_GRANT_TYPE, detail);
    }

    public static OAuthException invalidScope(String detail) {
        return of(OAuthError.INVALID_SCOPE, detail);
    }

    public static OAuthException invalidTarget(String detail) {
        return of(OAuthError.INVALID_TARGET, detail);
    }

    public static OAuthException invalidToken(String detail) {
        return of(OAuthError.INVALID_TOKEN, detail);
    }

    /** The token is good, and not for this (RFC 6750 section 3.1). */
    public static OAuthException insufficientScope(String detail) {
        return of(OAuthError.INSUFFICIENT_SCOPE, detail);
    }

    /** We cannot know or cannot write: the caller may try again. */
    public static OAuthException unavailable(String detail) {
        return of(OAuthError.TEMPORARILY_UNAVAILABLE, detail);
    }

    public static OAuthException unavailable(String detail, Throwable cause) {
        return new OAuthException(
                OAuthError.TEMPORARILY_UNAVAILABLE, OAuthError.TEMPORARILY_UNAVAILABLE.description(), detail, cause);
    }

    /** The same, for a dialect that tells why; the first reason counts. */
    public OAuthException because(Reason closer) {
        return reason == null
                ? new OAuthException(
                        error, publicDescription, String.valueOf(getMessage()), getCause(), closer, missing)
                : this;
    }

    /** Why, closer than the error says; empty if nobody may know. */
    public Optional<Reason> reason() {
        return Optional.ofNullable(reason);
    }

    /** The parameter that is missing, by a literal of ours; empty if it is not that. */
    public Optional<String> missing() {
        return Optional.ofNullable(missing);
    }

    public OAuthError error() {
        return error;
    }

    public String publicDescription() {
        return publicDescription;
    }
}
