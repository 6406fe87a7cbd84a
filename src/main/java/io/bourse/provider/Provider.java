package io.bourse.provider;

import io.bourse.oauth.ClientId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An identity provider that some clients may bring tokens of, as its entry says.
 *
 * @param enabled switched off: every token of it is refused without an outbound call
 * @param clients who may bring its tokens; denied unless listed
 * @param provisioning what happens to a subject that is not yet linked to a user
 * @param subject whom its tokens speak for
 * @param conditions what a token's claims must say besides; all of them
 * @param claims which of its claims are taken over: our name, one of {@link #CLAIMS}, to the provider's, a name or a
 *     JSON pointer. {@code email} is {@code email} unless it stands here
 * @param keepsActors whether its {@code act} is believed
 * @param singleUse whether a token may be brought once only
 * @param proof how its tokens are proved
 * @param privateAddresses whether its addresses may be loopback, link-local or private ones
 * @param limits what a call to it may cost
 */
public record Provider(
        String id,
        String project,
        boolean enabled,
        Set<ClientId> clients,
        Provisioning provisioning,
        SubjectMapping subject,
        List<Condition> conditions,
        Map<String, String> claims,
        boolean keepsActors,
        boolean singleUse,
        Proof proof,
        boolean privateAddresses,
        Limits limits) {

    public static final String EMAIL = "email";

    /** With this begins what stands for the issuer of tokens that name none; no entry's issuer begins so. */
    public static final String NAMELESS = "provider:";

    /** Our names of what may be taken over; all but the e-mail address are attributes of the identity. */
    public static final Set<String> CLAIMS = Set.of(EMAIL, "groups", "roles", "entitlements");

    public enum Provisioning {
        /** Make a user and link it. */
        CREATE,
        /** Link the user of our own who has the e-mail address that the provider has verified; refuse if none has. */
        LINK,
        /** Refuse. */
        NONE
    }

    /**
     * What one call may cost, within {@link OutboundLimits}.
     *
     * @param timeout from the call to the last byte of the answer
     * @param maxAnswer bytes
     */
    public record Limits(Duration timeout, int maxAnswer) {

        public static final Limits STANDARD = new Limits(Duration.ofSeconds(2), 256 * 1024);
    }

    /** How a token is proved; each kind proves issue, life and that it was issued for us. */
    public sealed interface Proof permits Jwks, UserInfo, Introspection {}

    /**
     * A JWT, proved by the provider's keys.
     *
     * @param issuer exact value of {@code iss}; null only if there is a trust domain, whose tokens need none
     * @param trustDomain the SPIFFE trust domain whose JWT-SVIDs these are: {@code sub} must be an id within it, and
     *     {@code iss}, if it is there and the entry names one, the entry's; null for other tokens
     * @param jwksUri where its keys are; null if they are inline
     * @param jwks inline JWK Set; null if there is an address
     * @param algorithms JWS names that are accepted, asymmetric ones only
     * @param types accepted values of {@code typ}, in lower case without "application/"; empty accepts any but
     *     those that name another kind of token
     * @param audiences one of them must be in {@code aud}
     * @param maxAge how old {@code iat} may be; null if only {@code exp} counts
     */
    public record Jwks(
            @Nullable String issuer,
            @Nullable String trustDomain,
            @Nullable String jwksUri,
            @Nullable String jwks,
            Set<String> algorithms,
            Set<String> types,
            Set<String> audiences,
            @Nullable Duration maxAge)
            implements Proof {

        /** No entry's issuer is longer, nor is a trust domain's id. */
        public static final int MAX_ISSUER_LENGTH = 512;

        public Jwks {
            algorithms = Set.copyOf(algorithms);
            types = Set.copyOf(types);
            audiences = Set.copyOf(audiences);
            if (trustDomain == null) {
                Objects.requireNonNull(issuer);
            }
        }

        /** Of an issuer that names itself in {@code iss}. */
        public Jwks(
                String issuer,
                @Nullable String jwksUri,
                @Nullable String jwks,
                Set<String> algorithms,
                Set<String> types,
                Set<String> audiences,
                @Nullable Duration maxAge) {
            this(issuer, null, jwksUri, jwks, algorithms, types, audiences, maxAge);
        }

        /** Who calls the bearers of its tokens what they are called: the trust domain's id, or {@code iss}. */
        public String authority() {
            return trustDomain == null ? Objects.requireNonNull(issuer) : "spiffe://" + trustDomain;
        }
    }

    /**
     * An opaque token, proved by the userinfo endpoint (OpenID Connect Core section 5.3). That says who the user is
     * and not for whom the token was issued, so another question proves the audience; both must name one subject.
     *
     * @param audienceProof null only if the entry says {@code audience_proof: none} in these words
     */
    public record UserInfo(String userInfoUri, @Nullable AudienceProof audienceProof) implements Proof {}

    /**
     * An opaque token, proved by introspection (RFC 7662).
     *
     * @param clientSecret the secret with which we authenticate there, sealed; see {@code crypto.MasterKeys}
     * @param audiences one of them must be in {@code aud}, or be the {@code client_id} of the answer
     */
    public record Introspection(String introspectionUri, String clientId, String clientSecret, Set<String> audiences)
            implements Proof, AudienceProof {

        public Introspection {
            audiences = Set.copyOf(audiences);
        }

        @Override
        public String uri() {
            return introspectionUri;
        }

        @Override
        public Optional<String> sealedSecret() {
            return Optional.of(clientSecret);
        }

        @Override
        public Introspection withSecret(String sealed) {
            return new Introspection(introspectionUri, clientId, sealed, audiences);
        }

        @Override
        public String toString() {
            return "Introspection[" + introspectionUri + "]";
        }
    }

    public Provider {
        clients = Set.copyOf(clients);
        conditions = List.copyOf(conditions);
        claims = Map.copyOf(claims);
    }

    /** The same in a project, with its secrets as they are stored. */
    public Provider in(String where, Proof stored) {
        return new Provider(
                id,
                where,
                enabled,
                clients,
                provisioning,
                subject,
                conditions,
                claims,
                keepsActors,
                singleUse,
                stored,
                privateAddresses,
                limits);
    }

    public boolean accepts(ClientId client) {
        return clients.contains(client);
    }

    /** Who issues its tokens, if they are JWTs: {@code iss}, or the trust domain's id {@code spiffe://...}. */
    public Optional<String> issuer() {
        return proof instanceof Jwks jwks ? Optional.of(jwks.authority()) : Optional.empty();
    }

    /** In whose words its names are: {@link #issuer}, or {@code provider:<id>}, which is no issuer's. */
    public String authority() {
        return issuer().orElse(NAMELESS + id);
    }

    /** Whether its tokens may claim to be of this issuer; a trust domain's have its id or the issuer of the entry. */
    public boolean isOf(String claimed) {
        return proof instanceof Jwks jwks && (jwks.authority().equals(claimed) || claimed.equals(jwks.issuer()));
    }

    /** All addresses that this entry makes us call. */
    public List<String> addresses() {
        if (proof instanceof Jwks jwks) {
            return Stream.ofNullable(jwks.jwksUri()).toList();
        }
        if (proof instanceof UserInfo info) {
            return Stream.concat(
                            Stream.of(info.userInfoUri()),
                            Stream.ofNullable(info.audienceProof()).map(AudienceProof::uri))
                    .toList();
        }
        return List.of(((Introspection) proof).introspectionUri());
    }
}
