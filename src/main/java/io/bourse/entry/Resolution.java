package io.bourse.entry;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds the project of each entry: the one it names, or the only one there is. */
final class Resolution {

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
                resolution.all(entries.users()),
                resolution.all(entries.providers()),
                entries.exchanges());
        problems.finish();
        new References(resolved, snapshot, problems).check();
        problems.finish();
        return resolved;
    }

    private <T> List<Declared<T>> all(List<Declared<T>> declared) {
        return declared.stream().map(this::one).toList();
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
            String remedy = Spelling.nearest(named, known)
                    .map(near -> "did you mean " + near + "?")
                    .orElse(choice());
            entry.problem(problems, "project", "is " + Problems.quote(named) + ", which does not exist; " + remedy);
        }
        return entry;
    }

    private String choice() {
        return known.isEmpty() ? "add one under projects" : "name one of " + String.join(", ", known);
    }
}
