package io.bourse.policy;

import io.bourse.oauth.Scopes;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A target as its row holds it. Anything may be missing from a row; what is missing allows nothing, so "no limit" is a
 * word of its own.
 */
public record StoredTarget(
        @Nullable Boolean enabled,
        @Nullable List<String> resources,
        @Nullable List<String> scopes,
        @Nullable Boolean anyScope) {

    public static StoredTarget of(Target target) {
        Scopes scopes = target.scopes();
        return new StoredTarget(
                target.enabled(),
                target.resources(),
                scopes == null ? null : List.copyOf(scopes.tokens()),
                scopes == null);
    }

    /** @throws RuntimeException if what is stored makes no target */
    public Target toTarget(String id) {
        boolean unlimited = scopes == null && Boolean.TRUE.equals(anyScope);
        return new Target(
                id,
                Boolean.TRUE.equals(enabled),
                resources == null ? List.of() : resources,
                unlimited ? null : Scopes.of(Objects.requireNonNull(scopes)));
    }
}
