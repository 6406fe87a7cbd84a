package io.bourse.service;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which keys are wanted.
 *
 * @param mask only those of this service; null for all
 * @param enabled null for both
 * @param revoked null for both
 * @param ids as all lists here, empty for any
 */
public record KeyFilter(
        @Nullable String mask,
        @Nullable Boolean enabled,
        @Nullable Boolean revoked,
        List<UUID> ids,
        List<KeyType> types,
        List<String> services,
        List<UUID> users) {

    public KeyFilter {
        ids = List.copyOf(ids);
        types = List.copyOf(types);
        services = List.copyOf(services);
        users = List.copyOf(users);
    }
}
