package io.bourse.entry;

import io.bourse.client.Client;
import io.bourse.oauth.ClientId;
import io.bourse.policy.Exchange;
import io.bourse.provider.Provider;
import io.bourse.user.LoginName;
import io.bourse.user.User;
import java.util.HashSet;
import java.util.Set;

/**
 * What must be known of the registry to apply some entries.
 *
 * @param clients ids of clients that are named anywhere
 * @param changing ids of the clients among them that may change: exchanges that name them are needed too
 * @param logins user names and e-mail addresses, in the form of {@link LoginName}
 */
record Selection(
        Set<String> clients, Set<String> changing, Set<String> providers, Set<String> exchanges, Set<String> logins) {

    Selection {
        clients = Set.copyOf(clients);
        changing = Set.copyOf(changing);
        providers = Set.copyOf(providers);
        exchanges = Set.copyOf(exchanges);
        logins = Set.copyOf(logins);
    }

    static Selection of(Entries entries) {
        Set<String> clients = new HashSet<>();
        Set<String> changing = new HashSet<>();
        Set<String> providers = new HashSet<>();
        Set<String> exchanges = new HashSet<>();
        Set<String> logins = new HashSet<>();
        for (Declared<Client> client : entries.clients()) {
            changing.add(client.draft().id().value());
        }
        for (Declared<Provider> provider : entries.providers()) {
            providers.add(provider.draft().id());
            provider.draft().clients().stream().map(ClientId::value).forEach(clients::add);
        }
        for (Declared<Exchange> exchange : entries.exchanges()) {
            exchanges.add(exchange.draft().id());
            clients.add(exchange.draft().client().value());
            clients.add(exchange.draft().subjectClient().value());
        }
        for (Declared<User> user : entries.users()) {
            addLogins(user.draft(), logins);
        }
        clients.addAll(changing);
        return new Selection(clients, changing, providers, exchanges, logins);
    }

    private static void addLogins(User user, Set<String> logins) {
        logins.add(Snapshot.key(user.username()));
        logins.add(Snapshot.key(user.email()));
        logins.remove("");
    }
}
