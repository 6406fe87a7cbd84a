package io.bourse.fakes;

import io.bourse.client.Client;
import io.bourse.client.ClientStore;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.GrantType;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Registered clients in memory. */
public final class InMemoryClientStore implements ClientStore {

    private final Map<ClientId, Client> clients = new ConcurrentHashMap<>();

    /** Adds a client or replaces the one with its id. */
    public InMemoryClientStore put(Client client) {
        clients.put(client.id(), client);
        return this;
    }

    @Override
    public Future<Optional<Client>> find(ClientId id) {
        return Future.succeededFuture(Optional.ofNullable(clients.get(id)));
    }

    @Override
    public Future<Set<GrantType>> grantsInUse() {
        return Future.succeededFuture(clients.values().stream()
                .filter(Client::enabled)
                .flatMap(client -> client.grants().stream())
                .collect(Collectors.toSet()));
    }
}
