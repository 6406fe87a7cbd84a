package io.bourse.user;

import io.vertx.core.Future;

/**
 * Limits how often a password may be guessed. Fails with {@link io.bourse.db.StoreException} when the count cannot be
 * known: nobody may then be let in.
 */
public interface LoginAttempts {

    /**
     * Counts an attempt, before the password is looked at, so that guesses at the same time count one by one. True if
     * it may be looked at.
     *
     * @param key whom the attempts count against, such as a project and a {@link LoginName}; stored as a hash only
     */
    Future<Boolean> reserve(String key);

    /** What {@link #reserve} would say now; counts nothing. */
    Future<Boolean> isOpen(String key);

    /** Forgets the attempts, because one of them was right. */
    Future<Void> succeeded(String key);
}
