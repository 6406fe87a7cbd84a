package io.bourse.entry;

import io.bourse.jose.RsaPublicKeys;
import io.bourse.oauth.ClientId;
import io.bourse.principal.Principal;
import io.bourse.principal.Principal.ApiKey;
import io.bourse.principal.Principal.Proof;
import io.bourse.principal.Principal.SessionTokens;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a principal's entry and refuses what cannot be safe. */
final class PrincipalReader {

    static final Set<String> KEYS = Set.of("id", "enabled", "client", "user", "key_id", "public_key", "provider");

    private static final Pattern KEY_ID =
            Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]{1," + Principal.MAX_KEY_ID_LENGTH + "}");

    static final String FINGERPRINT = "(?:\\p{XDigit}{2}:){15}\\p{XDigit}{2}";

    /** Where something was wrong, which has been told. */
    private static final Proof NOTHING = new SessionTokens("");

    private PrincipalReader() {}

    /** The draft's project is blank, and its user as the file names it: by id or user name. */
    static Declared<Principal> read(EntryFields fields) {
        Principal draft = new Principal(
                fields.text("id").orElse(""),
                "",
                fields.flag("enabled", true),
                new ClientId(fields.required("client")),
                proof(fields));
        return new Declared<>(fields.place(), null, List.of(), draft);
    }

    private static Proof proof(EntryFields fields) {
        if (!fields.has("provider")) {
            return apiKey(fields);
        }
        for (String key : List.of("key_id", "public_key", "user")) {
            if (fields.has(key)) {
                fields.problem(
                        key,
                        key.equals("user")
                                ? "is said by the provider's tokens; leave it away"
                                : "and provider are both given; it signs with a key of its own or with what the"
                                        + " provider's session tokens name");
            }
        }
        return new SessionTokens(fields.required("provider"));
    }

    private static Proof apiKey(EntryFields fields) {
        String keyId = fields.required("key_id");
        if (!keyId.isEmpty()) {
            wrongKeyId(keyId).ifPresent(text -> fields.problem("key_id", text));
        }
        if (!fields.has("public_key")) {
            fields.problem(
                    "public_key",
                    "is missing; give it as PEM or JWK, or name the provider with whose session tokens it signs");
        }
        Optional<RSAPublicKey> key = fields.node("public_key").flatMap(item -> publicKey(fields, item.node()));
        key.flatMap(it -> wrongFingerprint(keyId, it)).ifPresent(text -> fields.problem("key_id", text));
        Optional<String> user = fields.text("user");
        return key.<Proof>map(it -> new ApiKey(keyId, it, user.orElse(null))).orElse(NOTHING);
    }

    private static Optional<String> wrongKeyId(String keyId) {
        if (keyId.startsWith(Principal.SESSION_TOKEN)) {
            return Optional.of("begins with ST$, as session tokens do; name the provider of those instead");
        }
        return KEY_ID.matcher(keyId).matches()
                ? Optional.empty()
                : Optional.of("must be 1 to " + Principal.MAX_KEY_ID_LENGTH + " printable characters without spaces,"
                        + " quotes and backslashes, such as <tenancy>/<user>/<fingerprint>");
    }

    /** A key id may end in anything; but a fingerprint of another key says that the wrong one was pasted. */
    private static Optional<String> wrongFingerprint(String keyId, RSAPublicKey key) {
        String end = keyId.substring(keyId.lastIndexOf('/') + 1);
        String own = RsaPublicKeys.fingerprint(key);
        if (!end.matches(FINGERPRINT) || end.equals(own)) {
            return Optional.empty();
        }
        return Optional.of(
                end.equalsIgnoreCase(own)
                        ? "ends in the fingerprint of public_key in upper case; signatures name it exactly, so write it in"
                                + " lower case"
                        : "ends in the fingerprint of another key; that of public_key is " + own);
    }

    /** Nothing of what was given is repeated: somebody may have pasted what is secret. */
    private static Optional<RSAPublicKey> publicKey(EntryFields fields, Node node) {
        try {
            return Optional.of(PublicRsaKey.read(node instanceof Node.Text plain ? plain.text() : node.toJson()));
        } catch (IllegalArgumentException refused) {
            fields.problem("public_key", String.valueOf(refused.getMessage()));
            return Optional.empty();
        }
    }
}
