package io.bourse.client;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Says what a claim would come to, the second of the same key too, and claims nothing. Belongs to one decision. */
public final class ReadOnlySingleUse implements SingleUse {

    private final SingleUse store;
    private final Set<Claim> claimed = ConcurrentHashMap.newKeySet();

    private record Claim(String purpose, String key) {}

    public ReadOnlySingleUse(SingleUse store) {
        this.store = store;
    }

    @Override
    public Future<Boolean> claim(String purpose, String key, Instant until) {
        return store.isClaimed(purpose, key).map(before -> !before && claimed.add(new Claim(purpose, key)));
    }

    @Override
    public Future<Boolean> isClaimed(String purpose, String key) {
        return claimed.contains(new Claim(purpose, key)) ? Future.succeededFuture(true) : store.isClaimed(purpose, key);
    }
}
