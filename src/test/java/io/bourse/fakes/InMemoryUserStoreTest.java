package io.bourse.fakes;

import io.bourse.contract.UserStoreContract;
import io.bourse.user.User;
import io.bourse.user.UserStore;

class InMemoryUserStoreTest extends UserStoreContract {

    @Override
    protected UserStore holding(User... users) {
        InMemoryUserStore store = new InMemoryUserStore();
        for (User user : users) {
            store.put(user);
        }
        return store;
    }
}
