package io.bourse.door.sso;

import io.bourse.service.Account;
import io.bourse.service.AccountRegistry;
import io.vertx.core.Future;
import java.util.UUID;

/** Users who must be there. */
record Accounts(AccountRegistry registry) {

    /** Fails with {@code UserNotFound}, which is said to nobody below {@code /auth/}. */
    Future<Account> require(String id) {
        return registry.find(UUID.fromString(id))
                .map(found -> found.orElseThrow(() -> SsoFailure.badRequest("UserNotFound")));
    }
}
