package io.bourse.jose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The parts of a JWS in compact serialization (RFC 7515 section 3.1), read strictly and not yet verified.
 *
 * @param algorithm {@code alg}
 * @param keyId {@code kid}; empty if absent
 * @param type {@code typ} in lower case without "application/"; empty if absent
 */
@SuppressWarnings("ArrayRecordComponent")
record CompactJws(
        ObjectNode header,
        String algorithm,
        String keyId,
        String type,
        byte[] signingInput,
        byte[] payload,
        byte[] signature) {

    /** Tokens with many roles have 9 KB; nobody needs more than this. */
    static final int MAX_LENGTH = 16 * 1024;

    private static final String MEDIA_TYPE_PREFIX = "application/";

    /** @throws InvalidJwtException if it is longer, not three parts of canonical base64url, or its header is not ours */
    static CompactJws parse(String compact, int maxLength) throws InvalidJwtException {
        if (compact.length() > maxLength) {
            throw new InvalidJwtException("the token is longer than " + maxLength + " characters");
        }
        int first = compact.indexOf('.');
        int second = compact.indexOf('.', first + 1);
        if (first <= 0 || second < 0 || compact.indexOf('.', second + 1) >= 0) {
            throw new InvalidJwtException("the token has not three parts");
        }
        ObjectNode header = parseObject(Base64Url.decode(compact.substring(0, first)), "header");
        byte[] payload = Base64Url.decode(compact.substring(first + 1, second));
        byte[] signature = Base64Url.decode(compact.substring(second + 1));
        // Decoding has shown that all of it is ASCII.
        byte[] signingInput = compact.substring(0, second).getBytes(StandardCharsets.US_ASCII);
        String algorithm = text(header, "alg");
        if (algorithm.isEmpty()) {
            throw new InvalidJwtException("the header has no alg");
        }
        String keyId = text(header, "kid");
        return new CompactJws(header, algorithm, keyId, type(text(header, "typ")), signingInput, payload, signature);
    }

    /** The payload as a claims set (RFC 7519 section 7.2). */
    ObjectNode claims() throws InvalidJwtException {
        return parseObject(payload, "payload");
    }

    private static ObjectNode parseObject(byte[] utf8, String part) throws InvalidJwtException {
        try {
            return StrictJson.parseObject(utf8);
        } catch (InvalidJsonException e) {
            throw new InvalidJwtException("the " + part + " is no good: " + e.getMessage());
        }
    }

    private static String text(ObjectNode header, String name) throws InvalidJwtException {
        JsonNode value = header.get(name);
        if (value == null) {
            return "";
        }
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw new InvalidJwtException("the header's " + name + " is not a text");
        }
        return value.textValue();
    }

    private static String type(String typ) {
        String lower = typ.toLowerCase(Locale.ROOT);
        return lower.startsWith(MEDIA_TYPE_PREFIX) ? lower.substring(MEDIA_TYPE_PREFIX.length()) : lower;
    }
}
