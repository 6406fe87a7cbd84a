package io.bourse.fakes;

import io.bourse.oauth.ClientId;
import io.bourse.policy.Exchange;
import io.bourse.policy.ExchangeStore;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Exchange entries in memory. */
public final class InMemoryExchangeStore implements ExchangeStore {

    private final Map<String, Exchange> exchanges = new ConcurrentSkipListMap<>();

    /** Adds an entry or replaces the one with its id. */
    public InMemoryExchangeStore put(Exchange exchange) {
        exchanges.put(exchange.id(), exchange);
        return this;
    }

    @Override
    public Future<List<Exchange>> of(ClientId client) {
        return Future.succeededFuture(exchanges.values().stream()
                .filter(Exchange::enabled)
                .filter(exchange -> exchange.client().equals(client))
                .toList());
    }
}
