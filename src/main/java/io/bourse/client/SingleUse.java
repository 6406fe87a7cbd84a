package io.bourse.client;

import io.vertx.core.Future;
import java.time.Instant;

/** What may be used only once: assertion ids, nonces, signatures. */
public interface SingleUse {

    /**
     * Claims a key. True exactly once for a purpose and key, over all nodes and restarts, as long as {@code until} has
     * not passed. Fails with {@link io.bourse.db.StoreException} when that cannot be known; the key may then be used
     * up.
     *
     * @param purpose keeps the keys of one kind of proof from those of another
     * @param key need not be secret, is stored as a hash only
     * @param until when whatever carries the key has expired for certain, leeway included
     */
    Future<Boolean> claim(String purpose, String key, Instant until);

    /** Whether a key is claimed already; claims nothing. Fails as {@link #claim} does. */
    Future<Boolean> isClaimed(String purpose, String key);
}
