package io.bourse.door.sso;

import io.bourse.service.Account;
import io.bourse.service.PgAccounts;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/** The users whom services see: those of their project. */
record Accounts(PgAccounts rows, String project) {

    Future<Optional<Account>> find(String id) {
        return rows.find(project, UUID.fromString(id));
    }

    /** Fails with {@code UserNotFound}, which is said to nobody below {@code /auth/}. */
    Future<Account> require(String id) {
        return find(id).map(found -> found.orElseThrow(() -> SsoFailure.badRequest("UserNotFound")));
    }
}
