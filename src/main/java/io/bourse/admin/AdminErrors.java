package io.bourse.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import io.bourse.db.StoreException;
import io.bourse.entry.EntryProblems;
import io.bourse.http.Answer;
import io.bourse.http.ErrorShape;
import io.bourse.http.Problem;
import io.bourse.oauth.OAuthException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One shape for every error: {@code error}, {@code error_description}, {@code decision_id} and {@code problems}, which is empty unless there is
 * more to mend than the description says. A problem of entries has its line in what was sent.
 */
final class AdminErrors implements ErrorShape {

    private static final String INVALID = "invalid_request";
    private static final String NOT_FOUND = "not_found";

    /** Writes the items of a JSON list. */
    @FunctionalInterface
    private interface Items {
        void write(JsonGenerator json) throws IOException;
    }

    @Override
    public Answer answer(Problem problem) {
        String error = problem.status() == 404 ? NOT_FOUND : problem.error().code();
        return answer(problem.status(), error, description(problem), problem.decisionId(), json -> {});
    }

    /** Whoever may have lost a secret with the answer of the database must know it. */
    private static String description(Problem problem) {
        return problem.cause() instanceof StoreException store
                ? store.consequence()
                        .map(consequence -> problem.description() + " " + consequence)
                        .orElse(problem.description())
                : problem.description();
    }

    @Override
    public Optional<Answer> ofOwn(Throwable failure, @Nullable String decisionId) {
        if (failure instanceof EntryProblems problems) {
            return Optional.of(answer(
                    400,
                    INVALID,
                    "The entries are refused; nothing was changed.",
                    decisionId,
                    json -> write(json, problems)));
        }
        if (failure instanceof AdminFailure own) {
            return Optional.of(answer(
                    own.status(), own.error(), own.description(), decisionId, json -> write(json, own.problems())));
        }
        return Optional.empty();
    }

    /** The code by which the audit names how a call ended. */
    static String outcome(int status, @Nullable Throwable failure) {
        if (failure instanceof AdminFailure own) {
            return own.error();
        }
        if (failure instanceof OAuthException oauth) {
            return oauth.error().code();
        }
        return switch (status) {
            case 0 -> "unanswered";
            case 404 -> NOT_FOUND;
            case 500 -> "server_error";
            case 503 -> "temporarily_unavailable";
            default -> status < 400 ? "success" : INVALID;
        };
    }

    private static Answer answer(
            int status, String error, String description, @Nullable String decisionId, Items problems) {
        return Answer.json(status, json -> {
            json.writeStringField("error", error);
            json.writeStringField("error_description", description);
            if (decisionId != null) {
                json.writeStringField("decision_id", decisionId);
            }
            json.writeArrayFieldStart("problems");
            problems.write(json);
            json.writeEndArray();
        });
    }

    private static void write(JsonGenerator json, EntryProblems problems) throws IOException {
        for (EntryProblems.Problem problem : problems.problems()) {
            json.writeStartObject();
            json.writeNumberField("line", problem.line());
            json.writeStringField("problem", problem.text());
            json.writeEndObject();
        }
    }

    private static void write(JsonGenerator json, List<String> problems) throws IOException {
        for (String problem : problems) {
            json.writeStartObject();
            json.writeStringField("problem", problem);
            json.writeEndObject();
        }
    }
}
