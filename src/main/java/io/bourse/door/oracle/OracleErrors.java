package io.bourse.door.oracle;

import io.bourse.http.Answer;
import io.bourse.http.ErrorShape;
import io.bourse.http.Problem;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Two shapes: what Oracle's gateway says of every signature that is not good, {@code code} and {@code message}; and for
 * all else that of the standard (RFC 6749 section 5.2).
 */
final class OracleErrors implements ErrorShape {

    private static final int UNAUTHORIZED = 401;
    private static final String NOT_AUTHENTICATED =
            "The required information to complete authentication was not provided or was incorrect.";

    /** RFC 9110 section 11.6.1 wants a challenge; draft-cavage-12 section 3.1.1 says how it looks. */
    private static final String CHALLENGE = "Signature realm=\"bourse\","
            + "headers=\"date (request-target) host content-length content-type x-content-sha256\"";

    @Override
    public Answer answer(Problem problem) {
        return Answer.json(problem.status(), json -> {
            json.writeStringField("error", problem.error().code());
            json.writeStringField("error_description", problem.description());
        });
    }

    @Override
    public Optional<Answer> ofOwn(Throwable failure, @Nullable String decisionId) {
        return failure instanceof NotAuthenticatedException ? Optional.of(notAuthenticated()) : Optional.empty();
    }

    private static Answer notAuthenticated() {
        return Answer.json(UNAUTHORIZED, json -> {
                    json.writeStringField("code", "NotAuthenticated");
                    json.writeStringField("message", NOT_AUTHENTICATED);
                })
                .with("WWW-Authenticate", CHALLENGE);
    }
}
