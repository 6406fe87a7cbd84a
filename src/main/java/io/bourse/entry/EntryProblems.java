package io.bourse.entry;

import java.util.ArrayList;
import java.util.List;

/** Everything that is wrong with some entries: where, what, and how to mend it. */
public final class EntryProblems extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String file;
    private final transient List<Problem> problems;
    private final int more;

    /**
     * One thing that is wrong.
     *
     * @param line from 1
     * @param entry such as {@code client demo}; empty if it is none's
     * @param key of the entry; empty if it is none's
     * @param what is wrong with it, and how to mend it; never a secret
     */
    public record Problem(int line, String entry, String key, String what) {

        /** All of it but the line. */
        public String text() {
            return (entry.isEmpty() ? "" : entry + ": ") + (key.isEmpty() ? "" : key + " ") + what;
        }
    }

    /** @param more how many there are besides these */
    EntryProblems(String file, List<Problem> problems, int more) {
        super(null, null, false, false);
        this.file = file;
        this.problems = List.copyOf(problems);
        this.more = more;
    }

    /** In the order of the file. */
    public List<Problem> problems() {
        return problems;
    }

    /** One line a problem, {@code file:line: what, and how to mend it}, and one for those that are too many. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        problems.forEach(problem -> lines.add(file + ":" + problem.line() + ": " + problem.text()));
        if (more > 0) {
            lines.add(file + ": and " + more + " more problems");
        }
        return List.copyOf(lines);
    }

    @Override
    public String getMessage() {
        return String.join("\n", lines());
    }
}
