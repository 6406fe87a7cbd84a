package io.bourse.fakes;

import io.bourse.client.Client;
import io.bourse.client.Client.Authentication;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.Scopes;
import io.bourse.policy.Exchange;
import io.bourse.provider.Provider;
import io.bourse.provider.Provider.Introspection;
import io.bourse.provider.Provider.Proof;
import io.bourse.user.User;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Registry entries for tests, all in the project {@link #PROJECT}. */
public final class TestEntries {

    public static final String PROJECT = "demo";

    private TestEntries() {}

    public static Client client(String id, boolean enabled, GrantType... grants) {
        return new Client(
                new ClientId(id),
                PROJECT,
                enabled,
                Authentication.SECRET,
                List.of("sha256:new", "sha256:old"),
                "",
                Set.of(grants),
                Scopes.of("read", "write"),
                List.of("https://api.example/b", "https://api.example/a"),
                List.of("https://api.example/served"),
                null,
                null,
                null,
                false,
                Duration.ofMillis(90_500),
                Duration.ofDays(1),
                Duration.ofDays(2));
    }

    public static User user(String username, String email) {
        return new User(UUID.randomUUID().toString(), PROJECT, username, email, "phc", true);
    }

    public static Provider provider(String id, Proof proof) {
        return ProviderBuilder.provider(id, proof).clients("a", "b").build();
    }

    public static Introspection introspection() {
        return new Introspection("https://id.example/i", "us", "sealed", Set.of("us", "them"));
    }

    /** From client to subject, for the target {@code https://api.example/t} and the scope {@code read}. */
    public static Exchange exchange(String id, boolean enabled, String client, String subject) {
        ExchangeBuilder entry = ExchangeBuilder.exchange(id, client)
                .subject(ExchangeBuilder.ours(subject), "https://api.example/served")
                .targets("https://api.example/t")
                .lifetime(Duration.ofMinutes(1))
                .refresh();
        return (enabled ? entry : entry.disabled()).build();
    }
}
