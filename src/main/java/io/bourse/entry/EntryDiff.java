package io.bourse.entry;

import io.bourse.entry.EntryChange.Kind;
import java.util.ArrayList;
import java.util.List;

/** What applying some entries changes. */
record EntryDiff(List<EntryChange> changes) {

    EntryDiff {
        changes = List.copyOf(changes);
    }

    boolean isEmpty() {
        return changes.stream().noneMatch(EntryChange::isWritten);
    }

    /** A line for each entry that is created or changed, and one for how many are not. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        changes.stream().filter(EntryChange::isWritten).map(EntryChange::line).forEach(lines::add);
        long unchanged = changes.stream()
                .filter(change -> change.kind() == Kind.UNCHANGED)
                .count();
        lines.add("= " + unchanged + " unchanged");
        return List.copyOf(lines);
    }
}
