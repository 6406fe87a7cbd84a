package io.bourse.policy;

import io.bourse.config.Settings;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.TokenType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An exchange entry as its row holds it. Anything may be missing from a row; what is missing allows nothing, so "any
 * audience" and "no actor token" are words of their own.
 */
public record StoredExchange(
        @Nullable Boolean enabled,
        Exchange.@Nullable Mode mode,
        @Nullable StoredSource subject,
        @Nullable StoredSource actor,
        @Nullable Boolean noActorToken,
        @Nullable List<String> targets,
        @Nullable List<String> scopes,
        @Nullable Map<String, List<String>> scopeMap,
        @Nullable List<TokenType> issues,
        @Nullable String lifetime,
        @Nullable Boolean refresh,
        @Nullable Boolean rebind,
        @Nullable Integer maxDepth) {

    /** See {@link TokenSource}; either the client or the provider is there. */
    public record StoredSource(
            @Nullable String client,
            @Nullable String provider,
            @Nullable String audience,
            @Nullable Boolean anyAudience,
            @Nullable List<TokenType> types) {

        static @Nullable StoredSource of(@Nullable TokenSource source) {
            if (source == null) {
                return null;
            }
            TokenOrigin origin = source.origin();
            return new StoredSource(
                    origin instanceof TokenOrigin.Ours ours ? ours.client().value() : null,
                    origin instanceof TokenOrigin.Foreign foreign ? foreign.provider() : null,
                    source.audience(),
                    source.audience() == null,
                    sorted(source.types()));
        }

        TokenSource toSource() {
            if ((client == null) == (provider == null)) {
                throw new IllegalArgumentException("no single origin");
            }
            if (audience == null && !Boolean.TRUE.equals(anyAudience)) {
                throw new IllegalArgumentException("no audience");
            }
            TokenOrigin origin = provider == null
                    ? new TokenOrigin.Ours(new ClientId(Objects.requireNonNull(client)))
                    : new TokenOrigin.Foreign(provider);
            return new TokenSource(origin, audience, Set.copyOf(Objects.requireNonNull(types)));
        }
    }

    public static StoredExchange of(Exchange exchange) {
        Map<String, List<String>> scopeMap = new HashMap<>();
        exchange.scopeMap().forEach((scope, worth) -> scopeMap.put(scope, List.copyOf(worth.tokens())));
        return new StoredExchange(
                exchange.enabled(),
                exchange.mode(),
                StoredSource.of(exchange.subject()),
                StoredSource.of(exchange.actor()),
                exchange.actor() == null,
                exchange.targets(),
                List.copyOf(exchange.scopes().tokens()),
                scopeMap,
                sorted(exchange.issues()),
                exchange.lifetime() == null ? null : Settings.text(exchange.lifetime()),
                exchange.refresh(),
                exchange.rebind(),
                exchange.maxDepth());
    }

    /** @throws RuntimeException if what is stored makes no exchange */
    public Exchange toExchange(String id, ClientId client) {
        if (targets == null || targets.isEmpty()) {
            throw new IllegalArgumentException("no target");
        }
        if (actor == null && !Boolean.TRUE.equals(noActorToken)) {
            throw new IllegalArgumentException("no actor");
        }
        if (actor == null && mode == Exchange.Mode.IMPERSONATION) {
            throw new IllegalArgumentException("nobody who impersonates");
        }
        return new Exchange(
                id,
                Boolean.TRUE.equals(enabled),
                client,
                Objects.requireNonNull(mode),
                Objects.requireNonNull(subject).toSource(),
                actor == null ? null : actor.toSource(),
                targets,
                Scopes.of(Objects.requireNonNull(scopes)),
                scopeMap == null
                        ? Map.of()
                        : scopeMap.entrySet().stream()
                                .collect(Collectors.toMap(Map.Entry::getKey, each -> Scopes.of(each.getValue()))),
                Set.copyOf(Objects.requireNonNull(issues)),
                lifetime == null ? null : Settings.parseDuration(lifetime).orElseThrow(),
                Boolean.TRUE.equals(refresh),
                Boolean.TRUE.equals(rebind),
                maxDepth == null ? 0 : maxDepth);
    }

    private static List<TokenType> sorted(Set<TokenType> types) {
        return types.stream().sorted().toList();
    }
}
