package io.bourse.entry;

import io.bourse.entry.EntryProblems.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with a file, so that one run finds all of it. Not for use by several threads. */
final class Problems {

    private static final int SHOWN = 100;
    private static final int QUOTED = 80;

    private final String file;
    private final List<Problem> problems = new ArrayList<>();
    private final Spelling spelling = new Spelling();

    Problems(String file) {
        this.file = file;
    }

    /** Notes what is wrong with no entry's key. */
    void note(int line, String text) {
        note(line, "", "", text);
    }

    void note(int line, String entry, String key, String what) {
        problems.add(new Problem(line, entry, key, what));
    }

    /** Says what may have been meant, as long as there are few problems. */
    Spelling spelling() {
        return spelling;
    }

    /** @throws EntryProblems if there was any */
    void finish() {
        if (problems.isEmpty()) {
            return;
        }
        throw new EntryProblems(
                file,
                problems.stream()
                        .sorted(Comparator.comparingInt(Problem::line))
                        .limit(SHOWN)
                        .toList(),
                Math.max(0, problems.size() - SHOWN));
    }

    /** A value that is no secret, short and printable. */
    static String quote(String value) {
        String printable = value.replaceAll("[^\\x20-\\x7E\\u00A1-\\uD7FF]", "?");
        return "'" + (printable.length() <= QUOTED ? printable : printable.substring(0, QUOTED) + "...") + "'";
    }
}
