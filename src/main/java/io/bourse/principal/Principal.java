package io.bourse.principal;

import io.bourse.oauth.ClientId;
import java.security.interfaces.RSAPublicKey;
import org.jspecify.annotations.Nullable;

/**
 * Who may sign requests, as its entry says. Immutable.
 *
 * @param project the project that it and its client belong to
 * @param enabled false if the entry or its project is switched off
 * @param client through whose entry it gets tokens: that one's grants, scopes, audiences, lifetimes and switch hold
 * @param proof what it signs with
 */
public record Principal(String id, String project, boolean enabled, ClientId client, Proof proof) {

    /** No key id of a signature is longer, if it is no session token. */
    public static final int MAX_KEY_ID_LENGTH = 512;

    /** With this a key id of a signature begins that is a session token; no other does. */
    public static final String SESSION_TOKEN = "ST$";

    /** What shows that a signature is the principal's. */
    public sealed interface Proof {}

    /**
     * One key that was registered.
     *
     * @param keyId under which requests name it, exact: {@code <tenancy>/<user>/<fingerprint>} in Oracle's dialect; unique
     *     over all projects
     * @param publicKey unique likewise
     * @param user id of the user for whom it speaks; null if it speaks for the client itself
     */
    public record ApiKey(
            String keyId, RSAPublicKey publicKey, @Nullable String user) implements Proof {}

    /**
     * The key that a session token ({@code ST$<JWT>}) of a provider names in {@code jwk}; it speaks for whom the
     * provider's entry says.
     *
     * @param provider the provider's entry id, of the same project
     */
    public record SessionTokens(String provider) implements Proof {}

    @Override
    public String toString() {
        return "Principal[" + id + "]";
    }
}
