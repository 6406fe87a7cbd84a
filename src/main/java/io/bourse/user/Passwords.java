package io.bourse.user;

import io.bourse.config.Secret;
import io.vertx.core.Future;

/** Says who somebody is by user name and password. */
public interface Passwords {

    /**
     * Fails with {@link io.bourse.db.StoreException} or {@code temporarily_unavailable} when that cannot be known; any
     * refusal is an outcome.
     *
     * @param typedName user name or e-mail address, as it was typed
     */
    Future<LoginOutcome> login(String project, String typedName, Secret password);
}
