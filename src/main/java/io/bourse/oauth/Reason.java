package io.bourse.oauth;

/**
 * Why a request was refused, closer than its {@link OAuthError} says: for dialects that tell their callers so much. Only what
 * the caller may know who has come so far in the decision; the standards' dialect tells none of it.
 */
public enum Reason {
    /** The provider that was named is unknown, switched off, or not for this client. */
    UNKNOWN_PROVIDER,
    /** The project that was named is not the client's. */
    OTHER_PROJECT,
    /** The provider was asked, and wants to be asked less. */
    BUSY_PROVIDER,
    /** The provider could not be asked, or not be understood. */
    UNREACHABLE_PROVIDER,
    /** User name and password are not those of a user who may log in; never why. */
    WRONG_PASSWORD,
    /** The password was right, and logs nobody in until it was replaced. */
    PASSWORD_REQUIRES_UPDATE,
    /** The provider was asked, and refuses its token. */
    REFUSED_BY_PROVIDER,
    /** The provider's token proves nothing: forged, expired, for others, used up, revoked here. */
    UNPROVED,
    /** The token is proved, and whom it speaks for is nobody here, or nobody for whom the client may have tokens. */
    UNKNOWN_SUBJECT,
    /** The token is proved, and whom it speaks for is switched off. */
    DISABLED_SUBJECT
}
