package io.bourse.crypto;

import com.nulabinc.zxcvbn.Zxcvbn;
import io.bourse.config.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** Says how hard a password is to guess, by zxcvbn: from 0, among the first that anybody tries, to 4. */
public final class PasswordStrength {

    /** What comes after makes no password weaker, and would cost more than it tells. */
    private static final int LOOKED_AT = 64;

    private final Zxcvbn zxcvbn = new Zxcvbn();
    private final Computation computation;

    public PasswordStrength(Vertx vertx) {
        this.computation = Computation.onWorkers(vertx);
    }

    /** Computed off the event loop. Fails with {@code temporarily_unavailable} when too many are waiting. */
    public Future<Integer> of(Secret password) {
        String text = password.reveal();
        return computation.run(() -> zxcvbn.measure(text.substring(0, Math.min(text.length(), LOOKED_AT)))
                .getScore());
    }
}
