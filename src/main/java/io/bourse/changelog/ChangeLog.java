package io.bourse.changelog;

import io.bourse.db.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Writes changes together with what they are about. When the transaction has committed, this node's listeners have
 * heard of the changes before the returned future succeeds, and the other nodes are told to look.
 */
public final class ChangeLog {

    private final Database database;
    private final Consumer<? super Change> listeners;
    private final AtomicReference<Poke> poke = new AtomicReference<>(Poke.IDLE);

    public ChangeLog(Database database, Consumer<? super Change> listeners) {
        this.database = database;
        this.listeners = listeners;
    }

    /** As the other, within {@link Database#DEADLINE}. */
    public <T> Future<T> write(Function<Transaction, Future<T>> work) {
        return write(Database.DEADLINE, work);
    }

    /**
     * Runs work in a transaction in which it can {@link Transaction#append} changes. Fails as
     * {@link Database#inTransaction(Duration, Function)} does; no change counts then.
     */
    public <T> Future<T> write(Duration deadline, Function<Transaction, Future<T>> work) {
        List<Change> appended = new ArrayList<>();
        return database.inTransaction(deadline, connection -> work.apply(new OpenTransaction(connection, appended)))
                .map(result -> {
                    publish(appended);
                    return result;
                });
    }

    private void publish(List<Change> changes) {
        if (!changes.isEmpty()) {
            poke();
            changes.forEach(listeners);
        }
    }

    /**
     * Tells the other nodes to look, outside of the transaction, because a notification serializes commits. Never more
     * than one at a time: what comes meanwhile shares the next. One that is lost only delays the others' polling.
     */
    private void poke() {
        Poke before = poke.getAndUpdate(state -> state == Poke.IDLE ? Poke.RUNNING : Poke.AGAIN);
        if (before == Poke.IDLE) {
            send();
        }
    }

    private void send() {
        database.query(PgChangeRows.NOTIFY, Tuple.tuple()).onComplete(done -> {
            Poke before = poke.getAndUpdate(state -> state == Poke.AGAIN ? Poke.RUNNING : Poke.IDLE);
            if (before == Poke.AGAIN) {
                send();
            }
        });
    }

    private enum Poke {
        IDLE,
        RUNNING,
        AGAIN
    }

    /** An open transaction. */
    public interface Transaction {

        SqlConnection connection();

        /** The database's time, when what was sent before has been done. */
        Future<Instant> now();

        /** Adds changes to the log; they count when the transaction commits. */
        Future<Void> append(List<? extends Change> changes);
    }

    private record OpenTransaction(SqlConnection connection, List<Change> appended) implements Transaction {

        @Override
        public Future<Instant> now() {
            return PgChangeRows.now(connection);
        }

        @Override
        public Future<Void> append(List<? extends Change> changes) {
            if (changes.isEmpty()) {
                return Future.succeededFuture();
            }
            appended.addAll(changes);
            return PgChangeRows.append(connection, changes);
        }
    }
}
