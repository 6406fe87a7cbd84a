package io.bourse.door.sso;

import io.bourse.client.Client;
import io.bourse.client.ClientCredentials;
import io.bourse.config.Secret;
import io.bourse.service.Key;
import org.jspecify.annotations.Nullable;

/**
 * Whoever was believed.
 *
 * @param value of the key; not to be logged
 * @param service null for a root key
 * @param user the id of the user for whom the service says it calls; null if it says so of none
 * @param userKey the key by which that user was believed; null if it was none
 */
record Caller(
        Key key,
        Secret value,
        @Nullable Client service,
        @Nullable String user,
        @Nullable String userKey) {

    /** The only service whose things it may see; null for all. */
    @Nullable
    String mask() {
        return service == null ? null : service.id().value();
    }

    /** Of a call that only services can make. */
    Client requireService() {
        if (service == null) {
            throw SsoFailure.unauthenticated("KeyNotFound");
        }
        return service;
    }

    ClientCredentials credentials() {
        return new ClientCredentials.ServiceKey(value);
    }

    @Override
    public String toString() {
        return "Caller[" + key + "]";
    }
}
