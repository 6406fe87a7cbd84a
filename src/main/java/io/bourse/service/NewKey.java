package io.bourse.service;

import io.bourse.config.Secret;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key to be made.
 *
 * @param service null for a root key
 * @param user null unless it is a user's
 * @param value not to be logged
 */
public record NewKey(
        UUID id,
        KeyType type,
        String name,
        boolean enabled,
        @Nullable String service,
        @Nullable UUID user,
        Secret value) {

    @Override
    public String toString() {
        return "NewKey[" + id + "]";
    }
}
