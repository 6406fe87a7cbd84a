package io.bourse.user;

import io.vertx.core.Future;

/** Says whether an attempt would be looked at, and counts and forgets none. */
public final class ReadOnlyLoginAttempts implements LoginAttempts {

    private final LoginAttempts store;

    public ReadOnlyLoginAttempts(LoginAttempts store) {
        this.store = store;
    }

    @Override
    public Future<Boolean> reserve(String key) {
        return isOpen(key);
    }

    @Override
    public Future<Boolean> isOpen(String key) {
        return store.isOpen(key);
    }

    @Override
    public Future<Void> succeeded(String key) {
        return Future.succeededFuture();
    }
}
