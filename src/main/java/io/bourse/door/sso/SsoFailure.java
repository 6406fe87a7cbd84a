package io.bourse.door.sso;

import io.bourse.oauth.OAuthError;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Reason;
import org.jspecify.annotations.Nullable;

/** A failure as this dialect names it. The name is a literal of ours and is what the caller sees. */
final class SsoFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final String VALIDATION = "ValidationError";

    private final GrpcCode code;
    private final String name;

    private SsoFailure(GrpcCode code, String name) {
        this(code, name, null);
    }

    /** @param reason what our own log tells besides; null if the name says all */
    private SsoFailure(GrpcCode code, String name, @Nullable OAuthException reason) {
        super(name, reason, false, false);
        this.code = code;
        this.name = name;
    }

    /**
     * A field is not what it must be; said before anybody is believed.
     *
     * @param detail which, and what it must be, for our own log; never what was sent
     */
    static SsoFailure validation(String detail) {
        return validation(OAuthException.invalidRequest(detail));
    }

    /** As the other, by what already says so. */
    static SsoFailure validation(OAuthException reason) {
        return new SsoFailure(GrpcCode.INVALID_ARGUMENT, VALIDATION, reason);
    }

    static SsoFailure badRequest(String name) {
        return new SsoFailure(GrpcCode.INVALID_ARGUMENT, name);
    }

    static SsoFailure notFound(String name) {
        return new SsoFailure(GrpcCode.NOT_FOUND, name);
    }

    static SsoFailure unauthenticated(String name) {
        return new SsoFailure(GrpcCode.UNAUTHENTICATED, name);
    }

    /** A refusal of the pipeline. Why, only our own log tells. */
    static SsoFailure of(OAuthException refusal) {
        if (refusal.reason().filter(Reason.PASSWORD_REQUIRES_UPDATE::equals).isPresent()) {
            return new SsoFailure(GrpcCode.PERMISSION_DENIED, "UserPasswordUpdateRequired", refusal);
        }
        return new SsoFailure(code(refusal.error()), refusal.error().code(), refusal);
    }

    static GrpcCode code(OAuthError error) {
        return switch (error) {
            case INVALID_CLIENT -> GrpcCode.UNAUTHENTICATED;
            case TEMPORARILY_UNAVAILABLE -> GrpcCode.UNAVAILABLE;
            case SERVER_ERROR -> GrpcCode.INTERNAL;
            case INVALID_REQUEST,
                    INVALID_GRANT,
                    UNAUTHORIZED_CLIENT,
                    UNSUPPORTED_GRANT_TYPE,
                    UNSUPPORTED_TOKEN_TYPE,
                    INVALID_SCOPE,
                    INVALID_TARGET,
                    INSUFFICIENT_SCOPE,
                    INVALID_TOKEN -> GrpcCode.INVALID_ARGUMENT;
        };
    }

    /** Whether it says nothing of anybody, so that it need not be hidden. */
    boolean isOfForm() {
        return name.equals(VALIDATION);
    }

    GrpcCode code() {
        return code;
    }

    String name() {
        return name;
    }
}
