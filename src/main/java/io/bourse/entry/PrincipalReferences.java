package io.bourse.entry;

import io.bourse.client.Client;
import io.bourse.jose.RsaPublicKeys;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.GrantType;
import io.bourse.principal.Principal;
import io.bourse.principal.Principal.ApiKey;
import io.bourse.principal.Principal.SessionTokens;
import io.bourse.provider.Provider;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * Checks that principals fit their clients, users and providers, and that each key and key id means one: as the registry will be
 * once they are applied.
 */
final class PrincipalReferences {

    private final Entries entries;
    private final Snapshot before;
    private final Problems problems;
    private final Map<ClientId, Client> clients;
    private final Map<String, Provider> providers;
    private final Set<String> own;

    /** @param entries each with its project */
    PrincipalReferences(
            Entries entries,
            Snapshot before,
            Problems problems,
            Map<ClientId, Client> clients,
            Map<String, Provider> providers) {
        this.entries = entries;
        this.before = before;
        this.problems = problems;
        this.clients = clients;
        this.providers = providers;
        this.own = entries.principals().stream()
                .map(principal -> principal.draft().id())
                .collect(Collectors.toSet());
    }

    void check() {
        for (Declared<Principal> principal : entries.principals()) {
            check(principal.draft(), (key, text) -> principal.problem(problems, key, text));
            checkUser(principal);
        }
        checkUnique();
        checkOthers();
    }

    /** @param refuse takes the key and what is wrong with it */
    private void check(Principal principal, BiConsumer<String, String> refuse) {
        Client client = clients.get(principal.client());
        if (client == null) {
            refuse.accept("client", ExchangeReferences.unknownClient(principal.client(), clients, problems.spelling()));
            return;
        }
        if (!client.mayUse(GrantType.SIGNED_REQUEST)) {
            refuse.accept("client", "names " + client.id() + ", whose grants lack " + GrantType.SIGNED_REQUEST);
        }
        if (principal.proof() instanceof SessionTokens tokens) {
            checkProvider(tokens.provider(), client, refuse);
        }
    }

    private void checkProvider(String id, Client client, BiConsumer<String, String> refuse) {
        Provider provider = providers.get(id);
        if (provider == null) {
            refuse.accept(
                    "provider",
                    ExchangeReferences.unknown("provider", id, providers.keySet().stream(), problems.spelling()));
        } else if (!provider.project().equals(client.project())) {
            refuse.accept("provider", "is of another project, " + provider.project());
        } else if (!provider.accepts(client.id())) {
            refuse.accept("provider", "names " + id + ", whose clients lack " + client.id());
        }
    }

    private void checkUser(Declared<Principal> principal) {
        Client client = clients.get(principal.draft().client());
        if (client != null
                && principal.draft().proof() instanceof ApiKey key
                && key.user() != null
                && !isUser(client.project(), key.user())) {
            principal.problem(
                    problems,
                    "user",
                    "names " + Problems.quote(key.user()) + ", who is no user of project " + client.project()
                            + "; give a user name or id, or add it under users");
        }
    }

    private boolean isUser(String project, String named) {
        if (Syntax.userId(named).isEmpty()) {
            return before.user(named)
                    .filter(user -> user.project().equals(project))
                    .isPresent();
        }
        return before.userNamed(project, named).isPresent()
                || entries.users().stream()
                        .filter(user -> user.inProject().equals(project))
                        .anyMatch(user -> Snapshot.key(user.draft().username()).equals(Snapshot.key(named)));
    }

    /** A signature that could be of two principals would be of the one that may do more. */
    private void checkUnique() {
        Map<String, String> takenBy = new HashMap<>();
        new TreeMap<>(before.principals())
                .values().stream()
                        .filter(principal -> !own.contains(principal.id()))
                        .forEach(principal -> proof(principal)
                                .forEach((field, value) -> takenBy.put(field + " " + value, principal.id())));
        for (Declared<Principal> principal : entries.principals()) {
            proof(principal.draft()).forEach((field, value) -> {
                String other = takenBy.putIfAbsent(
                        field + " " + value, principal.draft().id());
                if (other != null) {
                    principal.problem(problems, field, "is that of principal " + other + " already");
                }
            });
        }
    }

    /** What signatures are known by, of which no other principal may have any: the values by the field. */
    private static Map<String, String> proof(Principal principal) {
        return principal.proof() instanceof ApiKey key
                ? new TreeMap<>(Map.of("key_id", key.keyId(), "public_key", RsaPublicKeys.text(key.publicKey())))
                : Map.of("provider", ((SessionTokens) principal.proof()).provider());
    }

    /** A client or provider must not be changed so that a principal that is registered already is left without it. */
    private void checkOthers() {
        for (Principal other : new TreeMap<>(before.principals()).values()) {
            if (!own.contains(other.id()) && other.enabled()) {
                check(other, (key, text) -> blame(other, key, text));
            }
        }
    }

    private void blame(Principal other, String key, String text) {
        Optional<String> named = PgPrincipalReads.provider(other);
        String problem = "would make principal " + other.id() + " useless: its " + key + " " + text
                + "; change that first, or switch it off";
        List<Declared<Client>> blamed = entries.clients().stream()
                .filter(client -> client.draft().id().equals(other.client()))
                .toList();
        blamed.forEach(client -> client.problem(problems, "id", problem));
        if (blamed.isEmpty()) {
            entries.providers().stream()
                    .filter(provider ->
                            named.filter(provider.draft().id()::equals).isPresent())
                    .forEach(provider -> provider.problem(problems, "id", problem));
        }
    }
}
