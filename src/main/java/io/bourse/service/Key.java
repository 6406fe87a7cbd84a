package io.bourse.service;

import io.bourse.oauth.ClientId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key: an operator's (root), a service's, or a user's at a service. Its value is known to its holder alone.
 *
 * @param id a UUID
 * @param name for people
 * @param service the client's id; null for a root key
 * @param user null unless it is a user's
 */
public record Key(
        String id,
        KeyType type,
        String name,
        boolean enabled,
        boolean revoked,
        @Nullable String service,
        @Nullable String user,
        Instant createdAt,
        Instant updatedAt) {

    public boolean isActive() {
        return enabled && !revoked;
    }

    public boolean isRoot() {
        return service == null;
    }

    /** Whether it is a service's own, and no user's. */
    public boolean isOfService() {
        return service != null && user == null;
    }

    /** Whether users of this service stand behind it, by showing it to the service; it may have ended. */
    public boolean isOfUserAt(ClientId asked) {
        return type == KeyType.KEY && user != null && asked.value().equals(service);
    }

    /** Whether it assigns a user to a service now. */
    boolean assigns() {
        return type == KeyType.TOKEN && user != null && isActive();
    }

    @Override
    public String toString() {
        return "Key[" + id + "]";
    }
}
