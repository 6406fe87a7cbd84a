package io.bourse.service;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which deeds are wanted, in the order of time.
 *
 * @param mask only those of this service; null for all
 * @param from not before; null from the beginning
 * @param to not after, and the last of them if there is no {@code from}; null until now
 * @param offset beyond this one, in the direction of the list; null for all
 * @param ids as all lists here, empty for any
 */
public record DeedFilter(
        @Nullable String mask,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable UUID offset,
        int limit,
        List<UUID> ids,
        List<String> types,
        List<String> subjects,
        List<String> services,
        List<UUID> users) {

    public DeedFilter {
        limit = Math.min(limit, Page.MAX_LIMIT);
        ids = List.copyOf(ids);
        types = List.copyOf(types);
        subjects = List.copyOf(subjects);
        services = List.copyOf(services);
        users = List.copyOf(users);
    }
}
