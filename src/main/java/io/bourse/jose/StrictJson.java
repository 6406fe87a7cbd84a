package io.bourse.jose;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Reads JSON (RFC 8259) that others wrote: one document of valid UTF-8, no name twice in an object, no lone surrogate
 * (RFC 7493 section 2), nothing after the end, bounded in size and depth. Its exceptions hold nothing of the input.
 */
public final class StrictJson {

    /** Documents are at most so many bytes, unless a caller sets another cap. */
    public static final int MAX_BYTES = 64 * 1024;

    private static final int MAX_DEPTH = 32;
    private static final int MAX_STRING_LENGTH = 32 * 1024;
    private static final int MAX_NUMBER_LENGTH = 64;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(MAX_STRING_LENGTH)
                            .maxNameLength(MAX_STRING_LENGTH)
                            .maxNumberLength(MAX_NUMBER_LENGTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private StrictJson() {}

    /** Reads a value of any type, of at most {@link #MAX_BYTES}. */
    public static JsonNode parse(byte[] utf8) throws InvalidJsonException {
        return parse(utf8, MAX_BYTES);
    }

    /** Reads a value of any type, of at most {@code maxBytes}. */
    public static JsonNode parse(byte[] utf8, int maxBytes) throws InvalidJsonException {
        if (utf8.length > maxBytes) {
            throw new InvalidJsonException("the JSON document is longer than " + maxBytes + " bytes");
        }
        String text = decode(utf8);
        JsonNode node = read(text);
        if (text.contains("\\u") && hasLoneSurrogate(node)) {
            throw new InvalidJsonException("a JSON string holds half a character");
        }
        return node;
    }

    /** Reads an object, of at most {@link #MAX_BYTES}. */
    public static ObjectNode parseObject(byte[] utf8) throws InvalidJsonException {
        return parseObject(utf8, MAX_BYTES);
    }

    /** Reads an object, of at most {@code maxBytes}. */
    public static ObjectNode parseObject(byte[] utf8, int maxBytes) throws InvalidJsonException {
        if (parse(utf8, maxBytes) instanceof ObjectNode object) {
            return object;
        }
        throw new InvalidJsonException("the JSON document is not an object");
    }

    /** Jackson itself would guess UTF-16 and UTF-32, and let overlong forms and encoded surrogates pass. */
    private static String decode(byte[] utf8) throws InvalidJsonException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidJsonException("the JSON document is not UTF-8");
        }
    }

    private static JsonNode read(String text) throws InvalidJsonException {
        try (JsonParser parser = MAPPER.createParser(text)) {
            JsonNode node = MAPPER.readTree(parser);
            if (node == null) {
                throw new InvalidJsonException("the JSON document is empty");
            }
            if (parser.nextToken() != null) {
                throw new InvalidJsonException("something follows the JSON document");
            }
            return node;
        } catch (JsonProcessingException e) {
            // Neither message nor cause: both may quote the document.
            throw new InvalidJsonException("the JSON document is malformed or exceeds a bound");
        } catch (java.io.IOException e) {
            throw new InvalidJsonException("the JSON document cannot be read");
        }
    }

    private static boolean hasLoneSurrogate(JsonNode node) {
        if (node.isTextual()) {
            return hasLoneSurrogate(node.textValue());
        }
        for (JsonNode child : node) {
            if (hasLoneSurrogate(child)) {
                return true;
            }
        }
        if (node instanceof ObjectNode object) {
            return object.properties().stream().anyMatch(property -> hasLoneSurrogate(property.getKey()));
        }
        return false;
    }

    private static boolean hasLoneSurrogate(String text) {
        return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
