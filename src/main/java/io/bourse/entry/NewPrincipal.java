package io.bourse.entry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bourse.entry.EntryProblems.Problem;
import io.bourse.jose.RsaPublicKeys;
import io.vertx.core.Future;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A principal with a key of its own, as somebody asks for it; null is what was left away. Whether the names are good is
 * found out when the entry is applied.
 *
 * @param user for whom it speaks, by user name or id
 * @param tenancy first part of the key id
 * @param userOcid second part of the key id
 */
public record NewPrincipal(
        @Nullable String id,
        String client,
        @Nullable String user,
        RSAPublicKey key,
        @Nullable String tenancy,
        @Nullable String userOcid) {

    /** Key ids as Oracle Cloud has them, {@code <tenancy>/<user>/<fingerprint>}. */
    private static final Pattern NAMED = Pattern.compile("(.+)/([^/]+)/" + PrincipalReader.FINGERPRINT);

    /**
     * Reads the key of a PEM or JWK.
     *
     * @throws IllegalArgumentException if it is no public key that could be taken; says nothing of what was given
     */
    public static RSAPublicKey key(String text) {
        return PublicRsaKey.read(text);
    }

    /**
     * The entry. Of a principal that is registered already under this id, or without one with this key, all stays that
     * was left away; of a new one it is made of what was given, and the fingerprint. Fails with {@link EntryProblems} if it
     * signs with session tokens, or was found by its key alone and is of another client: nobody asked to move it.
     */
    public Future<ObjectNode> entry(PgCatalog catalog) {
        Future<Optional<String>> known =
                id == null ? catalog.principalWith(RsaPublicKeys.text(key)) : Future.succeededFuture(Optional.of(id));
        return known.compose(name -> name.map(it -> catalog.find("principals", it))
                        .orElseGet(() -> Future.succeededFuture(Optional.empty())))
                .map(registered -> entry(registered.orElseGet(this::fresh)));
    }

    private ObjectNode fresh() {
        String speaker = user == null ? client : user;
        String name =
                speaker + "-" + RsaPublicKeys.fingerprint(key).substring(0, 11).replace(":", "");
        return FileForm.object().put("id", id == null ? name : id);
    }

    private ObjectNode entry(ObjectNode base) {
        String name = base.path("id").asText();
        if (base.has("provider")) {
            throw refused(name, "id", "is that of a principal that signs with session tokens; choose another");
        }
        String owner = base.path("client").asText(client);
        if (id == null && !owner.equals(client)) {
            throw refused(
                    name,
                    "public_key",
                    "is the key of principal " + name + " of client " + owner + "; say its ID to change that one");
        }
        String keyId = keyId(base.path("key_id").asText(), base.path("user").asText(client));
        base.put("client", client).put("key_id", keyId).put("public_key", RsaPublicKeys.text(key));
        FileForm.putText(base, "user", user);
        return base;
    }

    private static EntryProblems refused(String name, String key, String what) {
        return new EntryProblems(name, List.of(new Problem(1, "principal " + name, key, what)), 0);
    }

    /** A key id of another form is somebody's own choice: it stays until a part is asked for. */
    private String keyId(String base, String speaker) {
        Matcher named = NAMED.matcher(base);
        boolean known = named.matches();
        if (!known && !base.isEmpty() && tenancy == null && userOcid == null) {
            return base;
        }
        String first = known ? named.group(1) : client;
        String second = known ? named.group(2) : Optional.ofNullable(user).orElse(speaker);
        return (tenancy == null ? first : tenancy)
                + "/" + (userOcid == null ? second : userOcid)
                + "/" + RsaPublicKeys.fingerprint(key);
    }

    /** The text with this one entry. */
    public static String file(ObjectNode entry) {
        ObjectNode file = FileForm.object();
        file.putArray("principals").add(entry);
        return file.toString();
    }
}
