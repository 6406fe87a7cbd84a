package io.bourse.provider;

import io.bourse.jose.TrustedKeys;
import io.vertx.core.Future;

/** Where a provider's keys come from. */
interface KeySource {

    /** The keys that hold now. Fails with {@code temporarily_unavailable} if there are none that may be used. */
    Future<TrustedKeys> current();

    /**
     * Keys newer than those, which lacked a token's {@code kid}; the same object again if there are none yet. Fails with
     * {@code temporarily_unavailable} if that cannot be known.
     */
    Future<TrustedKeys> newerThan(TrustedKeys lacking);

    /** Keys that stand in the entry itself and change only with it. */
    record Inline(TrustedKeys keys) implements KeySource {

        @Override
        public Future<TrustedKeys> current() {
            return Future.succeededFuture(keys);
        }

        @Override
        public Future<TrustedKeys> newerThan(TrustedKeys lacking) {
            return Future.succeededFuture(keys);
        }
    }
}
