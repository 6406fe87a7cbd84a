package io.bourse.fakes;

import io.bourse.client.Client;
import io.bourse.client.ClientStore;
import io.bourse.contract.ClientStoreContract;

class InMemoryClientStoreTest extends ClientStoreContract {

    @Override
    protected ClientStore holding(Client... clients) {
        InMemoryClientStore store = new InMemoryClientStore();
        for (Client client : clients) {
            store.put(client);
        }
        return store;
    }
}
