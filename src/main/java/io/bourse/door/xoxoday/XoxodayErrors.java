package io.bourse.door.xoxoday;

import io.bourse.http.Answer;
import io.bourse.http.ErrorShape;
import io.bourse.http.Problem;
import io.bourse.oauth.OAuthError;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code error} and {@code error_description}, nothing else. A token that is no good is called the same whatever it is for
 * and whatever is wrong with it; this dialect says so with 401.
 */
final class XoxodayErrors implements ErrorShape {

    private static final Set<OAuthError> NO_GOOD = Set.of(OAuthError.INVALID_TOKEN, OAuthError.INVALID_GRANT);
    private static final int UNAUTHORIZED = 401;
    private static final int BAD_REQUEST = 400;

    @Override
    public Answer answer(Problem problem) {
        return NO_GOOD.contains(problem.error())
                ? error(UNAUTHORIZED, OAuthError.INVALID_TOKEN, "invalid/expired token")
                : error(problem.status(), problem.error(), problem.description());
    }

    @Override
    public Optional<Answer> ofOwn(Throwable failure, @Nullable String decisionId) {
        return failure instanceof NoBearerException
                ? Optional.of(error(
                        BAD_REQUEST, OAuthError.INVALID_REQUEST, "missing/invalid parameters authorization header"))
                : Optional.empty();
    }

    private static Answer error(int status, OAuthError error, String description) {
        return Answer.json(status, json -> {
            json.writeStringField("error", error.code());
            json.writeStringField("error_description", description);
        });
    }
}
