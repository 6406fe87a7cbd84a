package io.bourse.changelog;

import io.bourse.changelog.Change.Revoked;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A listener that remembers, and lets a test wait for what it wants to hear. */
final class HeardChanges implements Consumer<Change> {

    private final List<Change> heard = new ArrayList<>();

    @Override
    public synchronized void accept(Change change) {
        heard.add(change);
        notifyAll();
    }

    synchronized List<Change> all() {
        return List.copyOf(heard);
    }

    synchronized long count(Predicate<Change> wanted) {
        return heard.stream().filter(wanted).count();
    }

    /** Returns when a token's revocation has been heard of. */
    void await(String token, Duration within) throws InterruptedException {
        await(
                within,
                changes -> changes.stream()
                        .anyMatch(change -> change instanceof Revoked revoked
                                && revoked.ref().equals(token)));
    }

    synchronized void await(Duration within, Predicate<List<Change>> condition) throws InterruptedException {
        long end = System.nanoTime() + within.toNanos();
        while (!condition.test(heard)) {
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0) {
                throw new AssertionError("not heard within " + within + ", only " + heard.size() + " changes");
            }
            wait(left);
        }
    }
}
