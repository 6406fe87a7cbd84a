package io.bourse.policy;

import io.vertx.core.Future;

/** Registered targets. Fails with {@link io.bourse.db.StoreException} when the answer cannot be known. */
public interface TargetStore {

    /** All of them: APIs are few. An entry that cannot be read is a target that is switched off. */
    Future<TargetRegistry> all();
}
