package io.bourse.door.sso;

import io.bourse.config.Secret;
import io.bourse.crypto.PasswordStrength;
import io.vertx.core.Future;
import java.util.Optional;

/** How strong passwords are. It is only told: where there is no time to say, it is left away. */
record Scores(PasswordStrength strength) {

    /** Never fails. */
    Future<Optional<Integer>> of(Secret password) {
        return Future.succeededFuture(password)
                .compose(strength::of)
                .map(Optional::of)
                .otherwise(Optional.empty());
    }
}
