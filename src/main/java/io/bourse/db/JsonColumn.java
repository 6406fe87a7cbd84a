package io.bourse.db;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Values as they stand in a {@code jsonb} column. Members that this version does not know are ignored, so that an
 * older node reads what a newer one wrote.
 */
public final class JsonColumn {

    private static final Logger LOG = LoggerFactory.getLogger(JsonColumn.class);

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();

    private JsonColumn() {}

    /** The text to store: snake case, nothing for what is null. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(value.getClass().getSimpleName() + " cannot be written as JSON", e);
        }
    }

    /** Makes a value of what is stored; throws whatever says why there is none. */
    @FunctionalInterface
    public interface Reading<S, T> {
        T of(S stored) throws Exception;
    }

    /**
     * Reads a stored value. A row that cannot be read counts as absent and is logged as an error, without its
     * content: one broken row must deny what it would allow, and must not stop a node.
     *
     * @param row what is read, for the log, such as {@code client demo}
     * @param stored the class that the column maps to; what is missing from the JSON is null in it
     * @param value whatever it throws means that the row is broken; the log names its class
     */
    public static <S, T> Optional<T> read(String row, String json, Class<S> stored, Reading<S, T> value) {
        try {
            return Optional.of(value.of(MAPPER.readValue(json, stored)));
        } catch (Exception e) {
            LOG.error(
                    "the stored entry of {} is broken and counts as absent: {}",
                    row,
                    e.getClass().getSimpleName());
            return Optional.empty();
        }
    }
}
