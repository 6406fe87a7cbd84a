package io.bourse.entry;

import io.bourse.client.Client;
import io.bourse.oauth.ClientId;
import io.bourse.principal.Principal;
import io.bourse.principal.Principal.ApiKey;
import io.bourse.user.User;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** What the names that principals use stand for, once the clients and users of a text have been planned. Used once. */
final class PlannedNames {

    private final Snapshot before;
    private final Map<ClientId, String> projects = new HashMap<>();
    private final Map<String, String> userIds = new HashMap<>();

    PlannedNames(Snapshot before) {
        this.before = before;
        before.clients().values().forEach(this::add);
    }

    void add(Client client) {
        projects.put(client.id(), client.project());
    }

    void add(User user) {
        if (user.username() != null) {
            userIds.put(key(user.project(), user.username()), user.id());
        }
    }

    /** The principal in its client's project, and with the id of the user for whom it speaks; all are known to exist. */
    Principal completed(Principal draft) {
        String project = Objects.requireNonNull(projects.get(draft.client()));
        Principal.Proof proof = draft.proof();
        if (proof instanceof ApiKey key && key.user() != null) {
            proof = new ApiKey(key.keyId(), key.publicKey(), userId(project, key.user()));
        }
        return new Principal(draft.id(), project, draft.enabled(), draft.client(), proof);
    }

    private String userId(String project, String named) {
        if (Syntax.userId(named).isEmpty()) {
            return named;
        }
        String planned = userIds.get(key(project, named));
        return planned == null ? before.userNamed(project, named).orElseThrow().id() : planned;
    }

    private static String key(String project, String username) {
        return project + " " + Snapshot.key(username);
    }
}
