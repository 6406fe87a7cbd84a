package io.bourse.provider;

import io.bourse.config.Settings;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.Subject;
import io.bourse.provider.Provider.Introspection;
import io.bourse.provider.Provider.Jwks;
import io.bourse.provider.Provider.Limits;
import io.bourse.provider.Provider.Proof;
import io.bourse.provider.Provider.UserInfo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A provider as its row holds it. Anything may be missing from a row; what is missing allows nothing, so that there are
 * no conditions, or no audience proof, is said in the row too.
 */
public record StoredProvider(
        @Nullable Boolean enabled,
        @Nullable List<String> clients,
        Provider.@Nullable Provisioning provisioning,
        @Nullable StoredSubject subject,
        @Nullable List<StoredCondition> conditions,
        @Nullable Map<String, String> claims,
        @Nullable Boolean keepsActors,
        @Nullable Boolean singleUse,
        @Nullable StoredJwks jwks,
        @Nullable StoredUserInfo userinfo,
        @Nullable StoredAudienceProof introspection,
        @Nullable Boolean privateAddresses,
        @Nullable StoredLimits limits) {

    record StoredSubject(
            Subject.@Nullable Kind kind, @Nullable String claim) {

        SubjectMapping toMapping() {
            return new SubjectMapping(required(kind), required(claim));
        }
    }

    record StoredCondition(
            @Nullable String claim,
            @Nullable List<String> values,
            @Nullable String pattern) {

        static StoredCondition of(Condition condition) {
            List<String> values = condition.pattern() == null ? sorted(condition.values()) : null;
            return new StoredCondition(condition.claim(), values, condition.pattern());
        }

        Condition toCondition() {
            return new Condition(required(claim), values == null ? Set.of() : Set.copyOf(values), pattern);
        }
    }

    record StoredUserInfo(
            @Nullable String userinfoUri,
            @Nullable StoredAudienceProof audienceProof,
            @Nullable Boolean withoutAudienceProof) {

        static StoredUserInfo of(UserInfo info) {
            AudienceProof audience = info.audienceProof();
            return new StoredUserInfo(
                    info.userInfoUri(), audience == null ? null : StoredAudienceProof.of(audience), audience == null);
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

    record StoredLimits(@Nullable String timeout, @Nullable Integer maxAnswer) {

        static StoredLimits of(Limits limits) {
            return new StoredLimits(Settings.text(limits.timeout()), limits.maxAnswer());
        }

        Limits toLimits() {
            Duration time = Settings.parseDuration(required(timeout)).orElseThrow();
            return new Limits(time, required(maxAnswer));
        }
    }

    public static StoredProvider of(Provider provider) {
        Proof proof = provider.proof();
        SubjectMapping subject = provider.subject();
        return new StoredProvider(
                provider.enabled(),
                provider.clients().stream().map(ClientId::value).sorted().toList(),
                provider.provisioning(),
                new StoredSubject(subject.kind(), subject.claim()),
                provider.conditions().stream().map(StoredCondition::of).toList(),
                new TreeMap<>(provider.claims()),
                provider.keepsActors(),
                provider.singleUse(),
                proof instanceof Jwks it ? StoredJwks.of(it) : null,
                proof instanceof UserInfo it ? StoredUserInfo.of(it) : null,
                proof instanceof Introspection it ? StoredAudienceProof.of(it) : null,
                provider.privateAddresses(),
                StoredLimits.of(provider.limits()));
    }

    /** @throws RuntimeException if what is stored makes no provider */
    public Provider toProvider(String id, String project, boolean projectEnabled) {
        return new Provider(
                id,
                project,
                projectEnabled && Boolean.TRUE.equals(enabled),
                clients == null ? Set.of() : clients.stream().map(ClientId::new).collect(Collectors.toSet()),
                provisioning == null ? Provider.Provisioning.NONE : provisioning,
                required(subject).toMapping(),
                required(conditions).stream().map(StoredCondition::toCondition).toList(),
                claims == null ? Map.of() : claims,
                Boolean.TRUE.equals(keepsActors),
                required(singleUse),
                proof(),
                Boolean.TRUE.equals(privateAddresses),
                limits == null ? Limits.STANDARD : limits.toLimits());
    }

    private Proof proof() {
        if (jwks != null && userinfo == null && introspection == null) {
            return jwks.toProof();
        }
        if (userinfo != null && jwks == null && introspection == null) {
            return userinfo.toProof();
        }
        if (introspection != null && jwks == null && userinfo == null) {
            return introspection.toIntrospection();
        }
        throw new IllegalArgumentException("no single proof");
    }

    static List<String> sorted(Set<String> set) {
        return set.stream().sorted().toList();
    }

    /** A set that must hold something: empty, it would accept nothing or anything. */
    static Set<String> some(@Nullable List<String> list) {
        if (required(list).isEmpty()) {
            throw new IllegalArgumentException("an empty list");
        }
        return Set.copyOf(list);
    }

    static <T> T required(@Nullable T value) {
        return Objects.requireNonNull(value);
    }
}
