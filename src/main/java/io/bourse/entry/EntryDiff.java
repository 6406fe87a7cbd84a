package io.bourse.entry;

import io.bourse.changelog.Change.EntryKind;
import io.bourse.entry.EntryChange.Kind;
import java.util.List;

/** What applying some entries does to each. */
record EntryDiff(List<EntryChange> entries) {

    EntryDiff {
        entries = List.copyOf(entries);
    }

    /** A line for each entry that is created or changed. */
    List<String> changes() {
        return entries.stream()
                .filter(EntryChange::isWritten)
                .map(EntryChange::line)
                .toList();
    }

    boolean hasNew() {
        return entries.stream().anyMatch(change -> change.kind() == Kind.CREATED);
    }

    int unchanged() {
        return Math.toIntExact(
                entries.stream().filter(change -> !change.isWritten()).count());
    }

    /** The clients, changed or not, whose secrets may have been made. */
    List<Slot> clients() {
        return entries.stream()
                .filter(change -> change.of() == EntryKind.CLIENT)
                .map(change -> new Slot(EntryKind.CLIENT, change.name()))
                .toList();
    }
}
