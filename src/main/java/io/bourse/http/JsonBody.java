package io.bourse.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.bourse.jose.InvalidJsonException;
import io.bourse.jose.StrictJson;
import io.bourse.oauth.OAuthException;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** A body that is one JSON object (RFC 8259), read strictly: a member twice, bad UTF-8 and depth refuse it. */
public final class JsonBody {

    private final JsonNode object;

    private JsonBody(JsonNode object) {
        this.object = object;
    }

    /** @throws OAuthException {@code invalid_request} if the bytes are not one JSON object */
    public static JsonBody parse(Buffer body) {
        try {
            return new JsonBody(StrictJson.parseObject(body.getBytes(), BodyReader.MAX_BYTES));
        } catch (InvalidJsonException e) {
            throw OAuthException.invalidRequest(String.valueOf(e.getMessage()));
        }
    }

    /**
     * The member's text; empty if it is absent, null or "".
     *
     * @param name a literal of ours: it is told to the caller
     * @throws OAuthException {@code invalid_request} if it is not a string, or holds NUL and is no password
     */
    public Optional<String> optional(String name) {
        JsonNode value = object.get(name);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw OAuthException.parameter(name, "is not a string");
        }
        if (!Form.isStorable(name, value.textValue())) {
            throw OAuthException.parameter(name, "holds a forbidden character");
        }
        return value.textValue().isEmpty() ? Optional.empty() : Optional.of(value.textValue());
    }

    /** As {@link #optional}, but absence fails with {@code invalid_request} naming the member. */
    public String require(String name) {
        return optional(name).orElseThrow(() -> OAuthException.missingParameter(name));
    }

    /** The names of all members. */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** The object itself, for dialects that take more than strings; not to be changed. */
    public JsonNode object() {
        return object;
    }

    /** Names no value: they may be secrets. */
    @Override
    public String toString() {
        return "JsonBody" + names();
    }
}
