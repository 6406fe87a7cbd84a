package io.bourse.entry;

import java.util.List;

/** What became of an entry that was to be removed. */
public sealed interface Removal {

    /**
     * It is gone, or would be.
     *
     * @param line for people: {@code - client demo}
     */
    record Removed(String line) implements Removal {}

    /** There was none. */
    record Unknown() implements Removal {}

    /**
     * It is still there, because others name it.
     *
     * @param by the first of them, such as {@code exchange orders-to-stock}
     */
    record Needed(List<String> by) implements Removal {
        public Needed {
            by = List.copyOf(by);
        }
    }
}
