package io.bourse.door.drf;

import io.bourse.http.Answer;
import io.bourse.oauth.OAuthException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What only this dialect knows as a failure. Its cause is what it would be in the standards' words, for log and audit. */
final class DrfFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Answer answer;

    private DrfFailure(Answer answer, OAuthException cause) {
        super(cause.getMessage(), cause, false, false);
        this.answer = answer;
    }

    /** {@code {"detail": "..."}}. */
    static DrfFailure detail(int status, String text, OAuthException cause) {
        return new DrfFailure(DrfErrors.detail(status, text), cause);
    }

    /** {@code {"field": ["..."], ...}}, by the names of the fields in order. */
    static DrfFailure fields(Map<String, String> problems) {
        Map<String, String> ordered = new LinkedHashMap<>(problems);
        Answer answer = Answer.json(400, json -> {
            for (Map.Entry<String, String> field : ordered.entrySet()) {
                json.writeArrayFieldStart(field.getKey());
                json.writeString(field.getValue());
                json.writeEndArray();
            }
        });
        return new DrfFailure(answer, OAuthException.invalidRequest("fields are refused: " + ordered.keySet()));
    }

    Answer answer() {
        return answer;
    }
}
