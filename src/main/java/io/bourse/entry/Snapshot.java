package io.bourse.entry;

import io.bourse.client.Client;
import io.bourse.client.Project;
import io.bourse.oauth.ClientId;
import io.bourse.policy.Exchange;
import io.bourse.policy.Target;
import io.bourse.principal.Principal;
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
 * @param clients by id: those selected, those that a selected exchange or principal names, and those that authenticate
 *     by a selected provider
 * @param users those that have a user name and one of the selected logins, and those with a selected id
 * @param exchanges by id: those selected, and those that name a changing client
 * @param targets by id: those that a selected name means
 * @param listing which client or exchange lists a resource of a changing target
 * @param userIds which of the selected clients' ids are a user's id
 * @param linked which of the selected providers have users that are linked to their names
 * @param principals by id: those selected, those with a selected key id or key, and those that name a changing client or a
 *     selected provider
 */
record Snapshot(
        Map<String, Project> projects,
        Map<ClientId, Client> clients,
        List<User> users,
        Map<String, Provider> providers,
        Map<String, Exchange> exchanges,
        Map<String, Target> targets,
        Map<String, Set<String>> listing,
        Set<String> userIds,
        Set<String> linked,
        Map<String, Principal> principals) {

    Snapshot {
        projects = Map.copyOf(projects);
        clients = Map.copyOf(clients);
        users = List.copyOf(users);
        providers = Map.copyOf(providers);
        exchanges = Map.copyOf(exchanges);
        targets = Map.copyOf(targets);
        listing = Map.copyOf(listing);
        userIds = Set.copyOf(userIds);
        linked = Set.copyOf(linked);
        principals = Map.copyOf(principals);
    }

    /** The user that an entry names: by id if it has one, else by the name in its project. */
    Optional<User> user(Declared<User> declared) {
        User draft = declared.draft();
        return draft.id().isEmpty() ? userNamed(declared.inProject(), draft.username()) : user(draft.id());
    }

    /** The user with this user name in this project. */
    Optional<User> userNamed(String project, @Nullable String username) {
        return users.stream()
                .filter(user -> user.project().equals(project) && isNamed(user, username))
                .findFirst();
    }

    /** The user with this id. */
    Optional<User> user(String id) {
        return users.stream().filter(user -> user.id().equals(id)).findFirst();
    }

    private static boolean isNamed(User user, @Nullable String username) {
        return user.username() != null && key(user.username()).equals(key(username));
    }

    /** The form in which names are compared; empty for none. */
    static String key(@Nullable String name) {
        return name == null ? "" : LoginName.of(name).value();
    }
}
