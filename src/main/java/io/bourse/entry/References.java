package io.bourse.entry;

import io.bourse.client.Client;
import io.bourse.oauth.ClientId;
import io.bourse.policy.Exchange;
import io.bourse.provider.Provider;
import io.bourse.user.User;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** Checks that entries fit each other and what is registered: as the registry will be once they are applied. */
final class References {

    private final Entries entries;
    private final Snapshot before;
    private final Problems problems;
    private final Map<ClientId, Client> clients;
    private final Map<String, Provider> providers;

    /** @param entries each with its project */
    References(Entries entries, Snapshot before, Problems problems) {
        this.entries = entries;
        this.before = before;
        this.problems = problems;
        this.clients = new HashMap<>(before.clients());
        for (Declared<Client> client : entries.clients()) {
            clients.put(client.draft().id(), Completed.client(client, List.of()));
        }
        this.providers = new HashMap<>(before.providers());
        for (Declared<Provider> provider : entries.providers()) {
            providers.put(provider.draft().id(), Completed.provider(provider, List.of()));
        }
    }

    void check() {
        entries.clients().forEach(this::checkClient);
        entries.providers().forEach(this::checkProvider);
        entries.providers().forEach(this::checkOtherClients);
        entries.exchanges()
                .forEach(exchange ->
                        checkExchange(exchange.draft(), (key, text) -> exchange.problem(problems, key, text)));
        checkUsers();
        checkOtherExchanges();
        new PrincipalReferences(entries, before, problems, clients, providers).check();
        new KeptSecrets(before, problems).check(entries);
    }

    private void checkClient(Declared<Client> client) {
        ClientId id = client.draft().id();
        if (before.userIds().contains(id.value())) {
            client.problem(problems, "id", "is the id of a user; a client must not be taken for one, so take another");
        }
        Client old = before.clients().get(id);
        if (old != null && !old.project().equals(client.inProject())) {
            client.problem(
                    problems, "project", "is now " + old.project() + ", and a client cannot move; make a new one");
        }
        checkMayAct(client);
        new IdentityReferences(providers, problems.spelling(), (key, text) -> client.problem(problems, key, text))
                .check(client.draft(), client.inProject());
        new LoginProviderReferences(providers, problems.spelling(), (key, text) -> client.problem(problems, key, text))
                .check(client.draft(), client.inProject());
    }

    private void checkMayAct(Declared<Client> client) {
        ClientId mayAct = client.draft().mayAct();
        if (mayAct != null && !clients.containsKey(mayAct)) {
            client.problem(problems, "may_act", unknownClient(mayAct));
        }
    }

    private void checkProvider(Declared<Provider> provider) {
        Provider old = before.providers().get(provider.draft().id());
        if (old != null && !old.project().equals(provider.inProject())) {
            provider.problem(problems, "project", "is now " + old.project() + ", and a provider cannot move");
        }
        if (old != null && before.linked().contains(old.id())) {
            // Whatever kind it is of: what is of workloads now can be of users again, who then are linked still.
            SubjectNames.changed(old, provider.draft())
                    .ifPresent(key -> provider.problem(
                            problems,
                            key,
                            "is another than before, and users are linked by the names that were given there: the"
                                    + " same name could be somebody else's now; make a new provider, and remove this"
                                    + " one"));
        }
        for (ClientId id : provider.draft().clients()) {
            Client client = clients.get(id);
            if (client == null) {
                provider.problem(problems, "clients", unknownClient(id));
            } else if (!client.project().equals(provider.inProject())) {
                provider.problem(problems, "clients", "holds " + id + " of another project, " + client.project());
            }
        }
    }

    /** A provider must not be changed so that a client that is registered already could be somebody else. */
    private void checkOtherClients(Declared<Provider> provider) {
        Set<ClientId> own =
                entries.clients().stream().map(client -> client.draft().id()).collect(Collectors.toSet());
        List<Client> inOrder = before.clients().values().stream()
                .sorted(Comparator.comparing(client -> client.id().value()))
                .toList();
        for (Client other : inOrder) {
            if (!own.contains(other.id())) {
                checkOtherClient(provider, other);
            }
        }
    }

