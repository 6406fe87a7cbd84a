package io.bourse.door.sso;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bourse.http.Call;
import io.bourse.http.JsonBody;
import io.bourse.oauth.OAuthException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The body of a call as a message of protocol buffers in JSON: an empty body is an empty message, members that are null
 * are absent, those that nobody knows are passed over, and names may be in camel case as well. Every method fails with
 * {@code ValidationError}.
 */
final class Message {

    private static final int MAX_DATA_DEPTH = 16;
    private static final Pattern WORDS = Pattern.compile("_([a-z])");

    private final JsonNode object;

    private Message(JsonNode object) {
        this.object = object;
    }

    static Message of(Call call) {
        if (call.body().length() == 0) {
            return new Message(JsonNodeFactory.instance.objectNode());
        }
        try {
            return new Message(JsonBody.parse(call.body()).object());
        } catch (OAuthException malformed) {
            throw SsoFailure.validation(malformed);
        }
    }

    /** A member's text, which may be "". */
    Optional<String> text(String name) {
        Optional<JsonNode> value = value(name);
        if (value.isPresent() && !value.get().isTextual()) {
            throw SsoFailure.validation(name + " is no text");
        }
        return value.map(JsonNode::textValue);
    }

    Optional<Boolean> flag(String name) {
        Optional<JsonNode> value = value(name);
        if (value.isPresent() && !value.get().isBoolean()) {
            throw SsoFailure.validation(name + " is neither true nor false");
        }
        return value.map(JsonNode::booleanValue);
    }

    /** A number from 0, which may be written as a text. */
    Optional<Integer> number(String name, int max) {
        return value(name).map(value -> {
            try {
                int number = value.isTextual()
                        ? Integer.parseInt(value.textValue())
                        : value.isIntegralNumber() ? value.bigIntegerValue().intValueExact() : -1;
                if (number < 0 || number > max) {
                    throw noNumber(name, max);
                }
                return number;
            } catch (ArithmeticException | NumberFormatException none) {
                throw noNumber(name, max);
            }
        });
    }

    private static SsoFailure noNumber(String name, int max) {
        return SsoFailure.validation(name + " is no number from 0 to " + max);
    }

    /** A constant by its name or its number; the first if the member is absent. */
    <E extends Enum<E>> E constant(String name, E[] constants) {
        Optional<JsonNode> value = value(name);
        if (value.isPresent() && value.get().isTextual()) {
            for (E constant : constants) {
                if (constant.name().equals(value.get().textValue())) {
                    return constant;
                }
            }
            throw SsoFailure.validation(name + " is no constant that we know");
        }
        return constants[number(name, constants.length - 1).orElse(0)];
    }

    /** An object that can be stored; an empty one if the member is absent. */
    ObjectNode object(String name) {
        Optional<JsonNode> value = value(name);
        if (value.isEmpty()) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (value.get() instanceof ObjectNode found && isStorable(found, MAX_DATA_DEPTH)) {
            return found;
        }
        throw SsoFailure.validation(name + " is no object that can be stored");
    }

    private Optional<JsonNode> value(String name) {
        String camelCase = camelCase(name);
        if (!camelCase.equals(name) && object.has(name) && object.has(camelCase)) {
            throw SsoFailure.validation(name + " is there in both spellings");
        }
        return Optional.ofNullable(object.get(object.has(name) ? name : camelCase))
                .filter(value -> !value.isNull());
    }

    /** {@code isEnabled} for {@code is_enabled}. */
    private static String camelCase(String name) {
        return WORDS.matcher(name).replaceAll(word -> word.group(1).toUpperCase(Locale.ROOT));
    }

    /** PostgreSQL has neither NUL nor infinity. */
    private static boolean isStorable(JsonNode node, int depth) {
        if (depth == 0 || node.isTextual() && node.textValue().indexOf('\0') >= 0) {
            return false;
        }
        if (node.isNumber() && !Double.isFinite(node.doubleValue())) {
            return false;
        }
        for (JsonNode child : node) {
            if (!isStorable(child, depth - 1)) {
                return false;
            }
        }
        return !(node instanceof ObjectNode found)
                || found.properties().stream()
                        .noneMatch(member -> member.getKey().indexOf('\0') >= 0);
    }
}
