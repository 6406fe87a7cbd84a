package io.bourse.provider;

import io.bourse.config.Settings;
import io.bourse.oauth.ClientId;
import io.bourse.provider.Provider.Introspection;
import io.bourse.provider.Provider.Jwks;
import io.bourse.provider.Provider.Proof;
import io.bourse.provider.Provider.UserInfo;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A provider as its row holds it. Anything may be missing from a row; what is missing allows nothing, so the absence
 * of an audience proof is a word of its own.
 */
public record StoredProvider(
        @Nullable Boolean enabled,
        @Nullable List<String> clients,
        Provider.@Nullable Provisioning provisioning,
        @Nullable StoredJwks jwks,
        @Nullable StoredUserInfo userinfo,
        @Nullable StoredIntrospection introspection,
        @Nullable Boolean privateAddresses) {

    /** See {@link Jwks}. */
    public record StoredJwks(
            @Nullable String issuer,
            @Nullable String jwksUri,
            @Nullable String keys,
            @Nullable List<String> algorithms,
            @Nullable List<String> types,
            @Nullable List<String> audiences,
            @Nullable String maxAge) {

        static @Nullable StoredJwks of(Proof proof) {
            if (!(proof instanceof Jwks jwks)) {
                return null;
            }
            return new StoredJwks(
                    jwks.issuer(),
                    jwks.jwksUri(),
                    jwks.jwks(),
                    sorted(jwks.algorithms()),
                    sorted(jwks.types()),
                    sorted(jwks.audiences()),
                    jwks.maxAge() == null ? null : Settings.text(jwks.maxAge()));
        }

        Jwks toProof() {
            if (jwksUri == null && keys == null) {
                throw new IllegalArgumentException("no keys");
            }
            Duration age =
                    maxAge == null ? null : Settings.parseDuration(maxAge).orElseThrow();
            return new Jwks(required(issuer), jwksUri, keys, set(algorithms), set(types), set(audiences), age);
        }
    }

    /** See {@link UserInfo}. */
    public record StoredUserInfo(
            @Nullable String userinfoUri,
            @Nullable StoredIntrospection audienceProof,
            @Nullable Boolean withoutAudienceProof) {

        static @Nullable StoredUserInfo of(Proof proof) {
            if (!(proof instanceof UserInfo info)) {
                return null;
            }
            Introspection audience = info.audienceProof();
            return new StoredUserInfo(
                    info.userInfoUri(), audience == null ? null : StoredIntrospection.of(audience), audience == null);
        }

        UserInfo toProof() {
            if (audienceProof != null) {
                return new UserInfo(required(userinfoUri), audienceProof.toProof());
            }
            if (Boolean.TRUE.equals(withoutAudienceProof)) {
                return new UserInfo(required(userinfoUri), null);
            }
            throw new IllegalArgumentException("no audience proof");
        }
    }

    /** See {@link Introspection}. */
    public record StoredIntrospection(
            @Nullable String introspectionUri,
            @Nullable String clientId,
            @Nullable String clientSecret,
            @Nullable List<String> audiences) {

        static @Nullable StoredIntrospection of(Proof proof) {
            if (!(proof instanceof Introspection it)) {
                return null;
            }
            return new StoredIntrospection(
                    it.introspectionUri(), it.clientId(), it.clientSecret(), sorted(it.audiences()));
        }

        Introspection toProof() {
            return new Introspection(
                    required(introspectionUri), required(clientId), required(clientSecret), set(audiences));
        }

        @Override
        public String toString() {
            return "StoredIntrospection";
        }
    }

    public static StoredProvider of(Provider provider) {
        return new StoredProvider(
                provider.enabled(),
                provider.clients().stream().map(ClientId::value).sorted().toList(),
                provider.provisioning(),
                StoredJwks.of(provider.proof()),
                StoredUserInfo.of(provider.proof()),
                StoredIntrospection.of(provider.proof()),
                provider.privateAddresses());
    }

    /** @throws RuntimeException if what is stored makes no provider */
    public Provider toProvider(String id, String project, boolean projectEnabled) {
        return new Provider(
                id,
                project,
                projectEnabled && Boolean.TRUE.equals(enabled),
                set(clients).stream().map(ClientId::new).collect(Collectors.toSet()),
                provisioning == null ? Provider.Provisioning.NONE : provisioning,
                proof(),
                Boolean.TRUE.equals(privateAddresses));
    }

    private Proof proof() {
        if (jwks != null && userinfo == null && introspection == null) {
            return jwks.toProof();
        }
        if (userinfo != null && jwks == null && introspection == null) {
            return userinfo.toProof();
        }
        if (introspection != null && jwks == null && userinfo == null) {
            return introspection.toProof();
        }
        throw new IllegalArgumentException("no single proof");
    }

    private static List<String> sorted(Set<String> set) {
        return set.stream().sorted().toList();
    }

    private static Set<String> set(@Nullable List<String> list) {
        return list == null ? Set.of() : Set.copyOf(list);
    }

    private static String required(@Nullable String text) {
        return Objects.requireNonNull(text);
    }
}
