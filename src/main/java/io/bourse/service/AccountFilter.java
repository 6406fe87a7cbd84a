package io.bourse.service;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which users are wanted.
 *
 * @param ids empty for any
 * @param emails as they are stored, but for capitals; empty for any
 * @param nameFrom the names that come after this one or are it, then in the order of names; null for any
 * @param nameTo the last names that come before this one or are it, then in the order of names; null for any
 * @param offset within the order of names, those beyond this id; null for all
 */
public record AccountFilter(
        List<UUID> ids,
        List<String> emails,
        @Nullable String nameFrom,
        @Nullable String nameTo,
        @Nullable UUID offset) {

    public AccountFilter {
        ids = List.copyOf(ids);
        emails = List.copyOf(emails);
    }

    boolean isByName() {
        return nameFrom != null || nameTo != null;
    }
}
