package io.bourse.entry;

import io.bourse.changelog.Change.EntryChanged;
import io.bourse.changelog.Change.EntryKind;
import io.bourse.changelog.Change.RevokedKind;
import io.bourse.client.Client;
import io.bourse.client.Project;
import io.bourse.policy.Exchange;
import io.bourse.policy.Target;
import io.bourse.principal.Principal;
import io.bourse.provider.Provider;
import io.bourse.user.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Compares entries with what is registered and says what to write. Used once. */
final class Planner {

    private final Snapshot before;
    private final Prepared prepared;
    private final Supplier<UUID> ids;
    private final List<EntryChange> diff = new ArrayList<>();
    private final List<Project> projects = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();
    private final List<User> users = new ArrayList<>();
    private final List<Provider> providers = new ArrayList<>();
    private final List<Exchange> exchanges = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();
    private final List<Principal> principals = new ArrayList<>();
    private final List<EntryChanged> changed = new ArrayList<>();
    private final List<Plan.Ended> ended = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();
    private final PlannedNames names;
    private boolean stale;

    private Planner(Snapshot before, Prepared prepared, Supplier<UUID> ids) {
        this.before = before;
        this.names = new PlannedNames(before);
        this.prepared = prepared;
        this.ids = ids;
    }

    /**
     * The plan; empty if secrets were stored since the forms were prepared, so that they have to be prepared again.
     *
     * @param resolved each with its project, and fit for what is registered
     */
    static Optional<Plan> plan(Entries resolved, Snapshot before, Prepared prepared, Supplier<UUID> ids) {
        Planner planner = new Planner(before, prepared, ids);
        resolved.projects().forEach(project -> planner.project(project.draft()));
        resolved.clients().forEach(planner::client);
        resolved.users().forEach(planner::user);
        resolved.providers().forEach(planner::provider);
        resolved.exchanges().forEach(exchange -> planner.exchange(exchange.draft()));
        resolved.targets().forEach(target -> planner.target(target.draft()));
        resolved.principals().forEach(principal -> planner.principal(principal.draft()));
        return planner.stale ? Optional.empty() : Optional.of(planner.finish());
    }

    private Plan finish() {
        return new Plan(
                new EntryDiff(diff),
                projects,
                clients,
                users,
                providers,
                exchanges,
                targets,
                principals,
                changed,
                ended,
                closed);
    }

    private void project(Project wanted) {
        Project old = before.projects().get(wanted.id());
        if (note(EntryKind.PROJECT, wanted.id(), wanted.id(), old == null ? null : Shown.of(old), Shown.of(wanted))) {
            projects.add(wanted);
        }
        if (old != null && old.enabled() && !wanted.enabled()) {
            closed.add(wanted.id());
        }
    }

    private void client(Declared<Client> declared) {
        Client old = before.clients().get(declared.draft().id());
        Client wanted =
                Completed.client(declared, stored(Slot.client(declared), old == null ? List.of() : old.secrets()));
        names.add(wanted);
        String id = wanted.id().value();
        if (note(EntryKind.CLIENT, id, id, old == null ? null : Shown.of(old), Shown.of(wanted))) {
            clients.add(wanted);
        }
        if (old != null && old.enabled() && !wanted.enabled()) {
            revoke(RevokedKind.CLIENT, id);
        }
    }

    private void user(Declared<User> declared) {
        Optional<User> old = before.user(declared);
        List<String> current = old.flatMap(User::password).map(List::of).orElse(List.of());
        User wanted = Completed.user(
                declared,
                old.map(User::id).orElseGet(() -> ids.get().toString()),
                stored(Slot.user(declared), current));
        names.add(wanted);
        String name = wanted.username() == null ? wanted.id() : wanted.username();
        if (note(EntryKind.USER, wanted.id(), name, old.map(Shown::of).orElse(null), Shown.of(wanted))) {
            users.add(wanted);
        }
        if (old.isPresent() && isEndOfLogins(old.get(), wanted)) {
            revoke(RevokedKind.USER, wanted.id());
        }
    }

    /** Whoever was logged in may not be who should be: a changed password ends what the old one began. */
    private static boolean isEndOfLogins(User old, User wanted) {
        boolean disabled = old.enabled() && !wanted.enabled();
        return disabled
                || old.password()
                        .filter(hash -> !hash.equals(wanted.passwordHash()))
                        .isPresent();
    }

    private void provider(Declared<Provider> declared) {
        Provider old = before.providers().get(declared.draft().id());
        Provider wanted = Completed.provider(
                declared, stored(Slot.provider(declared), old == null ? List.of() : Completed.sealed(old)));
        EntryChange change = old == null && declared.place().lines().containsKey(Preset.KEY)
                ? EntryChange.expanded(EntryKind.PROVIDER, wanted.id(), Shown.of(wanted))
                : EntryChange.between(
                        EntryKind.PROVIDER, wanted.id(), old == null ? null : Shown.of(old), Shown.of(wanted));
        if (note(change, wanted.id())) {
            providers.add(wanted);
        }
        if (old != null && old.enabled() && !wanted.enabled()) {
            revoke(RevokedKind.PROVIDER, wanted.id());
        }
    }

    private void exchange(Exchange wanted) {
        Exchange old = before.exchanges().get(wanted.id());
        if (note(EntryKind.EXCHANGE, wanted.id(), wanted.id(), old == null ? null : Shown.of(old), Shown.of(wanted))) {
            exchanges.add(wanted);
        }
        if (old != null && old.enabled() && !wanted.enabled()) {
            revoke(RevokedKind.EXCHANGE, wanted.id());
        }
    }

    private void target(Target wanted) {
        Target old = before.targets().get(wanted.id());
        if (note(EntryKind.TARGET, wanted.id(), wanted.id(), old == null ? null : Shown.of(old), Shown.of(wanted))) {
            targets.add(wanted);
        }
    }

    private void principal(Principal draft) {
        Principal old = before.principals().get(draft.id());
        Principal wanted = names.completed(draft);
        String id = wanted.id();
        if (note(EntryKind.PRINCIPAL, id, id, old == null ? null : Shown.of(old), Shown.of(wanted))) {
            principals.add(wanted);
        }
        if (old != null && old.enabled() && isEndOfSignatures(old, wanted)) {
            revoke(RevokedKind.PRINCIPAL, id);
        }
    }

    /** Whoever signed before may not be who should: a changed key ends what the old one asked for. */
    private static boolean isEndOfSignatures(Principal old, Principal wanted) {
        return !wanted.enabled()
                || !old.client().equals(wanted.client())
                || !old.proof().equals(wanted.proof());
    }

    private List<String> stored(Slot slot, List<String> current) {
        stale |= !prepared.fits(slot, current);
        return prepared.after(slot);
    }

    private boolean note(
            EntryKind kind, String id, String name, @Nullable Map<String, String> old, Map<String, String> wanted) {
        return note(EntryChange.between(kind, name, old, wanted), id);
    }

    private boolean note(EntryChange change, String id) {
        diff.add(change);
        if (change.isWritten()) {
            changed.add(new EntryChanged(change.of(), id));
        }
        return change.isWritten();
    }

    private void revoke(RevokedKind kind, String id) {
        ended.add(new Plan.Ended(kind, id));
    }
}
