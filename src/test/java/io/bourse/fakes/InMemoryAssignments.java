package io.bourse.fakes;

import io.bourse.oauth.ClientId;
import io.bourse.user.Assignments;
import io.vertx.core.Future;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Assignments in memory; counts how often it was asked. */
public final class InMemoryAssignments implements Assignments {

    private final Set<String> assigned = ConcurrentHashMap.newKeySet();
    private final AtomicInteger asked = new AtomicInteger();

    public void assign(String userId, ClientId client) {
        assigned.add(userId + " " + client);
    }

    public void end(String userId, ClientId client) {
        assigned.remove(userId + " " + client);
    }

    public int asked() {
        return asked.get();
    }

    @Override
    public Future<Boolean> isAssigned(String userId, ClientId client) {
        asked.incrementAndGet();
        return Future.succeededFuture(assigned.contains(userId + " " + client));
    }
}
