package io.bourse.principal;

import io.bourse.jose.InvalidJwkException;
import io.bourse.jose.RsaPublicKeys;
import io.bourse.oauth.ClientId;
import java.security.interfaces.RSAPublicKey;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A principal as its row holds it. Anything may be missing from a row; what is missing allows nothing, so that an API key
 * speaks for the client itself is said in the row too.
 *
 * @param publicKey as {@link RsaPublicKeys#text} writes it
 */
public record StoredPrincipal(
        @Nullable Boolean enabled,
        @Nullable String keyId,
        @Nullable String publicKey,
        @Nullable String user,
        @Nullable Boolean forClient,
        @Nullable String provider) {

    public static StoredPrincipal of(Principal principal) {
        if (principal.proof() instanceof Principal.ApiKey key) {
            boolean forClient = key.user() == null;
            return new StoredPrincipal(
                    principal.enabled(),
                    key.keyId(),
                    RsaPublicKeys.text(key.publicKey()),
                    key.user(),
                    forClient ? true : null,
                    null);
        }
        Principal.SessionTokens tokens = (Principal.SessionTokens) principal.proof();
        return new StoredPrincipal(principal.enabled(), null, null, null, null, tokens.provider());
    }

    /**
     * @throws InvalidJwkException if its key is none that can be used, or not any more
     * @throws RuntimeException if what is stored makes no principal
     */
    public Principal toPrincipal(String id, String project, ClientId client, boolean projectEnabled)
            throws InvalidJwkException {
        return new Principal(id, project, Boolean.TRUE.equals(enabled) && projectEnabled, client, proof());
    }

    private Principal.Proof proof() throws InvalidJwkException {
        if ((provider == null) == (keyId == null)) {
            throw new IllegalArgumentException("no single proof");
        }
        if (provider != null) {
            return new Principal.SessionTokens(provider);
        }
        if ((user == null) != Boolean.TRUE.equals(forClient)) {
            throw new IllegalArgumentException("speaks for nobody in particular");
        }
        RSAPublicKey key = RsaPublicKeys.parse(Objects.requireNonNull(publicKey));
        return new Principal.ApiKey(Objects.requireNonNull(keyId), key, user);
    }
}
