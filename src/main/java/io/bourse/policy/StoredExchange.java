package io.bourse.policy;

import io.bourse.config.Settings;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.Scopes;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An exchange entry as its row holds it. Anything may be missing from a row; what is missing allows nothing, so "any
 * audience" is a word of its own.
 */
public record StoredExchange(
        @Nullable Boolean enabled,
        @Nullable String subjectClient,
        @Nullable String subjectAudience,
        @Nullable Boolean anySubjectAudience,
        @Nullable List<String> targets,
        @Nullable List<String> scopes,
        @Nullable String lifetime,
        @Nullable Boolean refresh) {

    public static StoredExchange of(Exchange exchange) {
        return new StoredExchange(
                exchange.enabled(),
                exchange.subjectClient().value(),
                exchange.subjectAudience(),
                exchange.subjectAudience() == null,
                exchange.targets(),
                List.copyOf(exchange.scopes().tokens()),
                exchange.lifetime() == null ? null : Settings.text(exchange.lifetime()),
                exchange.refresh());
    }

    /** @throws RuntimeException if what is stored makes no exchange */
    public Exchange toExchange(String id, ClientId client) {
        if (subjectAudience == null && !Boolean.TRUE.equals(anySubjectAudience)) {
            throw new IllegalArgumentException("no subject audience");
        }
        if (targets == null || targets.isEmpty()) {
            throw new IllegalArgumentException("no target");
        }
        return new Exchange(
                id,
                Boolean.TRUE.equals(enabled),
                client,
                new ClientId(Objects.requireNonNull(subjectClient)),
                subjectAudience,
                targets,
                Scopes.of(Objects.requireNonNull(scopes)),
                lifetime == null ? null : Settings.parseDuration(lifetime).orElseThrow(),
                Boolean.TRUE.equals(refresh));
    }
}
