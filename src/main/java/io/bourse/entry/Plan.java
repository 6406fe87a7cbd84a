package io.bourse.entry;

import io.bourse.changelog.Change;
import io.bourse.changelog.Change.EntryChanged;
import io.bourse.changelog.Change.Revoked;
import io.bourse.changelog.Change.RevokedKind;
import io.bourse.client.Client;
import io.bourse.client.Project;
import io.bourse.policy.Exchange;
import io.bourse.provider.Provider;
import io.bourse.user.User;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What is to be written: the entries that are new or different, and what the other nodes must learn of it. */
record Plan(
        EntryDiff diff,
        List<Project> projects,
        List<Client> clients,
        List<User> users,
        List<Provider> providers,
        List<Exchange> exchanges,
        List<EntryChanged> changed,
        List<Ended> ended) {

    /** Whose logins and tokens end with this change. */
    record Ended(RevokedKind kind, String id) {}

    Plan {
        projects = List.copyOf(projects);
        clients = List.copyOf(clients);
        users = List.copyOf(users);
        providers = List.copyOf(providers);
        exchanges = List.copyOf(exchanges);
        changed = List.copyOf(changed);
        ended = List.copyOf(ended);
    }

    /** @param at when the rows had been changed, so that whoever read them before has begun before */
    List<Change> changes(Instant at) {
        List<Change> changes = new ArrayList<>(changed);
        for (Ended each : ended) {
            changes.add(new Revoked(each.kind(), each.id(), at, at.plus(Client.MAX_REFRESH_LIFETIME)));
        }
        return changes;
    }
}
