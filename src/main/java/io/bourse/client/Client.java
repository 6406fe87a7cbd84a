package io.bourse.client;

import io.bourse.oauth.ClientId;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.Scopes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A registered client, as its entry says. Immutable.
 *
 * @param project the project that it belongs to
 * @param enabled false if the entry or its project is switched off
 * @param authentication how it proves that it is itself
 * @param secrets stored forms, the newest first, never the secret; see {@link StoredSecret}. Two while one is being
 *     replaced; empty unless the authentication is {@link Authentication#SECRET}
 * @param jwks public keys for {@link Authentication#PRIVATE_KEY_JWT} as a JWK Set (RFC 7517), else empty
 * @param grants what it may ask for; denied unless listed
 * @param scopes the most that it can be granted
 * @param audiences what its tokens may be meant for, the default first
 * @param serves audiences behind which this client stands as the API: it may introspect and exchange tokens for them
 * @param mayAct the client that alone may act for the subjects of its tokens ({@code may_act}, RFC 8693 section 4.4);
 *     null if any may whom an exchange entry allows
 * @param identity who it is to a provider, for {@link Authentication#PROVIDER_JWT}, else null
 * @param loginProvider the provider entry whose tokens log its users in when it does not name one, as clients of Medplum
 *     do not; null if it has to name one
 * @param assignedUsersOnly whether it may have tokens only for users that were assigned to it
 * @param accessTokenLifetime how long its access tokens live
 * @param refreshIdle a family that is not refreshed for so long ends
 * @param refreshLifetime a family ends this long after the login, however often it is refreshed
 */
public record Client(
        ClientId id,
        String project,
        boolean enabled,
        Authentication authentication,
        List<String> secrets,
        String jwks,
        Set<GrantType> grants,
        Scopes scopes,
        List<String> audiences,
        List<String> serves,
        @Nullable ClientId mayAct,
        @Nullable ForeignIdentity identity,
        @Nullable String loginProvider,
        boolean assignedUsersOnly,
        Duration accessTokenLifetime,
        Duration refreshIdle,
        Duration refreshLifetime) {

    public enum Authentication {
        /** {@code client_secret_basic} or {@code client_secret_post}. */
        SECRET,
        /** {@code private_key_jwt} (RFC 7523). */
        PRIVATE_KEY_JWT,
        /** An assertion (RFC 7523 section 2.2) that a provider issued to it, such as the token of a pod. */
        PROVIDER_JWT,
        /** By keys that are made and withdrawn apart from its entry. */
        SERVICE_KEY,
        /** A public client: it names itself and proves nothing. */
        NONE
    }

    /**
     * A name that a provider proves.
     *
     * @param provider the provider's entry id
     * @param subject the provider's name for it, exact
     */
    public record ForeignIdentity(String provider, String subject) {}

    public static final Duration DEFAULT_ACCESS_TOKEN_LIFETIME = Duration.ofMinutes(5);
    public static final Duration DEFAULT_REFRESH_IDLE = Duration.ofDays(14);
    public static final Duration DEFAULT_REFRESH_LIFETIME = Duration.ofDays(30);

    /** No access token of ours lives longer; retired signing keys are published for so long. */
    public static final Duration MAX_ACCESS_TOKEN_LIFETIME = Duration.ofDays(30);

    /** No family lives longer; revocations of users and clients are kept for so long. */
    public static final Duration MAX_REFRESH_LIFETIME = Duration.ofDays(180);

    public Client {
        secrets = List.copyOf(secrets);
        grants = Set.copyOf(grants);
        audiences = List.copyOf(audiences);
        serves = List.copyOf(serves);
    }

    public boolean isPublic() {
        return authentication == Authentication.NONE;
    }

    public boolean mayUse(GrantType grant) {
        return grants.contains(grant);
    }

    /**
     * Whether a grant of these scopes to this client comes with a refresh token: the client may refresh, and if its
     * entry lists {@code offline_access}, that scope was granted too.
     */
    public boolean isRefreshable(Scopes granted) {
        return mayUse(GrantType.REFRESH_TOKEN)
                && (!scopes.contains(Scopes.OFFLINE_ACCESS) || granted.contains(Scopes.OFFLINE_ACCESS));
    }

    /**
     * The same for whoever may have at most these scopes and audiences of it, and no refresh token: what is looked up again
     * when a login is refreshed would be all of it.
     */
    public Client within(Scopes most, List<String> allowed) {
        return copy(
                grants.stream()
                        .filter(grant -> !grant.equals(GrantType.REFRESH_TOKEN))
                        .collect(Collectors.toSet()),
                scopes.intersect(most).without(Scopes.OFFLINE_ACCESS),
                audiences.stream().filter(allowed::contains).toList(),
                accessTokenLifetime);
    }

    private Client copy(
            Set<GrantType> someGrants, Scopes someScopes, List<String> someAudiences, Duration someLifetime) {
        return new Client(
                id,
                project,
                enabled,
                authentication,
                secrets,
                jwks,
                someGrants,
                someScopes,
                someAudiences,
                serves,
                mayAct,
                identity,
                loginProvider,
                assignedUsersOnly,
                someLifetime,
                refreshIdle,
                refreshLifetime);
    }

    /** The same with access tokens that live no longer than this. */
    public Client withAccessTokensOfAtMost(Duration longest) {
        return copy(
                grants, scopes, audiences, accessTokenLifetime.compareTo(longest) < 0 ? accessTokenLifetime : longest);
    }

    /** Whether its users' logins are what Medplum calls sessions: the entry says which provider logs them in. */
    public boolean hasSessions() {
        return loginProvider != null;
    }

    /** Whether one of these audiences is this client's own API. */
    public boolean servesAny(List<String> someAudiences) {
        return serves.stream().anyMatch(someAudiences::contains);
    }

    @Override
    public String toString() {
        return "Client[" + id + "]";
    }
}
