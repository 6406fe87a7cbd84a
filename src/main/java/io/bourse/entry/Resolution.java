package io.bourse.entry;

import io.bourse.user.User;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds the project of each entry: the one it names, or the only one there is. */
final class Resolution {

    private static final int LISTED = 20;

    private final Set<String> known = new TreeSet<>();
    private final Optional<String> only;
    private final Problems problems;

    private Resolution(Entries entries, Snapshot snapshot, Problems problems) {
        Set<String> own = entries.projects().stream()
                .map(project -> project.draft().id())
                .collect(Collectors.toCollection(TreeSet::new));
        known.addAll(own);
        known.addAll(snapshot.projects().keySet());
        Set<String> eligible = own.isEmpty() ? known : own;
        this.only = eligible.size() == 1 ? eligible.stream().findFirst() : Optional.empty();
        this.problems = problems;
    }

    /**
     * The same entries, each with its project, checked against each other and against what is registered.
     *
     * @throws EntryProblems if they do not fit
     */
    static Entries resolve(Entries entries, Snapshot snapshot) {
        Problems problems = new Problems(entries.file());
        Resolution resolution = new Resolution(entries, snapshot, problems);
        Entries resolved = new Entries(
                entries.file(),
                entries.projects(),
                resolution.all(entries.clients()),
                entries.users().stream()
                        .map(user -> resolution.user(user, snapshot))
                        .toList(),
                resolution.all(entries.providers()),
                entries.exchanges(),
                entries.targets(),
                entries.principals());
        problems.finish();
        new References(resolved, snapshot, problems).check();
        new TargetReferences(resolved, snapshot, problems).check();
        problems.finish();
        return resolved;
    }

    private <T> List<Declared<T>> all(List<Declared<T>> declared) {
        return declared.stream().map(this::one).toList();
    }

    /** Whoever is named by id is known already, and so is the project. */
    private Declared<User> user(Declared<User> entry, Snapshot snapshot) {
        User draft = entry.draft();
        if (draft.id().isEmpty()) {
            return one(entry);
        }
        Optional<User> old = snapshot.user(draft.id());
        if (old.isEmpty()) {
            entry.problem(problems, "id", "is no user's; a new user is given a username, and its id is made here");
            return entry.in("");
        }
        String project = old.get().project();
        String username = old.get().username();
        if (entry.project() != null && !project.equals(entry.project())) {
            entry.problem(problems, "project", "is now " + project + ", and a user cannot move");
        }
        if (draft.username() != null && !Snapshot.key(draft.username()).equals(Snapshot.key(username))) {
            entry.problem(problems, "username", "is not that of the user with this id; a user cannot be renamed");
        }
        if (username == null && !entry.secrets().isEmpty() && !GivenSecret.areKept(entry.secrets())) {
            entry.problem(problems, "password", "is of no use: this user came from a provider and has no user name");
        }
        if (username != null && UserReader.posesAsAnother(username, Optional.ofNullable(draft.email()))) {
            entry.problem(problems, "email", "is missing or another than the user name, which is an e-mail address");
        }
        if (username != null) {
            Optional.ofNullable(draft.email())
                    .flatMap(Syntax::email)
                    .ifPresent(text -> entry.problem(problems, "email", text));
        }
        String name = draft.username() == null ? username : draft.username();
        User named = new User(draft.id(), "", name, draft.email(), null, draft.enabled(), draft.profile());
        return new Declared<>(entry.place(), project, entry.secrets(), named);
    }

    private <T> Declared<T> one(Declared<T> entry) {
        String named = entry.project();
        if (named == null) {
            if (only.isEmpty()) {
                entry.problem(problems, "project", "is missing; " + choice());
            }
            return entry.in(only.orElse(""));
        }
        if (!known.contains(named)) {
            String remedy = problems.spelling().remedy(named, known.stream(), this::choice);
            entry.problem(problems, "project", "is " + Problems.quote(named) + ", which does not exist" + remedy);
        }
        return entry;
    }

    private String choice() {
        if (known.isEmpty()) {
            return "add one under projects";
        }
        return known.size() > LISTED ? "name one" : "name one of " + String.join(", ", known);
    }
}
