package io.bourse.user;

import io.bourse.config.Secret;
import io.vertx.core.Future;
import java.util.function.Function;

/** Says who somebody is by user name and password. */
public interface Passwords {

    /**
     * Fails with {@link io.bourse.db.StoreException} or {@code temporarily_unavailable} when that cannot be known; any
     * refusal is an outcome.
     *
     * @param typedName user name or e-mail address, as it was typed
     * @param admitted whether the user may log in where this is asked; whoever may not is as unknown there, and no guess
     *     counts against such a user
     */
    Future<LoginOutcome> login(
            String project, String typedName, Secret password, Function<User, Future<Boolean>> admitted);
}
