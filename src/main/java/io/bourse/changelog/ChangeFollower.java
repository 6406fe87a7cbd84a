package io.bourse.changelog;

import io.bourse.changelog.Change.EntryChanged;
import io.bourse.changelog.Change.EntryKind;
import io.bourse.changelog.PgChangeRows.Cursor;
import io.bourse.changelog.PgChangeRows.Page;
import io.bourse.changelog.PgChangeRows.Snapshot;
import io.bourse.db.Database;
import io.bourse.db.DatabaseClock;
import io.bourse.db.PgListener;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells this node's listeners what any node wrote to the change log: first all that is still valid, then whatever
 * becomes visible, woken by notifications and at the latest after a second. Starts without a database and waits for it.
 * Deploy one instance. {@link #isFresh()} and {@link #lag()} may be called by any thread.
 */
public final class ChangeFollower extends VerticleBase {

    /** Without a successful look for so long, this node does not know what is revoked. */
    public static final Duration FRESH = Duration.ofSeconds(5);

    private static final Duration DEFAULT_PERIOD = Duration.ofSeconds(1);

    /** After a longer gap all is read again: entry changes are kept for a day only. */
    private static final Duration MAX_GAP = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(ChangeFollower.class);

    private final Database database;
    private final PgListener.Source listeners;
    private final Consumer<? super Change> changes;
    private final DatabaseClock clock;
    private final Duration period;
    private final Backoff backoff = new Backoff();
    private final Promise<Void> firstLoad = Promise.promise();

    private @Nullable PgListener listener;
    private @Nullable Snapshot base;
    private boolean looking;
    private boolean lookAgain;
    private boolean stopped;
    private boolean failing;
    private volatile long followedNanos;
    private volatile boolean loaded;

    public ChangeFollower(
            Database database, PgListener.Source listeners, Consumer<? super Change> changes, DatabaseClock clock) {
        this(database, listeners, changes, clock, DEFAULT_PERIOD);
    }

    /** @param period how often to look without being woken */
    ChangeFollower(
            Database database,
            PgListener.Source listeners,
            Consumer<? super Change> changes,
            DatabaseClock clock,
            Duration period) {
        this.database = database;
        this.listeners = listeners;
        this.changes = changes;
        this.clock = clock;
        this.period = period;
        this.followedNanos = System.nanoTime();
    }

    @Override
    public Future<?> start() {
        vertx.setPeriodic(period.toMillis(), timer -> look());
        listen();
        look();
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        stopped = true;
        firstLoad.tryFail("stopped before the change log was loaded");
        return listeners.close();
    }

    /** Whether everything was loaded and the log has been followed within the last 5 s. */
    public boolean isFresh() {
        return loaded && lag().compareTo(FRESH) < 0;
    }

    /** Whether everything that is valid has been loaded since the start. */
    public boolean isLoaded() {
        return loaded;
    }

    /** Succeeds when everything that is valid has been loaded for the first time; fails if that never comes. */
    public Future<Void> firstLoad() {
        return firstLoad.future();
    }

    /** How long ago the log was last seen as it was then; before the first time, how long ago this was made. */
    public Duration lag() {
        return Duration.ofNanos(System.nanoTime() - followedNanos);
    }

    private void listen() {
        listeners
                .listen(PgChangeRows.CHANNEL, this::look, this::drop)
                .onSuccess(connected -> {
                    listener = connected;
                    backoff.reset();
                    // What was told while nobody listened would otherwise wait for the next poll.
                    look();
                })
                .onFailure(failure -> listenLater());
    }

    private void listenLater() {
        if (!stopped) {
            vertx.setTimer(backoff.nextMillis(), timer -> listen());
        }
    }

    private void drop(PgListener broken) {
        if (listener == broken) {
            listener = null;
            broken.sever();
            listenLater();
        }
    }

    /** Never two looks at a time: whoever wakes us during one gets another after it. */
    private void look() {
        lookAgain = looking;
        if (looking || stopped) {
            return;
        }
        looking = true;
        long began = System.nanoTime();
        if (lag().compareTo(MAX_GAP) > 0) {
            base = null;
        }
        page(base == null ? Snapshot.NOTHING : base.text(), Cursor.START)
                .compose(this::follow)
                .onSuccess(seen -> caughtUp(seen, began))
                .onFailure(this::noteFailure)
                .onComplete(done -> {
                    looking = false;
                    if (lookAgain) {
                        look();
                    }
                });
    }

    /** Asks on the connection that listens, so that a full pool delays nothing; if there is none, through the pool. */
    private Future<Page> page(String from, Cursor cursor) {
        Tuple parameters = Tuple.of(from, cursor.xid(), cursor.seq(), PgChangeRows.PAGE);
        long sent = System.nanoTime();
        PgListener asked = listener;
        Future<RowSet<Row>> rows = asked == null
                ? database.read(PgChangeRows.LOOK, parameters)
                : asked.query(PgChangeRows.LOOK, parameters).onFailure(failure -> {
                    drop(asked);
                    lookAgain = true;
                });
        return rows.map(PgChangeRows::page).onSuccess(page -> clock.measured(page.at(), sent, System.nanoTime()));
    }

    /** Delivers all there is; the future holds the snapshot from which to go on. */
    private Future<Snapshot> follow(Page first) {
        Snapshot from = base;
        if (from == null) {
            return reload(first);
        }
        if (!from.server().equals(first.snapshot().server())) {
            LOG.info("another database server, or the same after a restart: reading the whole change log");
            return page(Snapshot.NOTHING, Cursor.START).compose(this::reload);
        }
        return deliver(from.text(), first).map(first.snapshot());
    }

    private Future<Snapshot> reload(Page first) {
        for (EntryKind kind : EntryKind.values()) {
            changes.accept(new EntryChanged(kind, EntryChanged.ANY));
        }
        return deliver(Snapshot.NOTHING, first).map(first.snapshot());
    }

    private Future<Void> deliver(String from, Page page) {
        page.changes().forEach(changes);
        return page.next().isEmpty()
                ? Future.succeededFuture()
                : page(from, page.next().get()).compose(next -> deliver(from, next));
    }

    private void caughtUp(Snapshot seen, long began) {
        base = seen;
        followedNanos = began;
        loaded = true;
        firstLoad.tryComplete();
        if (failing) {
            failing = false;
            LOG.info("the change log is followed again");
        }
    }

    private void noteFailure(Throwable failure) {
        // What was under way when it was stopped fails, too.
        if (!failing && !stopped) {
            failing = true;
            LOG.warn("the change log cannot be followed: {}", failure.getMessage());
        }
    }
}
