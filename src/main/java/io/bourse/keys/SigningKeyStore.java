package io.bourse.keys;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/**
 * Where signing keys are kept. All times are those of the store's clock. Fails with
 * {@link io.bourse.db.StoreException} when the answer cannot be known.
 */
public interface SigningKeyStore {

    /** What changes keys takes no longer. Nodes that start together wait for each other; usual limits are for requests. */
    Duration DEADLINE = Duration.ofSeconds(10);

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

    /**
     * Removes a key at once, whatever it signed, and says so in the change log as a revocation of kind KEY. If it was to
     * sign, another does from now on: the next that is published, else the one before that has not retired yet, else the
     * replacement, which is added only then. Waits for {@link #add} and other calls of this one; may be repeated.
     *
     * @param remembered how long the revocation is kept
     */
    Future<Void> revoke(String id, NewKey replacement, Duration remembered);

    /** Removes the keys that no living token can need; their ids. Other nodes are told. */
    Future<List<String>> removeEnded();
}
