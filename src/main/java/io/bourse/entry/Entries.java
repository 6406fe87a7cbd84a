package io.bourse.entry;

import io.bourse.client.Client;
import io.bourse.client.Project;
import io.bourse.policy.Exchange;
import io.bourse.policy.Target;
import io.bourse.principal.Principal;
import io.bourse.provider.Provider;
import io.bourse.user.User;
import java.util.List;

/**
 * What a file says, each entry safe in itself. Whether the entries fit each other and what is registered is only known
 * when they are applied.
 */
public final class Entries {

    private final String file;
    private final List<Declared<Project>> projects;
    private final List<Declared<Client>> clients;
    private final List<Declared<User>> users;
    private final List<Declared<Provider>> providers;
    private final List<Declared<Exchange>> exchanges;
    private final List<Declared<Target>> targets;
    private final List<Declared<Principal>> principals;

    Entries(
            String file,
            List<Declared<Project>> projects,
            List<Declared<Client>> clients,
            List<Declared<User>> users,
            List<Declared<Provider>> providers,
            List<Declared<Exchange>> exchanges,
            List<Declared<Target>> targets,
            List<Declared<Principal>> principals) {
        this.file = file;
        this.projects = List.copyOf(projects);
        this.clients = List.copyOf(clients);
        this.users = List.copyOf(users);
        this.providers = List.copyOf(providers);
        this.exchanges = List.copyOf(exchanges);
        this.targets = List.copyOf(targets);
        this.principals = List.copyOf(principals);
    }

    String file() {
        return file;
    }

    List<Declared<Project>> projects() {
        return projects;
    }

    List<Declared<Client>> clients() {
        return clients;
    }

    List<Declared<User>> users() {
        return users;
    }

    List<Declared<Provider>> providers() {
        return providers;
    }

    List<Declared<Exchange>> exchanges() {
        return exchanges;
    }

    List<Declared<Target>> targets() {
        return targets;
    }

    List<Declared<Principal>> principals() {
        return principals;
    }
}
