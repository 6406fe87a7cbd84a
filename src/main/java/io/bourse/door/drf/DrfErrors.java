package io.bourse.door.drf;

import io.bourse.http.Answer;
import io.bourse.http.ErrorShape;
import io.bourse.http.HttpFailure;
import io.bourse.http.Problem;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Reason;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What HTTP refuses is {@code {"detail": "..."}}, as Django REST framework has it; what a grant refuses is {@code {"error":
 * "...", "error_description": "..."}}, as oauthlib has it, in the texts of drf-social-oauth2. No text of a request or of a
 * provider is ever repeated.
 */
final class DrfErrors implements ErrorShape {

    static final String NOT_AUTHENTICATED = "Authentication credentials were not provided.";

    private static final Set<OAuthError> WITHOUT_DESCRIPTION = Set.of(
            OAuthError.INVALID_CLIENT,
            OAuthError.INVALID_GRANT,
            OAuthError.INVALID_SCOPE,
            OAuthError.UNAUTHORIZED_CLIENT,
            OAuthError.UNSUPPORTED_GRANT_TYPE);

    @Override
    public Answer answer(Problem problem) {
        if (problem.cause() instanceof HttpFailure http) {
            return detail(problem.status(), text(problem, http));
        }
        if (problem.cause() instanceof OAuthException refusal) {
            return refusal.reason().map(reason -> because(reason, refusal)).orElseGet(() -> refused(refusal));
        }
        return problem.error() == OAuthError.SERVER_ERROR
                ? Answer.json(500, json -> json.writeStringField("error", problem.description()))
                : error(problem.status(), problem.error().code(), problem.description());
    }

    /** A caller without a good token is told of no other realm than the original's. */
    @Override
    public Optional<Answer> ofOwn(Throwable failure, @Nullable String decisionId) {
        if (failure instanceof OAuthException refusal && refusal.error() == OAuthError.INVALID_TOKEN) {
            return Optional.of(detail(401, NOT_AUTHENTICATED).with("WWW-Authenticate", "Bearer realm=\"api\""));
        }
        return failure instanceof DrfFailure own ? Optional.of(own.answer()) : Optional.empty();
    }

    private static String text(Problem problem, HttpFailure failure) {
        return switch (problem.status()) {
            case 404 -> "Not found.";
            case 405 ->
                failure.refusedMethod()
                        .map(method -> "Method \"" + method + "\" not allowed.")
                        .orElse("Method not allowed.");
            case 415 -> "Unsupported media type in request.";
            default -> problem.description();
        };
    }

    private static Answer because(Reason reason, OAuthException refusal) {
        return switch (reason) {
            case UNKNOWN_PROVIDER -> error(400, "invalid_request", "Invalid backend parameter.");
            case REFUSED_BY_PROVIDER -> error(400, "invalid_request", "Backend responded with HTTP401.");
            case UNPROVED -> error(400, "access_denied", "The token you provided is invalid or expired.");
            case OTHER_PROJECT, BUSY_PROVIDER, UNREACHABLE_PROVIDER -> refused(refusal);
            case WRONG_PASSWORD, PASSWORD_REQUIRES_UPDATE, UNKNOWN_SUBJECT ->
                error(400, "invalid_grant", "Invalid credentials given.");
            case DISABLED_SUBJECT -> error(400, "invalid_grant", "User inactive or deleted.");
        };
    }

    private static Answer refused(OAuthException refusal) {
        OAuthError error = refusal.error();
        if (WITHOUT_DESCRIPTION.contains(error)) {
            return Answer.json(error.status(), json -> json.writeStringField("error", error.code()));
        }
        return error(
                error.status(),
                error.code(),
                refusal.missing().map(DrfErrors::missing).orElseGet(refusal::publicDescription));
    }

    private static String missing(String parameter) {
        return switch (parameter) {
            case "username", "password" -> "Request is missing " + parameter + " parameter.";
            default -> "Missing " + parameter.replace('_', ' ') + " parameter.";
        };
    }

    static Answer detail(int status, String text) {
        return Answer.json(status, json -> json.writeStringField("detail", text));
    }

    private static Answer error(int status, String code, String description) {
        return Answer.json(status, json -> {
            json.writeStringField("error", code);
            json.writeStringField("error_description", description);
        });
    }
}
