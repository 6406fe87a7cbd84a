package io.bourse.door.drf;

import com.fasterxml.jackson.databind.JsonNode;
import io.bourse.http.Call;
import io.bourse.http.Form;
import io.bourse.http.JsonBody;
import io.bourse.http.TokenForm;
import io.bourse.oauth.OAuthException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A field that a call must have, as a serializer of Django REST framework checks it: what is wrong with it is told in its
 * words, for all fields at once.
 */
sealed interface Field {

    Field CLIENT_ID = new Text("client_id", 200);

    String NO_TEXT = "Not a valid string.";

    String name();

    /** What is wrong with the value of a form. */
    Optional<String> problem(String value);

    /** What is wrong with a member of a JSON object that is not null. */
    Optional<String> problem(JsonNode member);

    /** @param maxLength in characters */
    record Text(String name, int maxLength) implements Field {

        @Override
        public Optional<String> problem(String value) {
            if (value.isBlank()) {
                return Optional.of(name + " cannot be blank.");
            }
            if (value.indexOf('\0') >= 0) {
                return Optional.of("Null characters are not allowed.");
            }
            return value.codePointCount(0, value.length()) > maxLength
                    ? Optional.of("Ensure this field has no more than " + maxLength + " characters.")
                    : Optional.empty();
        }

        @Override
        public Optional<String> problem(JsonNode member) {
            return member.isTextual() ? problem(member.textValue()) : Optional.of(NO_TEXT);
        }
    }

    /** A whole number, in a text or not. */
    record Whole(String name) implements Field {

        private static final String FORM = "-?[0-9]{1,18}(\\.0*)?";

        @Override
        public Optional<String> problem(String value) {
            return value.matches(FORM) ? Optional.empty() : Optional.of(name + " must be a valid integer.");
        }

        @Override
        public Optional<String> problem(JsonNode member) {
            return problem(member.isTextual() || member.isNumber() ? member.asText() : "");
        }
    }

    /**
     * The body, of whichever type, with all these fields; of JSON, its texts.
     *
     * @throws DrfFailure if it cannot be read, or a field is refused
     */
    static Form read(Call call, Field... fields) {
        Map<String, String> problems = new LinkedHashMap<>();
        Form form = call.body().length() > 0 && call.hasJson()
                ? read(json(call), problems, fields)
                : read(form(call), problems, fields);
        if (!problems.isEmpty()) {
            throw DrfFailure.fields(problems);
        }
        return form;
    }

    private static Form form(Call call) {
        try {
            return call.form();
        } catch (OAuthException unreadable) {
            throw DrfFailure.detail(
                    400, call.hasMultipart() ? "Multipart form parse error" : "Malformed request.", unreadable);
        }
    }

    private static JsonBody json(Call call) {
        try {
            JsonBody json = call.json();
            call.requireApartFromQuery(json.names());
            return json;
        } catch (OAuthException unreadable) {
            throw DrfFailure.detail(400, "JSON parse error", unreadable);
        }
    }

    private static Form read(Form form, Map<String, String> problems, Field... fields) {
        for (Field field : fields) {
            Optional<String> problem = form.names().contains(field.name())
                    ? field.problem(form.optional(field.name()).orElse(""))
                    : Optional.of(field.name() + " is required.");
            problem.ifPresent(it -> problems.put(field.name(), it));
        }
        return form;
    }

    private static Form read(JsonBody json, Map<String, String> problems, Field... fields) {
        for (Field field : fields) {
            problem(field, json.object().get(field.name())).ifPresent(it -> problems.put(field.name(), it));
        }
        for (Map.Entry<String, JsonNode> member : json.object().properties()) {
            JsonNode value = member.getValue();
            if (TokenForm.PARAMETERS.contains(member.getKey()) && !value.isTextual() && !value.isNull()) {
                problems.put(member.getKey(), NO_TEXT);
            }
        }
        try {
            return problems.isEmpty() ? Form.of(json) : Form.EMPTY;
        } catch (OAuthException tooLong) {
            throw DrfFailure.detail(400, "Malformed request.", tooLong);
        }
    }

    /** @param member null if there is none */
    private static Optional<String> problem(Field field, @Nullable JsonNode member) {
        if (member == null) {
            return Optional.of(field.name() + " is required.");
        }
        return member.isNull() ? Optional.of("This field may not be null.") : field.problem(member);
    }
}
