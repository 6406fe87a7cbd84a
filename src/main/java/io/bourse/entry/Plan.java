package io.bourse.entry;

import io.bourse.changelog.Change;
import io.bourse.changelog.Change.EntryChanged;
import io.bourse.changelog.Change.Revoked;
import io.bourse.changelog.Change.RevokedKind;
import io.bourse.changelog.ChangeFollower;
import io.bourse.client.Client;
import io.bourse.client.Project;
import io.bourse.policy.Exchange;
import io.bourse.policy.Target;
import io.bourse.principal.Principal;
import io.bourse.provider.Provider;
import io.bourse.token.Party;
import io.bourse.user.User;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is to be written: the entries that are new or different, and what the other nodes must learn of it.
 *
 * @param ended whose logins and tokens end with this
 * @param closed the projects that are switched off: what came from anything in them ends
 */
record Plan(
        EntryDiff diff,
        List<Project> projects,
        List<Client> clients,
        List<User> users,
        List<Provider> providers,
        List<Exchange> exchanges,
        List<Target> targets,
        List<Principal> principals,
        List<EntryChanged> changed,
        List<Ended> ended,
        List<String> closed) {

    /** Whose logins and tokens end with a change. */
    record Ended(RevokedKind kind, String id) {

        /**
         * A replica goes on using what it knows until it has been out of touch for so long that it refuses to answer;
         * what it made by then of an entry that is off must not come to life when the entry is switched on again. A
         * login of a user reads the user's row behind the change, so nothing begins late there.
         *
         * @param now when the rows had been changed, so that whoever read them before has begun before
         */
        Revoked at(Instant now) {
            Instant notBefore = kind == RevokedKind.USER ? now : now.plus(ChangeFollower.FRESH);
            return new Revoked(kind, id, notBefore, notBefore.plus(Party.REMEMBERED));
        }
    }

    Plan {
        projects = List.copyOf(projects);
        clients = List.copyOf(clients);
        users = List.copyOf(users);
        providers = List.copyOf(providers);
        exchanges = List.copyOf(exchanges);
        targets = List.copyOf(targets);
        principals = List.copyOf(principals);
        changed = List.copyOf(changed);
        ended = List.copyOf(ended);
        closed = List.copyOf(closed);
    }

    /**
     * @param members what the {@link #closed} projects hold
     * @param at when the rows had been changed
     */
    List<Change> changes(List<Ended> members, Instant at) {
        List<Change> changes = new ArrayList<>(changed);
        Stream.concat(ended.stream(), members.stream()).map(each -> each.at(at)).forEach(changes::add);
        return changes;
    }
}
