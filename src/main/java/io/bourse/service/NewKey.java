package io.bourse.service;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key to be made.
 *
 * @param service null for a root key
 * @param user null unless it is a user's
 */
public record NewKey(
        KeyType type,
        String name,
        boolean enabled,
        @Nullable String service,
        @Nullable UUID user) {

    /** One by which a service proves itself. */
    public static NewKey ofService(String name, String service) {
        return new NewKey(KeyType.KEY, name, true, service, null);
    }

    /** An operator's. */
    public static NewKey root(String name) {
        return new NewKey(KeyType.KEY, name, true, null, null);
    }
}
