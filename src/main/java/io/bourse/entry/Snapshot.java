package io.bourse.entry;

import io.bourse.client.Client;
import io.bourse.client.Project;
import io.bourse.oauth.ClientId;
import io.bourse.policy.Exchange;
import io.bourse.provider.Provider;
import io.bourse.user.LoginName;
import io.bourse.user.User;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the registry holds of a {@link Selection}. Each {@code enabled} is that of the entry alone, whatever its
 * project's.
 *
 * @param projects all of them, by id
 * @param clients by id: those selected, and those that a selected exchange names
 * @param users those that have a user name and one of the selected logins
 * @param exchanges by id: those selected, and those that name a changing client
 * @param userIds which of the selected clients' ids are a user's id
 */
record Snapshot(
        Map<String, Project> projects,
        Map<ClientId, Client> clients,
        List<User> users,
        Map<String, Provider> providers,
        Map<String, Exchange> exchanges,
        Set<String> userIds) {

    Snapshot {
        projects = Map.copyOf(projects);
        clients = Map.copyOf(clients);
        users = List.copyOf(users);
        providers = Map.copyOf(providers);
        exchanges = Map.copyOf(exchanges);
        userIds = Set.copyOf(userIds);
    }

    /** The user of this project with this name. */
    Optional<User> user(String project, @Nullable String username) {
        return users.stream()
                .filter(user -> user.project().equals(project))
                .filter(user -> key(user.username()).equals(key(username)))
                .findFirst();
    }

    /** The form in which names are compared; empty for none. */
    static String key(@Nullable String name) {
        return name == null ? "" : LoginName.of(name).value();
    }
}
