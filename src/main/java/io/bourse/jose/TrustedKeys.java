package io.bourse.jose;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The public keys of somebody else, from a JWK Set (RFC 7517 section 5). A key that nobody should trust is left out and
 * named; the others count. Immutable.
 */
public final class TrustedKeys {

    /** The longest JWK Set that is read. */
    public static final int MAX_BYTES = 256 * 1024;

    private static final int MAX_KEYS = 100;
    private static final int SHOWN_ID_LENGTH = 64;
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> MEMBERS = new TypeReference<>() {};

    private final List<TrustedKey> keys;
    private final List<String> omissions;

    private TrustedKeys(List<TrustedKey> keys, List<String> omissions) {
        this.keys = List.copyOf(keys);
        this.omissions = List.copyOf(omissions);
    }

    /**
     * Reads a JWK Set. Leaves out: symmetric keys, keys with a private part, keys for encryption, RSA below 2048 or
     * above 8192 bits, with a weak exponent or the fingerprint of CVE-2017-15361, points off their curve, algorithms
     * that do not go with the key, different keys of one {@code kid}.
     *
     * @throws InvalidJwkException if it is no JWK Set, longer than 256 KB or of more than 100 keys
     */
    public static TrustedKeys parse(byte[] jwks) throws InvalidJwkException {
        return parse(list(jwks));
    }

    /**
     * As {@link #parse(byte[])}, for the bundle of a SPIFFE trust domain: takes its keys for JWT-SVIDs, and passes over
     * those for certificates (SPIFFE Trust Domain and Bundle, section 4.2.2).
     */
    public static TrustedKeys parseBundle(byte[] jwks) throws InvalidJwkException {
        List<JsonNode> keys = new ArrayList<>();
        for (JsonNode key : list(jwks)) {
            String use = key.path("use").asText();
            if (use.equals("jwt-svid")) {
                keys.add(((ObjectNode) key).put("use", "sig"));
            } else if (!use.equals("x509-svid")) {
                keys.add(key);
            }
        }
        return parse(keys);
    }

    private static TrustedKeys parse(Iterable<JsonNode> list) {
        List<TrustedKey> keys = new ArrayList<>();
        List<String> omissions = new ArrayList<>();
        for (JsonNode item : list) {
            try {
                if (!(item instanceof ObjectNode object)) {
                    throw new InvalidJwkException("it is not an object");
                }
                keys.add(TrustedKey.parse(Objects.requireNonNull(MAPPER.convertValue(object, MEMBERS))));
            } catch (InvalidJwkException e) {
                omissions.add(name(item) + ": " + e.getMessage());
            }
        }
        return new TrustedKeys(unambiguous(keys, omissions), omissions);
    }

    private static JsonNode list(byte[] jwks) throws InvalidJwkException {
        try {
            JsonNode list = StrictJson.parseObject(jwks, MAX_BYTES).get("keys");
            if (list == null || !list.isArray()) {
                throw new InvalidJwkException("the JWK Set has no list of keys");
            }
            if (list.size() > MAX_KEYS) {
                throw new InvalidJwkException("the JWK Set has more than " + MAX_KEYS + " keys");
            }
            return list;
        } catch (InvalidJsonException e) {
            throw new InvalidJwkException("the JWK Set is no good: " + e.getMessage());
        }
    }

    /** One key given twice is one key; different keys of one id are none. */
    private static List<TrustedKey> unambiguous(List<TrustedKey> keys, List<String> omissions) {
        Set<TrustedKey> distinct = new LinkedHashSet<>(keys);
        Map<String, Long> uses = distinct.stream()
                .filter(key -> !key.id().isEmpty())
                .collect(Collectors.groupingBy(TrustedKey::id, LinkedHashMap::new, Collectors.counting()));
        uses.values().removeIf(count -> count == 1);
        uses.keySet().forEach(id -> omissions.add("kid " + printable(id) + ": several different keys have it"));
        return distinct.stream().filter(key -> !uses.containsKey(key.id())).toList();
    }

    private static String name(JsonNode item) {
        JsonNode id = item.get("kid");
        return id == null || !id.isTextual() ? "a key without kid" : "kid " + printable(id.textValue());
    }

    /** A foreign text must neither flood nor forge a log line. */
    private static String printable(String id) {
        String shown = id.length() > SHOWN_ID_LENGTH ? id.substring(0, SHOWN_ID_LENGTH) : id;
        return shown.replaceAll("[^\\x21-\\x7E]", "?");
    }

    List<TrustedKey> keys() {
        return keys;
    }

    public boolean isEmpty() {
        return keys.isEmpty();
    }

    public int size() {
        return keys.size();
    }

    /** What was left out and why, a line a key, fit for a log; holds no part of a key but its id. */
    public List<String> omissions() {
        return omissions;
    }

    @Override
    public String toString() {
        return "TrustedKeys[" + keys.size() + ", " + omissions.size() + " left out]";
    }
}
