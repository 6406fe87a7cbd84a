package io.bourse.entry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bourse.jose.RsaPublicKeys;
import java.security.interfaces.RSAPublicKey;
import org.jspecify.annotations.Nullable;

/**
 * A principal with a key of its own that is about to be registered.
 *
 * @param entries the file that says so, as JSON
 */
public record NewPrincipal(String id, String keyId, String entries) {

    /**
     * Names the key as Oracle Cloud does, {@code <tenancy>/<user>/<fingerprint>}; whatever names are left away are made of
     * those that are given. Whether the names are good is found out when the entries are applied.
     *
     * @param user for whom it speaks; null if for the client itself
     * @param publicKey PEM or JWK
     * @throws IllegalArgumentException if it is no public key that could be taken
     */
    public static NewPrincipal of(
            @Nullable String id,
            String client,
            @Nullable String user,
            String publicKey,
            @Nullable String tenancy,
            @Nullable String userOcid) {
        RSAPublicKey key = PublicRsaKey.read(publicKey);
        String fingerprint = RsaPublicKeys.fingerprint(key);
        String speaker = user == null ? client : user;
        String name = id == null ? speaker + "-" + fingerprint.substring(0, 11).replace(":", "") : id;
        String keyId = (tenancy == null ? client : tenancy)
                + "/" + (userOcid == null ? speaker : userOcid)
                + "/" + fingerprint;
        ObjectNode entry = FileForm.object().put("id", name).put("client", client);
        FileForm.putText(entry, "user", user);
        entry.put("key_id", keyId).put("public_key", RsaPublicKeys.text(key));
        ObjectNode file = FileForm.object();
        file.putArray("principals").add(entry);
        return new NewPrincipal(name, keyId, file.toString());
    }
}
