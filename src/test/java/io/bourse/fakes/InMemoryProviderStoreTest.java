package io.bourse.fakes;

import io.bourse.contract.ProviderStoreContract;
import io.bourse.provider.Provider;
import io.bourse.provider.ProviderStore;

class InMemoryProviderStoreTest extends ProviderStoreContract {

    @Override
    protected ProviderStore holding(Provider... providers) {
        InMemoryProviderStore store = new InMemoryProviderStore();
        for (Provider provider : providers) {
            store.put(provider);
        }
        return store;
    }
}
