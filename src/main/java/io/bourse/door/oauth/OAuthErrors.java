package io.bourse.door.oauth;

import io.bourse.http.Answer;
import io.bourse.http.ErrorShape;
import io.bourse.http.Problem;

/**
 * The standard shape (RFC 6749 section 5.2): {@code error} and {@code error_description}; and {@code decision_id}, under
 * which log and audit say why, if there was a decision.
 */
public final class OAuthErrors implements ErrorShape {

    @Override
    public Answer answer(Problem problem) {
        return Answer.json(problem.status(), json -> {
            json.writeStringField("error", problem.error().code());
            json.writeStringField("error_description", problem.description());
            if (problem.decisionId() != null) {
                json.writeStringField("decision_id", problem.decisionId());
            }
        });
    }
}
