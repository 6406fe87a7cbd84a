package io.bourse.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer as a value. Not cacheable unless it says so (RFC 6749 section 5.1).
 *
 * @param contentType null if there is no body
 * @param headers besides those that every answer carries
 */
public record Answer(int status, @Nullable String contentType, Buffer body, Map<String, String> headers) {

    private static final String JSON = "application/json";
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int USUAL_SIZE = 1024;

    /** Writes the members of a JSON object. */
    @FunctionalInterface
    public interface Members {
        void write(JsonGenerator json) throws IOException;
    }

    public Answer {
        headers = Map.copyOf(headers);
    }

    /** A JSON object, written without data binding: hot answers have few fields. */
    public static Answer json(int status, Members members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_SIZE);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return json(status, Buffer.buffer(bytes.toByteArray()));
    }

    /** JSON that is ready already. */
    public static Answer json(int status, Buffer body) {
        return new Answer(status, JSON, body, Map.of());
    }

    public static Answer of(int status, String contentType, Buffer body) {
        return new Answer(status, contentType, body, Map.of());
    }

    public static Answer empty(int status) {
        return new Answer(status, null, Buffer.buffer(), Map.of());
    }

    /** This answer with a header more, or with another value for it. */
    public Answer with(String name, String value) {
        return with(Map.of(name, value));
    }

    Answer with(Map<String, String> more) {
        if (more.isEmpty()) {
            return this;
        }
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new Answer(status, contentType, body, all);
    }

    /** This answer for any cache to keep for so long: for public documents only. */
    public Answer cacheable(Duration maxAge) {
        return with("Cache-Control", "public, max-age=" + maxAge.toSeconds());
    }
}
