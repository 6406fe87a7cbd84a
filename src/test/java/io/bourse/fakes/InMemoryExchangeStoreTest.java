package io.bourse.fakes;

import io.bourse.contract.ExchangeStoreContract;
import io.bourse.policy.Exchange;
import io.bourse.policy.ExchangeStore;

class InMemoryExchangeStoreTest extends ExchangeStoreContract {

    @Override
    protected ExchangeStore holding(Exchange... exchanges) {
        InMemoryExchangeStore store = new InMemoryExchangeStore();
        for (Exchange exchange : exchanges) {
            store.put(exchange);
        }
        return store;
    }
}