    private void checkOtherClient(Declared<Provider> provider, Client other) {
        String id = provider.draft().id();
        Client.ForeignIdentity identity = other.identity();
        if (identity != null && identity.provider().equals(id)) {
            new IdentityReferences(providers, problems.spelling(), refusing(provider, other, "proof"))
                    .check(other, other.project());
        }
        if (id.equals(other.loginProvider())) {
            new LoginProviderReferences(providers, problems.spelling(), refusing(provider, other, "logins"))
                    .check(other, other.project());
        }
    }

    private BiConsumer<String, String> refusing(Declared<Provider> provider, Client other, String lost) {
        return (key, text) -> provider.problem(
                problems, "id", "would leave client " + other.id() + " without " + lost + ": its " + key + " " + text);
    }

    private String unknownClient(ClientId id) {
        return ExchangeReferences.unknownClient(id, clients, problems.spelling());
    }

    /** @param refuse takes the key and what is wrong with it */
    private void checkExchange(Exchange exchange, BiConsumer<String, String> refuse) {
        new ExchangeReferences(clients, providers, problems.spelling(), refuse).check(exchange);
    }

    /**
     * A client must not be changed so that an exchange that is registered already becomes one we would refuse. One tells
     * why; the others, which are likely so for the same reason, are counted.
     */
    private void checkOtherExchanges() {
        Set<String> own = entries.exchanges().stream()
                .map(exchange -> exchange.draft().id())
                .collect(Collectors.toSet());
        Map<Declared<Client>, Integer> unsafe = new LinkedHashMap<>();
        for (Exchange other : new TreeMap<>(before.exchanges()).values()) {
            List<String> reasons = new ArrayList<>();
            if (!own.contains(other.id())) {
                checkExchange(other, (key, text) -> reasons.add("its " + key + " " + text));
            }
            if (!reasons.isEmpty()) {
                Declared<Client> cause = cause(other);
                if (unsafe.merge(cause, 1, Integer::sum) == 1) {
                    reasons.forEach(reason ->
                            cause.problem(problems, "id", "would make exchange " + other.id() + " unsafe: " + reason));
                }
            }
        }
        unsafe.forEach((cause, count) -> {
            if (count > 1) {
                cause.problem(
                        problems,
                        "id",
                        "would make " + (count - 1)
                                + " more unsafe; an entry says all of a client, so what it leaves away"
                                + " is taken from it");
            }
        });
    }

    private Declared<Client> cause(Exchange unsafe) {
        return entries.clients().stream()
                .filter(client -> unsafe.clients().contains(client.draft().id()))
                .findFirst()
                .orElseThrow();
    }

    private void checkUsers() {
        Set<String> names = new HashSet<>();
        Set<String> emails = new HashSet<>();
        for (Declared<User> user : entries.users()) {
            if (!names.add(Slot.user(user).id())) {
                user.problem(problems, "username", "stands twice in project " + user.inProject());
            }
            // An address that a provider reports is no name to log in with.
            String email = user.draft().username() == null
                    ? ""
                    : Snapshot.key(user.draft().email());
            if (!email.isEmpty() && (!emails.add(user.inProject() + " " + email) || isTaken(user, email))) {
                user.problem(problems, "email", "is another user's in project " + user.inProject());
            }
        }
    }

    /** Whether a user whom the file does not name has the address, which is a name to log in with. */
    private boolean isTaken(Declared<User> user, String email) {
        return before.users().stream()
                .filter(other -> other.username() != null)
                .filter(other -> other.project().equals(user.inProject()))
                .filter(other -> Snapshot.key(other.email()).equals(email)
                        || Snapshot.key(other.username()).equals(email))
                .anyMatch(other -> entries.users().stream()
                        .filter(own -> own.inProject().equals(other.project()))
                        .noneMatch(own -> Snapshot.key(own.draft().username()).equals(Snapshot.key(other.username()))));
    }
}
