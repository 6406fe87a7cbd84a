package io.bourse.fakes;

import io.bourse.policy.Target;
import io.bourse.policy.TargetRegistry;
import io.bourse.policy.TargetStore;
import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Registered targets in memory. */
public final class InMemoryTargetStore implements TargetStore {

    private final Map<String, Target> targets = new ConcurrentSkipListMap<>();

    /** Adds a target or replaces the one with its id. */
    public InMemoryTargetStore put(Target target) {
        targets.put(target.id(), target);
        return this;
    }

    @Override
    public Future<TargetRegistry> all() {
        return Future.succeededFuture(TargetRegistry.of(targets.values()));
    }
}
