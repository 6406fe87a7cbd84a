package io.bourse.entry;

import io.bourse.changelog.ChangeLog;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Where entries are kept. Fails with {@link io.bourse.db.StoreException} when the database does. */
interface Registry {

    /** What is registered now, as one consistent picture. */
    Future<Snapshot> read(Selection selection);

    /**
     * Keeps every other write of entries out, reads, and writes what the planner makes of that: all of it or nothing.
     * An empty plan writes nothing and gives nothing. Fails with what the planner throws.
     *
     * @param dryRun do everything but write
     * @param last done last in the transaction; what it gives is given, and its failure takes all back
     */
    <T> Future<Optional<T>> write(
            Selection selection,
            boolean dryRun,
            Function<Snapshot, Optional<Plan>> planner,
            BiFunction<ChangeLog.Transaction, Plan, Future<T>> last);
}
