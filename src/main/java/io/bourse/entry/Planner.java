package io.bourse.entry;

import io.bourse.changelog.Change.EntryChanged;
import io.bourse.changelog.Change.EntryKind;
import io.bourse.changelog.Change.RevokedKind;
import io.bourse.client.Client;
import io.bourse.client.Project;
import io.bourse.policy.Exchange;
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
    private final List<EntryChanged> changed = new ArrayList<>();
    private final List<Plan.Ended> ended = new ArrayList<>();
    private boolean stale;

    private Planner(Snapshot before, Prepared prepared, Supplier<UUID> ids) {
        this.before = before;
        this.prepared = prepared;
        this.ids = ids;
    }

    /**
     * The plan; empty if secrets were stored since the forms were prepared, so that they have to be prepared again.
     *
     * @throws EntryProblems if the entries do not fit what is registered
     */
    static Optional<Plan> plan(Entries entries, Snapshot before, Prepared prepared, Supplier<UUID> ids) {
        Entries resolved = Resolution.resolve(entries, before);
        Planner planner = new Planner(before, prepared, ids);
        resolved.projects().forEach(project -> planner.project(project.draft()));
        resolved.clients().forEach(planner::client);
        resolved.users().forEach(planner::user);
        resolved.providers().forEach(planner::provider);
        resolved.exchanges().forEach(exchange -> planner.exchange(exchange.draft()));
        return planner.stale ? Optional.empty() : Optional.of(planner.finish());
    }

    private Plan finish() {
        return new Plan(new EntryDiff(diff), projects, clients, users, providers, exchanges, changed, ended);
    }

    private void project(Project target) {
        Project old = before.projects().get(target.id());
        if (note(EntryKind.PROJECT, target.id(), target.id(), old == null ? null : Shown.of(old), Shown.of(target))) {
            projects.add(target);
        }
    }

    private void client(Declared<Client> declared) {
        Client old = before.clients().get(declared.draft().id());
        Client target = Target.client(declared, stored(Slot.client(declared), old == null ? List.of() : old.secrets()));
        String id = target.id().value();
        if (note(EntryKind.CLIENT, id, id, old == null ? null : Shown.of(old), Shown.of(target))) {
            clients.add(target);
        }
        if (old != null && old.enabled() && !target.enabled()) {
            revoke(RevokedKind.CLIENT, id);
        }
    }

    private void user(Declared<User> declared) {
        Optional<User> old = before.user(declared.inProject(), declared.draft().username());
        List<String> current = old.flatMap(User::password).map(List::of).orElse(List.of());
        User target = Target.user(
                declared,
                old.map(User::id).orElseGet(() -> ids.get().toString()),
                stored(Slot.user(declared), current));
        String name = String.valueOf(target.username());
        if (note(EntryKind.USER, target.id(), name, old.map(Shown::of).orElse(null), Shown.of(target))) {
            users.add(target);
        }
        if (old.isPresent() && isEndOfLogins(old.get(), target)) {
            revoke(RevokedKind.USER, target.id());
        }
    }

    /** Whoever was logged in may not be who should be: a changed password ends what the old one began. */
    private static boolean isEndOfLogins(User old, User target) {
        boolean disabled = old.enabled() && !target.enabled();
        return disabled
                || old.password()
                        .filter(hash -> !hash.equals(target.passwordHash()))
                        .isPresent();
    }

    private void provider(Declared<Provider> declared) {
        Provider old = before.providers().get(declared.draft().id());
        Provider target = Target.provider(
                declared, stored(Slot.provider(declared), old == null ? List.of() : Target.sealed(old)));
        if (note(EntryKind.PROVIDER, target.id(), target.id(), old == null ? null : Shown.of(old), Shown.of(target))) {
            providers.add(target);
        }
    }

    private void exchange(Exchange target) {
        Exchange old = before.exchanges().get(target.id());
        if (note(EntryKind.EXCHANGE, target.id(), target.id(), old == null ? null : Shown.of(old), Shown.of(target))) {
            exchanges.add(target);
        }
    }

    private List<String> stored(Slot slot, List<String> current) {
        stale |= !prepared.fits(slot, current);
        return prepared.after(slot);
    }

    private boolean note(
            EntryKind kind, String id, String name, @Nullable Map<String, String> old, Map<String, String> target) {
        EntryChange change = EntryChange.between(kind, name, old, target);
        diff.add(change);
        if (change.isWritten()) {
            changed.add(new EntryChanged(kind, id));
        }
        return change.isWritten();
    }

    private void revoke(RevokedKind kind, String id) {
        ended.add(new Plan.Ended(kind, id));
    }
}
