package io.bourse.fakes;

import io.bourse.client.SingleUse;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers what was used for as long as it lives. */
public final class InMemorySingleUse implements SingleUse {

    private final Set<Use> used = ConcurrentHashMap.newKeySet();

    @Override
    public Future<Boolean> claim(String purpose, String key, Instant until) {
        return Future.succeededFuture(used.add(new Use(purpose, key)));
    }

    @Override
    public Future<Boolean> isClaimed(String purpose, String key) {
        return Future.succeededFuture(used.contains(new Use(purpose, key)));
    }

    private record Use(String purpose, String key) {}
}
