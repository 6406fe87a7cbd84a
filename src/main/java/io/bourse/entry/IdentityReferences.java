package io.bourse.entry;

import io.bourse.client.Client;
import io.bourse.provider.Provider;
import io.bourse.provider.Provider.UserInfo;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Checks that a client which authenticates by a provider's assertion fits that provider.
 *
 * @param refuse takes the key and what is wrong with it
 */
record IdentityReferences(Map<String, Provider> providers, Spelling spelling, BiConsumer<String, String> refuse) {

    /** @param project the client's */
    void check(Client client, String project) {
        Client.ForeignIdentity identity = client.identity();
        if (identity == null) {
            return;
        }
        Provider provider = providers.get(identity.provider());
        if (provider == null) {
            refuse.accept(
                    "identity",
                    ExchangeReferences.unknown("provider", identity.provider(), providers.keySet().stream(), spelling));
        } else if (!provider.project().equals(project)) {
            refuse.accept("identity", "names a provider of another project, " + provider.project());
        } else if (client.enabled()) {
            // One that is switched off proves nothing by it, and has to get out of the provider's list to be removed.
            checkProvider(client, provider);
        }
    }

    private void checkProvider(Client client, Provider provider) {
        String named = "names the provider " + provider.id();
        if (provider.subject().isUser()) {
            refuse.accept(
                    "identity",
                    named + ", which vouches for users, and a user could then be this client; say there"
                            + " subject: {kind: workload}");
        } else if (provider.proof() instanceof UserInfo info && info.audienceProof() == null) {
            refuse.accept(
                    "identity",
                    named + ", which says audience_proof: none, and whoever gets a token of the workload for any other"
                            + " purpose could be this client; prove the audience there");
        } else if (!provider.accepts(client.id())) {
            refuse.accept(
                    "identity",
                    named + ", whose clients lack " + client.id() + "; add it there, or switch this client off");
        }
    }
}
