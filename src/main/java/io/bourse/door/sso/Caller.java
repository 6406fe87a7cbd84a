package io.bourse.door.sso;

import io.bourse.client.Client;
import io.bourse.client.ProvedClient;
import io.bourse.grant.TokenRequest;
import io.bourse.oauth.GrantType;
import io.bourse.service.Key;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whoever was believed.
 *
 * @param begun when the call came in, before its key was read: what is made of it is as old as that, so that nothing
 *     outlives an end that the key's reading did not see
 * @param service null for a root key
 * @param user the id of the user for whom the service says it calls; null if it says so of none
 * @param userKey the key by which that user was believed; null if it was none
 */
record Caller(
        Key key,
        Instant begun,
        @Nullable Client service,
        @Nullable String user,
        @Nullable String userKey) {

    /** The same, who calls for this user. */
    Caller of(String userId, @Nullable String keyId) {
        return new Caller(key, begun, service, userId, keyId);
    }

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

    /** A request of the service, which is believed already. */
    TokenRequest asking(GrantType grant, Map<String, String> parameters) {
        return TokenRequest.by(ProvedClient.itself(requireService()), grant, parameters, begun);
    }

    @Override
    public String toString() {
        return "Caller[" + key + "]";
    }
}
