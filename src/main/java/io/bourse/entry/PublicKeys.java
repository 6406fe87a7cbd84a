package io.bourse.entry;

import io.bourse.jose.InvalidJwkException;
import io.bourse.jose.TrustedKeys;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads public keys that stand in an entry: a JWK Set as a map or as JSON text, or a list of keys. */
final class PublicKeys {

    private PublicKeys() {}

    /** The JWK Set as JSON; a problem is noted if one of its keys is not to be trusted. */
    static String read(EntryFields fields, String key, Node.Item item) {
        return read(fields, key, item, false);
    }

    /** @param bundle whether they are a SPIFFE trust domain's, among which there may be keys for certificates */
    static String read(EntryFields fields, String key, Node.Item item, boolean bundle) {
        String json = item.node().toJson();
        if (item.node() instanceof Node.Text text) {
            json = text.text();
        } else if (item.node() instanceof Node.Items) {
            json = "{\"keys\":" + json + "}";
        }
        problem(json, bundle).ifPresent(text -> fields.problem(key, text));
        return json;
    }

    private static Optional<String> problem(String json, boolean bundle) {
        try {
            byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
            TrustedKeys keys = bundle ? TrustedKeys.parseBundle(bytes) : TrustedKeys.parse(bytes);
            if (!keys.omissions().isEmpty()) {
                return Optional.of("holds a key that must not be trusted; "
                        + keys.omissions().get(0));
            }
            return keys.isEmpty() ? Optional.of("holds no key") : Optional.empty();
        } catch (InvalidJwkException e) {
            return Optional.of("is no JWK Set (RFC 7517) such as {keys: [{kty: EC, ...}]}; " + e.getMessage());
        }
    }
}
