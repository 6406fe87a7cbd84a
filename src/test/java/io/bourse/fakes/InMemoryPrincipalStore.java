package io.bourse.fakes;

import io.bourse.principal.Principal;
import io.bourse.principal.Principal.ApiKey;
import io.bourse.principal.Principal.SessionTokens;
import io.bourse.principal.PrincipalStore;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Registered principals in memory. */
public final class InMemoryPrincipalStore implements PrincipalStore {

    private final Map<String, Principal> principals = new ConcurrentSkipListMap<>();

    /** Adds a principal or replaces the one with its id. */
    public InMemoryPrincipalStore put(Principal principal) {
        principals.put(principal.id(), principal);
        return this;
    }

    @Override
    public Future<Optional<Principal>> findByKeyId(String keyId) {
        return Future.succeededFuture(principals.values().stream()
                .filter(principal ->
                        principal.proof() instanceof ApiKey key && key.keyId().equals(keyId))
                .findFirst());
    }

    @Override
    public Future<List<Principal>> findByProvider(String provider) {
        return Future.succeededFuture(principals.values().stream()
                .filter(principal -> principal.proof() instanceof SessionTokens tokens
                        && tokens.provider().equals(provider))
                .toList());
    }
}
