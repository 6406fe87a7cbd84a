package io.bourse.service;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is wanted; rows always come in the order of their ids.
 *
 * @param after those after this id; null for the first
 * @param before the last ones before this id, if {@code after} is null; null for no such bound
 * @param limit at most so many
 */
public record Page(@Nullable UUID after, @Nullable UUID before, int limit) {

    /** No page has more. */
    public static final int MAX_LIMIT = 1_000;

    public Page {
        limit = Math.min(limit, MAX_LIMIT);
    }

    boolean isBackwards() {
        return after == null && before != null;
    }
}
