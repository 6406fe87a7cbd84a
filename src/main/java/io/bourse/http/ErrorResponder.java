package io.bourse.http;

import io.bourse.oauth.OAuthError;
import io.bourse.oauth.OAuthException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes an answer of a failure. What is a failure of the door's own, the door answers; of any other the status is found here,
 * and the door gives it its shape.
 */
final class ErrorResponder {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorResponder.class);
    private static final String AUTHORIZATION = "Authorization";
    private static final String CHALLENGE = "WWW-Authenticate";

    private ErrorResponder() {}

    /** The answer for a failure of this call, in its door's shape. */
    static Answer answer(Call call, Throwable failure) {
        Optional<Answer> own = call.resource().errors().ofOwn(failure, decisionId(call));
        if (own.isPresent()) {
            return own.get();
        }
        Problem problem = problem(call, failure);
        return call.resource().errors().answer(problem).with(problem.headers());
    }

    private static Problem problem(Call call, Throwable failure) {
        if (failure instanceof OAuthException oauth) {
            return ofOAuth(call, oauth);
        }
        if (failure instanceof HttpFailure http) {
            return ofHttp(http, decisionId(call));
        }
        if (Problem.isPassing(failure)) {
            LOG.atWarn()
                    .addKeyValue("request_id", call.requestId())
                    .addKeyValue("route", call.template())
                    .log("unavailable: {}", failure.getMessage());
            return new Problem(
                    503,
                    OAuthError.TEMPORARILY_UNAVAILABLE,
                    OAuthError.TEMPORARILY_UNAVAILABLE.description(),
                    RetryAfter.header(),
                    decisionId(call),
                    failure);
        }
        LOG.atError()
                .addKeyValue("request_id", call.requestId())
                .addKeyValue("route", call.template())
                .setCause(failure)
                .log("unexpected failure");
        return new Problem(
                500,
                OAuthError.SERVER_ERROR,
                OAuthError.SERVER_ERROR.description(),
                Map.of(),
                decisionId(call),
                failure);
    }

    /** A problem of a message that never became a call. */
    static Problem ofHttp(HttpFailure failure) {
        return ofHttp(failure, null);
    }

    private static Problem ofHttp(HttpFailure failure, @Nullable String decisionId) {
        return new Problem(
                failure.status(),
                OAuthError.INVALID_REQUEST,
                failure.description(),
                failure.headers(),
                decisionId,
                failure);
    }

    private static @Nullable String decisionId(Call call) {
        return call.decisionId().orElse(null);
    }

    private static Problem ofOAuth(Call call, OAuthException failure) {
        return new Problem(
                failure.error().status(),
                failure.error(),
                failure.publicDescription(),
                oauthHeaders(call, failure.error()),
                decisionId(call),
                failure);
    }

    private static Map<String, String> oauthHeaders(Call call, OAuthError error) {
        boolean credentialsGiven = !call.headers(AUTHORIZATION).isEmpty();
        return switch (error) {
            // RFC 6749 section 5.2: a challenge in the scheme that the client used.
            case INVALID_CLIENT ->
                credentialsGiven ? Map.of(CHALLENGE, "Basic realm=\"bourse\", charset=\"UTF-8\"") : Map.of();
            // RFC 6750 section 3.1: no error code for a request without any credentials.
            case INVALID_TOKEN ->
                Map.of(
                        CHALLENGE,
                        credentialsGiven
                                ? "Bearer realm=\"bourse\", error=\"invalid_token\""
                                : "Bearer realm=\"bourse\"");
            case INSUFFICIENT_SCOPE -> Map.of(CHALLENGE, "Bearer realm=\"bourse\", error=\"insufficient_scope\"");
            case TEMPORARILY_UNAVAILABLE -> RetryAfter.header();
            case INVALID_REQUEST,
                    INVALID_GRANT,
                    UNAUTHORIZED_CLIENT,
                    UNSUPPORTED_GRANT_TYPE,
                    UNSUPPORTED_TOKEN_TYPE,
                    INVALID_SCOPE,
                    INVALID_TARGET,
                    SERVER_ERROR -> Map.of();
        };
    }
}
