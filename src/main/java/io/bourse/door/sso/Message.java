package io.bourse.door.sso;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bourse.http.Call;
import io.bourse.http.JsonBody;
import io.bourse.oauth.OAuthException;
import java.util.Optional;

/**
 * The body of a call as a message of protocol buffers in JSON: an empty body is an empty message, members that are null
 * are absent, those that nobody knows are passed over. Every method fails with {@code ValidationError}.
 */
final class Message {

    private static final int MAX_DATA_DEPTH = 16;

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
            throw SsoFailure.validation();
        }
    }

    /** A member's text, which may be "". */
    Optional<String> text(String name) {
        Optional<JsonNode> value = value(name);
        if (value.isPresent() && !value.get().isTextual()) {
            throw SsoFailure.validation();
        }
        return value.map(JsonNode::textValue);
    }

    Optional<Boolean> flag(String name) {
        Optional<JsonNode> value = value(name);
        if (value.isPresent() && !value.get().isBoolean()) {
            throw SsoFailure.validation();
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
                    throw SsoFailure.validation();
                }
                return number;
            } catch (ArithmeticException | NumberFormatException none) {
                throw SsoFailure.validation();
            }
        });
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
            throw SsoFailure.validation();
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
        throw SsoFailure.validation();
    }

    private Optional<JsonNode> value(String name) {
        return Optional.ofNullable(object.get(name)).filter(value -> !value.isNull());
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
