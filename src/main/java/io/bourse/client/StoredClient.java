package io.bourse.client;

import io.bourse.config.Settings;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.Scopes;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A client as its row holds it. Anything may be missing from a row; what is missing allows nothing. */
public record StoredClient(
        @Nullable Boolean enabled,
        Client.@Nullable Authentication authentication,
        @Nullable List<String> secrets,
        @Nullable String jwks,
        @Nullable List<String> grants,
        @Nullable List<String> scopes,
        @Nullable List<String> audiences,
        @Nullable List<String> serves,
        @Nullable String mayAct,
        Client.@Nullable ForeignIdentity identity,
        @Nullable String loginProvider,
        @Nullable Boolean assignedUsersOnly,
        @Nullable String accessTokenLifetime,
        @Nullable String refreshIdle,
        @Nullable String refreshLifetime) {

    public static StoredClient of(Client client) {
        return new StoredClient(
                client.enabled(),
                client.authentication(),
                client.secrets(),
                client.jwks(),
                client.grants().stream().map(GrantType::value).sorted().toList(),
                List.copyOf(client.scopes().tokens()),
                client.audiences(),
                client.serves(),
                client.mayAct() == null ? null : client.mayAct().value(),
                client.identity(),
                client.loginProvider(),
                client.assignedUsersOnly() ? true : null,
                Settings.text(client.accessTokenLifetime()),
                Settings.text(client.refreshIdle()),
                Settings.text(client.refreshLifetime()));
    }

    /** @throws RuntimeException if what is stored makes no client */
    public Client toClient(ClientId id, String project, boolean projectEnabled) {
        return new Client(
                id,
                project,
                projectEnabled && Boolean.TRUE.equals(enabled),
                Objects.requireNonNull(authentication),
                orEmpty(secrets),
                jwks == null ? "" : jwks,
                orEmpty(grants).stream().map(GrantType::new).collect(Collectors.toCollection(TreeSet::new)),
                Scopes.of(orEmpty(scopes)),
                orEmpty(audiences),
                orEmpty(serves),
                mayAct == null ? null : new ClientId(mayAct),
                wholeIdentity(),
                loginProvider,
                Boolean.TRUE.equals(assignedUsersOnly),
                duration(accessTokenLifetime, Client.DEFAULT_ACCESS_TOKEN_LIFETIME),
                duration(refreshIdle, Client.DEFAULT_REFRESH_IDLE),
                duration(refreshLifetime, Client.DEFAULT_REFRESH_LIFETIME));
    }

    /** Half of one would be compared with what a provider proves; who authenticates by one has one. */
    private Client.@Nullable ForeignIdentity wholeIdentity() {
        if (identity == null && authentication == Client.Authentication.PROVIDER_JWT) {
            throw new IllegalArgumentException("no identity");
        }
        if (identity != null && (isMissing(identity.provider()) || isMissing(identity.subject()))) {
            throw new IllegalArgumentException("half an identity");
        }
        return identity;
    }

    /** Null too: a row is not bound by what a record promises. */
    private static boolean isMissing(@Nullable String member) {
        return member == null || member.isEmpty();
    }

    private static List<String> orEmpty(@Nullable List<String> list) {
        return list == null ? List.of() : list;
    }

    private static Duration duration(@Nullable String text, Duration fallback) {
        return text == null ? fallback : Settings.parseDuration(text).orElseThrow();
    }

    @Override
    public String toString() {
        return "StoredClient";
    }
}
