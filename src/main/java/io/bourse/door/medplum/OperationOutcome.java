package io.bourse.door.medplum;

import com.fasterxml.jackson.core.JsonGenerator;
import io.bourse.http.Answer;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Medplum says of a request that it did not understand, and of one that it did (FHIR R4, resource OperationOutcome).
 *
 * @param id null if there is none
 */
record OperationOutcome(@Nullable String id, List<Issue> issues) {

    /**
     * What is the matter.
     *
     * @param code of FHIR's value set issue-type
     * @param expression the member that it is about; null if it is about the whole
     * @param text ours, never a part of the request
     */
    record Issue(String severity, String code, @Nullable String expression, String text) {

        static Issue error(String code, String text) {
            return new Issue("error", code, null, text);
        }

        /** Of a member of the request. */
        static Issue invalid(String member, String text) {
            return new Issue("error", "invalid", member, text);
        }

        private void write(JsonGenerator json) throws IOException {
            json.writeStartObject();
            json.writeStringField("severity", severity);
            json.writeStringField("code", code);
            if (expression != null) {
                json.writeArrayFieldStart("expression");
                json.writeString(expression);
                json.writeEndArray();
            }
            json.writeObjectFieldStart("details");
            json.writeStringField("text", text);
            json.writeEndObject();
            json.writeEndObject();
        }
    }

    static final OperationOutcome ALL_OK =
            new OperationOutcome("ok", List.of(new Issue("information", "informational", null, "All OK")));

    OperationOutcome {
        issues = List.copyOf(issues);
    }

    Answer answer(int status) {
        return Answer.json(status, json -> {
            json.writeStringField("resourceType", "OperationOutcome");
            if (id != null) {
                json.writeStringField("id", id);
            }
            json.writeArrayFieldStart("issue");
            for (Issue issue : issues) {
                issue.write(json);
            }
            json.writeEndArray();
        });
    }
}
