package io.bourse.provider;

import io.bourse.oauth.ClientId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An identity provider that some clients may bring tokens of, as its entry says.
 *
 * @param enabled switched off: every token of it is refused without an outbound call
 * @param clients who may bring its tokens; denied unless listed
 * @param provisioning what happens to a subject that is not yet linked to a user
 * @param proof how its tokens are proved
 * @param privateAddresses whether its addresses may be loopback, link-local or private ones
 */
public record Provider(
        String id,
        String project,
        boolean enabled,
        Set<ClientId> clients,
        Provisioning provisioning,
        Proof proof,
        boolean privateAddresses) {

    public enum Provisioning {
        /** Make a user and link it. */
        CREATE,
        /** Refuse. */
        NONE
    }

    /** How a token is proved; each kind proves issue, life and that it was issued for us. */
    public sealed interface Proof permits Jwks, UserInfo, Introspection {}

    /**
     * A JWT, proved by the provider's keys.
     *
     * @param issuer exact value of {@code iss}
     * @param jwksUri where its keys are; null if they are inline
     * @param jwks inline JWK Set; null if there is an address
     * @param algorithms JWS names that are accepted, asymmetric ones only
     * @param types accepted values of {@code typ}, in lower case without "application/"; empty accepts any but
     *     those that name another kind of token
     * @param audiences one of them must be in {@code aud}
     * @param maxAge how old {@code iat} may be; null if only {@code exp} counts
     */
    public record Jwks(
            String issuer,
            @Nullable String jwksUri,
            @Nullable String jwks,
            Set<String> algorithms,
            Set<String> types,
            Set<String> audiences,
            @Nullable Duration maxAge)
            implements Proof {

        public Jwks {
            algorithms = Set.copyOf(algorithms);
            types = Set.copyOf(types);
            audiences = Set.copyOf(audiences);
        }
    }

    /**
     * An opaque token, proved by the userinfo endpoint (OpenID Connect Core section 5.3). That says who the user is
     * and not for whom the token was issued, so an introspection proves the audience; both must name one subject.
     *
     * @param audienceProof null only if the entry says {@code audience_proof: none} in these words
     */
    public record UserInfo(String userInfoUri, @Nullable Introspection audienceProof) implements Proof {}

    /**
     * An opaque token, proved by introspection (RFC 7662).
     *
     * @param clientSecret the secret with which we authenticate there, sealed; see {@code crypto.MasterKeys}
     * @param audiences one of them must be in {@code aud}, or be the {@code client_id} of the answer
     */
    public record Introspection(String introspectionUri, String clientId, String clientSecret, Set<String> audiences)
            implements Proof {

        public Introspection {
            audiences = Set.copyOf(audiences);
        }

        @Override
        public String toString() {
            return "Introspection[" + introspectionUri + "]";
        }
    }

    public Provider {
        clients = Set.copyOf(clients);
    }

    public boolean accepts(ClientId client) {
        return clients.contains(client);
    }

    /** All addresses that this entry makes us call. */
    public List<String> addresses() {
        if (proof instanceof Jwks jwks) {
            return jwks.jwksUri() == null ? List.of() : List.of(jwks.jwksUri());
        }
        if (proof instanceof UserInfo info) {
            return info.audienceProof() == null
                    ? List.of(info.userInfoUri())
                    : List.of(info.userInfoUri(), info.audienceProof().introspectionUri());
        }
        return List.of(((Introspection) proof).introspectionUri());
    }
}
