package io.bourse.user;

import io.bourse.oauth.ClientId;
import io.vertx.core.Future;

/** Which users were assigned to which clients, for clients that have tokens for those only. */
@FunctionalInterface
public interface Assignments {

    /**
     * Whether the user is assigned to the client, read anew after every change that is under way: what it says was so after
     * the call began, as with {@link UserStore#settled}. Fails with {@link io.bourse.db.StoreException} when that cannot be
     * known.
     */
    Future<Boolean> isAssigned(String userId, ClientId client);
}
