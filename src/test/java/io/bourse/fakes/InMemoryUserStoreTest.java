package io.bourse.fakes;

import io.bourse.contract.UserStoreContract;
import io.bourse.user.User;
import io.bourse.user.UserStore;

class InMemoryUserStoreTest extends UserStoreContract {

    @Override
    protected UserStore holding(User... users) {
        InMemoryUserStore store = new InMemoryUserStore().close("off").close("orphan");
        for (User user : users) {
            store.put(user);
        }
        return store;
    }

    @Override
    protected void link(UserStore store, User user, String provider) {
        ((InMemoryUserStore) store).link(user, provider, "linked");
    }

    @Override
    protected void madeByService(UserStore store, User user) {
        ((InMemoryUserStore) store).madeByService(user);
    }
}
