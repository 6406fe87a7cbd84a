package io.bourse.client;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.bourse.jose.ForeignJwtVerifier;
import io.bourse.jose.InvalidJwkException;
import io.bourse.jose.JwtVerifier;
import io.bourse.jose.TrustedKeys;
import io.bourse.oauth.OAuthException;
import java.nio.charset.StandardCharsets;
import java.security.Provider;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The verifiers of clients' registered keys, parsed once for each key set. */
public final class ClientKeys {

    private static final int CACHED = 10_000;

    private final Set<String> algorithms;
    private final @Nullable Provider provider;
    private final Cache<String, JwtVerifier> verifiers =
            Caffeine.newBuilder().maximumSize(CACHED).build();

    /**
     * @param algorithms the JWS names that an assertion may be signed with
     * @param provider computes the signatures; null leaves the choice to the JDK
     */
    public ClientKeys(Set<String> algorithms, @Nullable Provider provider) {
        this.algorithms = Set.copyOf(algorithms);
        this.provider = provider;
    }

    JwtVerifier verifierOf(Client client) {
        return verifiers.get(client.jwks(), this::parse);
    }

    private JwtVerifier parse(String jwks) {
        try {
            TrustedKeys keys = TrustedKeys.parse(jwks.getBytes(StandardCharsets.UTF_8));
            return new ForeignJwtVerifier(keys, algorithms, provider);
        } catch (InvalidJwkException unreadable) {
            throw OAuthException.invalidClient("the client's registered keys cannot be read");
        }
    }
}
