package io.bourse.fakes;

import io.bourse.contract.PrincipalStoreContract;
import io.bourse.principal.Principal;
import io.bourse.principal.PrincipalStore;

class InMemoryPrincipalStoreTest extends PrincipalStoreContract {

    @Override
    protected PrincipalStore holding(Principal... principals) {
        InMemoryPrincipalStore store = new InMemoryPrincipalStore();
        for (Principal principal : principals) {
            store.put(principal);
        }
        return store;
    }
}
