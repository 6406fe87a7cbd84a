package io.bourse.entry;

import io.bourse.client.Client;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.Scopes;
import io.bourse.policy.Exchange;
import io.bourse.provider.Provider;
import io.bourse.user.User;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** Checks that entries fit each other and what is registered: as the registry will be once they are applied. */
final class References {

    private final Entries entries;
    private final Snapshot before;
    private final Problems problems;
    private final Map<ClientId, Client> clients;

    /** @param entries each with its project */
    References(Entries entries, Snapshot before, Problems problems) {
        this.entries = entries;
        this.before = before;
        this.problems = problems;
        this.clients = new HashMap<>(before.clients());
        for (Declared<Client> client : entries.clients()) {
            clients.put(client.draft().id(), Target.client(client, List.of()));
        }
    }

    void check() {
        entries.clients().forEach(this::checkClient);
        entries.providers().forEach(this::checkProvider);
        entries.exchanges()
                .forEach(exchange ->
                        checkExchange(exchange.draft(), (key, text) -> exchange.problem(problems, key, text)));
        checkUsers();
        checkOtherExchanges();
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
    }

    private void checkProvider(Declared<Provider> provider) {
        Provider old = before.providers().get(provider.draft().id());
        if (old != null && !old.project().equals(provider.inProject())) {
            provider.problem(problems, "project", "is now " + old.project() + ", and a provider cannot move");
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

    private String unknownClient(ClientId id) {
        Set<String> known = clients.keySet().stream().map(ClientId::value).collect(Collectors.toSet());
        String remedy = Spelling.nearest(id.value(), known)
                .map(near -> "did you mean " + near + "?")
                .orElse("add it under clients");
        return "names the client " + Problems.quote(id.value()) + ", which does not exist; " + remedy;
    }

    /** @param refuse takes the key and what is wrong with it */
    private void checkExchange(Exchange exchange, BiConsumer<String, String> refuse) {
        Client client = clients.get(exchange.client());
        Client holder = clients.get(exchange.subjectClient());
        if (client == null) {
            refuse.accept("client", unknownClient(exchange.client()));
        }
        if (holder == null) {
            refuse.accept("subject", unknownClient(exchange.subjectClient()));
        }
        if (client != null && holder != null) {
            checkParties(exchange, client, holder, refuse);
        }
    }

    private static void checkParties(
            Exchange exchange, Client client, Client holder, BiConsumer<String, String> refuse) {
        if (!client.mayUse(GrantType.TOKEN_EXCHANGE)) {
            refuse.accept("client", "names " + client.id() + ", whose grants lack token-exchange");
        }
        if (!client.scopes().containsAll(exchange.scopes())) {
            refuse.accept("scopes", "go beyond those of the client " + client.id() + ", " + shown(client.scopes()));
        } else if (!holder.scopes().containsAll(exchange.scopes())) {
            refuse.accept(
                    "scopes", "go beyond those of the subject's client " + holder.id() + ", " + shown(holder.scopes()));
        }
        String audience = exchange.subjectAudience();
        boolean reachable = client.id().equals(holder.id())
                || (audience == null
                        ? !client.serves().isEmpty()
                        : client.serves().contains(audience));
        if (!reachable) {
            refuse.accept(
                    "subject",
                    "has tokens that " + client.id() + " neither holds nor is meant to see; list their audience under"
                            + " serves of that client");
        }
        if (exchange.refresh() && !client.mayUse(GrantType.REFRESH_TOKEN)) {
            refuse.accept("refresh", "is true, and the grants of " + client.id() + " lack refresh_token");
        }
        if (exchange.refresh() && !client.audiences().containsAll(exchange.targets())) {
            refuse.accept(
                    "refresh",
                    "is true, and the audiences of " + client.id() + " lack a target, so it could not refresh");
        }
    }

    private static String shown(Scopes scopes) {
        return scopes.isEmpty() ? "none" : scopes.toString();
    }

    /** A client must not be changed so that an exchange that is registered already becomes one we would refuse. */
    private void checkOtherExchanges() {
        Set<String> own = entries.exchanges().stream()
                .map(exchange -> exchange.draft().id())
                .collect(Collectors.toSet());
        for (Exchange other : before.exchanges().values()) {
            if (!own.contains(other.id())) {
                Declared<Client> cause = entries.clients().stream()
                        .filter(client -> client.draft().id().equals(other.client())
                                || client.draft().id().equals(other.subjectClient()))
                        .findFirst()
                        .orElseThrow();
                checkExchange(
                        other,
                        (key, text) -> cause.problem(
                                problems,
                                "id",
                                "would make exchange " + other.id() + " unsafe: its " + key + " " + text));
            }
        }
    }

    private void checkUsers() {
        Set<String> names = new HashSet<>();
        Set<String> emails = new HashSet<>();
        for (Declared<User> user : entries.users()) {
            String name = user.inProject() + " " + Snapshot.key(user.draft().username());
            String email = Snapshot.key(user.draft().email());
            if (!names.add(name)) {
                user.problem(problems, "username", "stands twice in project " + user.inProject());
            }
            if (!email.isEmpty() && (!emails.add(user.inProject() + " " + email) || isTaken(user, email))) {
                user.problem(problems, "email", "is another user's in project " + user.inProject());
            }
        }
    }

    /** Whether a user whom the file does not name has the address, which is a name to log in with. */
    private boolean isTaken(Declared<User> user, String email) {
        return before.users().stream()
                .filter(other -> other.project().equals(user.inProject()))
                .filter(other -> Snapshot.key(other.email()).equals(email)
                        || Snapshot.key(other.username()).equals(email))
                .anyMatch(other -> entries.users().stream()
                        .filter(own -> own.inProject().equals(other.project()))
                        .noneMatch(own -> Snapshot.key(own.draft().username()).equals(Snapshot.key(other.username()))));
    }
}
