package io.bourse.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.bourse.oauth.FormText;
import io.bourse.oauth.OAuthException;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An immutable {@code application/x-www-form-urlencoded} body (RFC 6749 appendix B), or what {@link Multipart} or {@link
 * JsonBody} reads of another kind. Read from the raw bytes, because malformed UTF-8 and over-long values must refuse the
 * request, and general decoders mend or cut them in silence.
 *
 * <p>Limits: 64 fields, names of 128 bytes, values of 32768 bytes. A parameter without a value counts as absent (RFC
 * 6749 section 3.2), yet a second one of its name is still a repetition. NUL is refused in every value but {@code
 * password}, where it is part of the password: the database could not store it, and no parameter of ours has it. Other
 * control characters are data.
 */
public final class Form {

    /** What RFC 8693 section 2.1 and RFC 8707 section 2 allow to be repeated. */
    public static final Set<String> TARGETS = Set.of("audience", "resource");

    /** A form without fields. */
    public static final Form EMPTY = new Form(Map.of());

    static final int MAX_FIELDS = 64;
    static final int MAX_NAME_BYTES = 128;
    static final int MAX_VALUE_BYTES = 32_768;
    private static final String MAY_HOLD_NUL = "password";

    private final Map<String, List<String>> fields;

    private Form(Map<String, List<String>> fields) {
        this.fields = fields;
    }

    /**
     * Parses a body, or a query string.
     *
     * @param repeatable names that may be given more than once
     * @throws OAuthException {@code invalid_request} if it is malformed, over a limit, or a name is repeated
     */
    public static Form parse(Buffer body, Set<String> repeatable) {
        byte[] bytes = body.getBytes();
        if (bytes.length == 0) {
            return EMPTY;
        }
        Map<String, List<String>> fields = new LinkedHashMap<>();
        int count = 0;
        int start = 0;
        while (start <= bytes.length) {
            int end = indexOf(bytes, '&', start, bytes.length);
            if (end > start) {
                if (++count > MAX_FIELDS) {
                    throw OAuthException.invalidRequest("more than " + MAX_FIELDS + " form fields");
                }
                parseField(bytes, start, end, repeatable, fields);
            }
            start = end + 1;
        }
        return new Form(fields);
    }

    /**
     * The members of a JSON object as fields; {@code null} counts as absent. Only texts are credentials: what another type
     * would be as a text is for nobody to guess. Members of other types that nobody reads are passed over.
     *
     * @throws OAuthException {@code invalid_request} if one of {@link TokenForm#PARAMETERS} is of another type, or a text is
     *     over a limit of forms
     */
    public static Form of(JsonBody body) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : body.object().properties()) {
            JsonNode value = member.getValue();
            if (value.isTextual() || value.isNull()) {
                put(member.getKey(), value.isNull() ? "" : value.textValue(), fields);
            } else if (TokenForm.PARAMETERS.contains(member.getKey())) {
                throw OAuthException.invalidRequest("a member of the JSON object is no text");
            }
        }
        if (fields.size() > MAX_FIELDS) {
            throw OAuthException.invalidRequest("more than " + MAX_FIELDS + " members");
        }
        return new Form(fields);
    }

    private static void put(String name, String text, Map<String, List<String>> fields) {
        if (bytes(name) > MAX_NAME_BYTES || bytes(text) > MAX_VALUE_BYTES) {
            throw OAuthException.invalidRequest("a member of the JSON object is too long");
        }
        put(name, text, Set.of(), fields);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Fields that were within the limits already, in the order given. */
    static Form of(List<Map.Entry<String, String>> given, Set<String> repeatable) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        given.forEach(field -> put(field.getKey(), field.getValue(), repeatable, fields));
        return new Form(fields);
    }

    private static void parseField(
            byte[] bytes, int start, int end, Set<String> repeatable, Map<String, List<String>> fields) {
        int equals = indexOf(bytes, '=', start, end);
        String name = decode(bytes, start, equals, MAX_NAME_BYTES);
        String value = equals < end ? decode(bytes, equals + 1, end, MAX_VALUE_BYTES) : "";
        put(name, value, repeatable, fields);
    }

    private static void put(String name, String value, Set<String> repeatable, Map<String, List<String>> fields) {
        if (name.indexOf('\0') >= 0 || !isStorable(name, value)) {
            throw OAuthException.invalidRequest("NUL in a form field");
        }
        List<String> values = fields.get(name);
        if (values == null) {
            fields.put(name, value.isEmpty() ? List.of() : List.of(value));
        } else if (repeatable.contains(name)) {
            fields.put(name, appended(values, value));
        } else {
            throw OAuthException.invalidRequest("a form field is repeated");
        }
    }

    private static String decode(byte[] bytes, int start, int end, int limit) {
        int length = end - start;
        for (int i = start; i < end; i++) {
            length -= bytes[i] == '%' ? 2 : 0;
        }
        if (length > limit) {
            throw OAuthException.invalidRequest("a form field is longer than " + limit + " bytes");
        }
        try {
            return FormText.decode(bytes, start, end);
        } catch (IllegalArgumentException e) {
            throw OAuthException.invalidRequest("a form field cannot be decoded: " + e.getMessage());
        }
    }

    /** The first position of the byte, or {@code end}. */
    private static int indexOf(byte[] bytes, char wanted, int start, int end) {
        for (int i = start; i < end; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return end;
    }

    /** Whether the value could be stored as text, or is a password, of which only the hash is. */
    static boolean isStorable(String name, String value) {
        return value.indexOf('\0') < 0 || name.equals(MAY_HOLD_NUL);
    }

    private static List<String> appended(List<String> values, String value) {
        if (value.isEmpty()) {
            return values;
        }
        List<String> longer = new ArrayList<>(values);
        longer.add(value);
        return List.copyOf(longer);
    }

    /** The parameter's first value; empty if it is absent or has no value. */
    public Optional<String> optional(String name) {
        List<String> values = all(name);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }

    /**
     * The parameter's value.
     *
     * @param name a literal of ours: it is told to the caller
     * @throws OAuthException {@code invalid_request} naming the parameter if it is absent
     */
    public String require(String name) {
        return optional(name).orElseThrow(() -> OAuthException.missingParameter(name));
    }

    /** Every value of the parameter in the order given; none of them is empty. */
    public List<String> all(String name) {
        return fields.getOrDefault(name, List.of());
    }

    /** The names given, in order, with and without values. */
    public Set<String> names() {
        return Collections.unmodifiableSet(fields.keySet());
    }

    /** The parameters that have exactly one value, such as a token request takes them. */
    public Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        fields.forEach((name, values) -> {
            if (values.size() == 1) {
                parameters.put(name, values.get(0));
            }
        });
        return parameters;
    }

    /** Names no value: they are secrets. */
    @Override
    public String toString() {
        return "Form" + names();
    }
}
