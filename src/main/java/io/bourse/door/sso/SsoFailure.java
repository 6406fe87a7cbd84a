package io.bourse.door.sso;

import io.bourse.http.Problem;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Reason;
import org.jspecify.annotations.Nullable;

/**
 * A failure as this dialect names it. The name is a literal of ours and is what the caller sees; the cause is for our own
 * log.
 */
final class SsoFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final String VALIDATION = "ValidationError";

    private final GrpcCode code;
    private final String name;

    private SsoFailure(GrpcCode code, String name, @Nullable Throwable cause) {
        super(name, cause, false, false);
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
        return new SsoFailure(GrpcCode.INVALID_ARGUMENT, name, null);
    }

    /** @param detail as that of {@link #validation(String)} */
    static SsoFailure badRequest(String name, String detail) {
        return new SsoFailure(GrpcCode.INVALID_ARGUMENT, name, OAuthException.invalidRequest(detail));
    }

    static SsoFailure notFound(String name) {
        return new SsoFailure(GrpcCode.NOT_FOUND, name, null);
    }

    static SsoFailure unauthenticated(String name) {
        return new SsoFailure(GrpcCode.UNAUTHENTICATED, name, null);
    }

    static SsoFailure unauthenticated(String name, OAuthException cause) {
        return new SsoFailure(GrpcCode.UNAUTHENTICATED, name, cause);
    }

    /** A refusal of the pipeline. Why, only our own log tells. */
    static SsoFailure of(OAuthException refusal) {
        if (refusal.reason().filter(Reason.PASSWORD_REQUIRES_UPDATE::equals).isPresent()) {
            return new SsoFailure(GrpcCode.PERMISSION_DENIED, "UserPasswordUpdateRequired", refusal);
        }
        GrpcCode code = code(refusal.error());
        String name = code.status() < 500 ? refusal.error().code() : nameOf(code.status());
        return new SsoFailure(code, name, refusal);
    }

    /** What any failure is here; the caller of one that is nobody's is told no more than its status. */
    static SsoFailure nearest(Throwable failure) {
        if (failure instanceof SsoFailure own) {
            return own;
        }
        if (failure instanceof OAuthException refusal) {
            return of(refusal);
        }
        GrpcCode code = Problem.isPassing(failure) ? GrpcCode.UNAVAILABLE : GrpcCode.INTERNAL;
        return new SsoFailure(code, nameOf(code.status()), failure);
    }

    /** The name of what has no other than its status. */
    static String nameOf(int status) {
        return switch (status) {
            case 401 -> "Unauthenticated";
            case 403 -> "PermissionDenied";
            case 413 -> "TooLarge";
            case 429 -> "TooManyRequests";
            case 503 -> "Unavailable";
            default -> status < 500 ? VALIDATION : "InternalError";
        };
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

    /** Why, for our own log; null if the name says it all. */
    @Nullable
    String detail() {
        return getCause() == null ? null : getCause().getMessage();
    }

    String name() {
        return name;
    }
}
