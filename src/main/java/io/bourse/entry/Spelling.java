package io.bourse.entry;

import java.util.Iterator;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Finds what somebody may have meant, for one text. Texts come from callers and are read on event loops, so the work is
 * bounded: only the first problems of a text are helped, and each is compared with so many names. Not for use by several
 * threads.
 */
final class Spelling {

    /** Whoever has more wrong than this has another problem than a slip of the finger. */
    static final int MAX_HELPED = 20;

    static final int MAX_COMPARED = 1_000;
    static final int MAX_LENGTH = 100;
    private static final int MAX_DISTANCE = 3;

    private int asked;
    private long steps;

    /**
     * The end of a problem: {@code "; "} and the nearest known word, or else the other remedy. Empty for all problems
     * after the first {@value #MAX_HELPED}.
     */
    String remedy(String typed, Stream<String> known, Supplier<String> otherwise) {
        if (asked == MAX_HELPED) {
            return "";
        }
        asked++;
        return "; "
                + nearest(typed, known)
                        .map(near -> "did you mean " + near + "?")
                        .orElseGet(otherwise);
    }

    /** The known word nearest to a mistyped one, of the first {@value #MAX_COMPARED}; empty if none is near. */
    Optional<String> nearest(String typed, Stream<String> known) {
        if (typed.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        int allowed = Math.min(MAX_DISTANCE, Math.max(1, typed.length() / 2));
        String best = null;
        Iterator<String> words = known.limit(MAX_COMPARED).iterator();
        while (words.hasNext()) {
            String word = words.next();
            int distance = distance(typed, word, allowed);
            if (distance < allowed || distance == allowed && (best == null || word.compareTo(best) < 0)) {
                best = word;
                allowed = distance;
            }
        }
        return Optional.ofNullable(best);
    }

    /** How many pairs of letters have been compared so far. */
    long steps() {
        return steps;
    }

    /**
     * How many letters must be put in, taken out or replaced to make one word the other; more than {@code max} if that
     * is too many. Only cells within so many of the diagonal are looked at: all others cost more.
     */
    private int distance(String one, String other, int max) {
        int tooMany = max + 1;
        if (Math.abs(one.length() - other.length()) > max) {
            return tooMany;
        }
        int[] above = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            above[j] = Math.min(j, tooMany);
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[other.length() + 1];
            int first = Math.max(1, i - max);
            int last = Math.min(other.length(), i + max);
            row[first - 1] = first == 1 ? Math.min(i, tooMany) : tooMany;
            int least = row[first - 1];
            for (int j = first; j <= last; j++) {
                steps++;
                int replaced = above[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
                least = Math.min(least, row[j]);
            }
            if (least > max) {
                return tooMany;
            }
            if (last < other.length()) {
                row[last + 1] = tooMany;
            }
            above = row;
        }
        return above[other.length()];
    }
}
