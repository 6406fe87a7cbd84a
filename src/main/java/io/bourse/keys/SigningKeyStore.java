package io.bourse.keys;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/**
 * Where signing keys are kept. All times are those of the store's clock. Fails with
 * {@link io.bourse.db.StoreException} when the answer cannot be known.
 */
public interface SigningKeyStore {

    /** Every key that is published: not yet past its removal. The one that signs last comes first. */
    Future<List<StoredKey>> all();

    /**
     * Adds a key and retires those before it, unless another has been added since {@link NewKey#follows}: of several
     * calls at once, on any node, exactly one has an effect. Other nodes are told.
     *
     * @return whether it was added
     */
    Future<Boolean> add(NewKey key);

    /** Whether the newest key has been signing for so long, or there is none. */
    Future<Boolean> isNewestOlderThan(Duration age);

    /** Replaces the sealed part, if it is still what it was. */
    Future<Void> reseal(String id, String sealedBefore, String sealedNow);

    /** Removes the keys that no living token can need; their ids. Other nodes are told. */
    Future<List<String>> removeEnded();
}
