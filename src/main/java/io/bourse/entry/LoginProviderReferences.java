package io.bourse.entry;

import io.bourse.client.Client;
import io.bourse.provider.Provider;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Checks that a client fits the provider that logs its users in.
 *
 * @param refuse takes the key and what is wrong with it
 */
record LoginProviderReferences(Map<String, Provider> providers, Spelling spelling, BiConsumer<String, String> refuse) {

    private static final String KEY = "login_provider";

    /** @param project the client's */
    void check(Client client, String project) {
        String named = client.loginProvider();
        if (named == null) {
            return;
        }
        Provider provider = providers.get(named);
        if (provider == null) {
            refuse.accept(KEY, ExchangeReferences.unknown("provider", named, providers.keySet().stream(), spelling));
        } else if (!provider.project().equals(project)) {
            refuse.accept(KEY, "names a provider of another project, " + provider.project());
        } else if (!provider.subject().isUser()) {
            refuse.accept(KEY, "names the provider " + named + ", whose tokens speak for workloads and not for users");
        } else if (client.enabled() && !provider.accepts(client.id())) {
            refuse.accept(
                    KEY,
                    "names the provider " + named + ", whose clients lack " + client.id()
                            + "; add it there, or switch this client off");
        }
    }
}
