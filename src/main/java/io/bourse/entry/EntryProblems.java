package io.bourse.entry;

import java.util.List;

/** Everything that is wrong with an entry file, one line a problem: {@code file:line: what, and how to mend it}. */
public final class EntryProblems extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> lines;

    public EntryProblems(List<String> lines) {
        super(String.join("\n", lines), null, false, false);
        this.lines = List.copyOf(lines);
    }

    /** The problems in the order of the file; never a secret in them. */
    public List<String> lines() {
        return lines;
    }
}
