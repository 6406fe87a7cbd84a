package io.bourse.entry;

import io.bourse.client.Client;
import io.bourse.jose.RsaPublicKeys;
import io.bourse.oauth.ClientId;
import io.bourse.policy.Exchange;
import io.bourse.principal.Principal;
import io.bourse.principal.Principal.ApiKey;
import io.bourse.principal.Principal.SessionTokens;
import io.bourse.provider.Provider;
import io.bourse.user.LoginName;
import io.bourse.user.User;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What must be known of the registry to apply some entries.
 *
 * @param clients ids of clients that are named anywhere
 * @param changing ids of the clients among them that may change: exchanges that name them are needed too
 * @param targets whatever may mean a target: ids, resources, and what the entries list
 * @param resources those of the targets that may change: who lists one of them is needed too
 * @param logins user names and e-mail addresses, in the form of {@link LoginName}
 * @param users ids of users that are named by id
 * @param principals ids
 * @param keyIds key ids that principals are given: who has one of them already is needed too
 * @param publicKeys keys that principals are given: likewise
 */
record Selection(
        Set<String> clients,
        Set<String> changing,
        Set<String> providers,
        Set<String> exchanges,
        Set<String> targets,
        Set<String> resources,
        Set<String> logins,
        Set<String> users,
        Set<String> principals,
        Set<String> keyIds,
        Set<String> publicKeys) {

    Selection {
        clients = Set.copyOf(clients);
        changing = Set.copyOf(changing);
        providers = Set.copyOf(providers);
        exchanges = Set.copyOf(exchanges);
        targets = Set.copyOf(targets);
        resources = Set.copyOf(resources);
        logins = Set.copyOf(logins);
        users = Set.copyOf(users);
        principals = Set.copyOf(principals);
        keyIds = Set.copyOf(keyIds);
        publicKeys = Set.copyOf(publicKeys);
    }

    static Selection of(Entries entries) {
        Set<String> clients = new HashSet<>();
        Set<String> changing = new HashSet<>();
        Set<String> providers = new HashSet<>();
        Set<String> exchanges = new HashSet<>();
        Set<String> logins = new HashSet<>();
        Set<String> users = new HashSet<>();
        for (Declared<Client> client : entries.clients()) {
            changing.add(client.draft().id().value());
            addNamed(client.draft(), clients, providers);
        }
        for (Declared<Provider> provider : entries.providers()) {
            providers.add(provider.draft().id());
            provider.draft().clients().stream().map(ClientId::value).forEach(clients::add);
        }
        for (Declared<Exchange> exchange : entries.exchanges()) {
            exchanges.add(exchange.draft().id());
            exchange.draft().clients().stream().map(ClientId::value).forEach(clients::add);
            providers.addAll(exchange.draft().providers());
        }
        Set<String> resources = new HashSet<>();
        entries.targets().forEach(target -> resources.addAll(target.draft().resources()));
        for (Declared<User> user : entries.users()) {
            addLogins(user.draft(), logins);
            users.add(user.draft().id());
        }
        Set<String> principals = new HashSet<>();
        Set<String> keyIds = new HashSet<>();
        Set<String> publicKeys = new HashSet<>();
        for (Declared<Principal> principal : entries.principals()) {
            principals.add(principal.draft().id());
            clients.add(principal.draft().client().value());
            if (principal.draft().proof() instanceof ApiKey key) {
                keyIds.add(key.keyId());
                publicKeys.add(RsaPublicKeys.text(key.publicKey()));
                addUser(key.user(), logins, users);
            } else if (principal.draft().proof() instanceof SessionTokens tokens) {
                providers.add(tokens.provider());
            }
        }
        users.remove("");
        clients.addAll(changing);
        return new Selection(
                clients,
                changing,
                providers,
                exchanges,
                targets(entries),
                resources,
                logins,
                users,
                principals,
                keyIds,
                publicKeys);
    }

    private static Set<String> targets(Entries entries) {
        Set<String> targets = new HashSet<>();
        entries.targets().forEach(target -> target.draft().names().forEach(targets::add));
        entries.clients().forEach(client -> targets.addAll(Listed.by(client.draft())));
        entries.exchanges().forEach(exchange -> targets.addAll(Listed.by(exchange.draft())));
        return targets;
    }

    private static void addNamed(Client client, Set<String> clients, Set<String> providers) {
        if (client.mayAct() != null) {
            clients.add(client.mayAct().value());
        }
        if (client.identity() != null) {
            providers.add(client.identity().provider());
        }
        if (client.loginProvider() != null) {
            providers.add(client.loginProvider());
        }
    }

    private static void addUser(@Nullable String named, Set<String> logins, Set<String> users) {
        if (named != null) {
            boolean byId = Syntax.userId(named).isEmpty();
            (byId ? users : logins).add(byId ? named : Snapshot.key(named));
        }
    }

    private static void addLogins(User user, Set<String> logins) {
        logins.add(Snapshot.key(user.username()));
        logins.add(Snapshot.key(user.email()));
        logins.remove("");
    }
}
