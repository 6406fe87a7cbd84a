package io.bourse.changelog;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.changelog.Change.EntryChanged;
import io.bourse.changelog.Change.EntryKind;
import io.bourse.db.Database;
import io.bourse.db.DatabaseAddress;
import io.bourse.db.DatabaseClock;
import io.bourse.db.DatabaseConfig;
import io.bourse.db.PgListener;
import io.bourse.fakes.OpenDatabase;
import io.bourse.fakes.TcpProxy;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ChangeFollowerIT {

    private static final Duration SOON = Duration.ofSeconds(8);
    /** So long that within a test only notifications can have woken the follower. */
    private static final Duration NEVER = Duration.ofMinutes(10);

    private static final Duration OFTEN = Duration.ofMillis(100);
    private static final String LISTENERS = "FROM pg_stat_activity WHERE datname = current_database()"
            + " AND query LIKE '%pg_current_snapshot%' AND pid <> pg_backend_pid()";

    @RegisterExtension
    final OpenDatabase postgres = new OpenDatabase();

    private final HeardChanges heard = new HeardChanges();
    private final DatabaseClock clock = new DatabaseClock();
    private ChangeLog elsewhere;
    private TcpProxy proxy;

    @BeforeEach
    void open() {
        elsewhere = new ChangeLog(postgres.pool(), change -> {});
        DatabaseAddress direct = postgres.database().address();
        proxy = TcpProxy.start(postgres.vertx(), direct.host(), direct.port());
    }

    @Test
    void loadsWhatIsStillValidAndNothingElse() throws Exception {
        postgres.database()
                .execute("INSERT INTO change_log (topic, kind, ref, not_before, until)"
                        + " SELECT 'revoked', 'TOKEN', 't' || i, now(), now() + interval '1 hour'"
                        + " FROM generate_series(1, 2500) i");
        postgres.database()
                .execute("INSERT INTO change_log (topic, kind, ref, not_before, until) VALUES"
                        + " ('revoked', 'TOKEN', 'expired', now(), now() - interval '1 second'),"
                        + " ('revoked', 'FROM_THE_FUTURE', 'x', now(), now() + interval '1 hour')");

        ChangeFollower follower = follow(OFTEN);

        heard.await("t2500", SOON);
        waitUntilFresh(follower);
        assertThat(heard.count(Change.Revoked.class::isInstance)).isEqualTo(2500);
        assertThat(heard.all()).contains(new EntryChanged(EntryKind.CLIENT, EntryChanged.ANY));
    }

    @Test
    void aNotificationWakesIt() throws Exception {
        waitUntilFresh(follow(NEVER));

        for (int i = 0; i < 20; i++) {
            write("t" + i);
            heard.await("t" + i, SOON);
        }
    }

    @Test
    void withoutANotificationItLooksForItself() throws Exception {
        waitUntilFresh(follow(OFTEN));

        postgres.database().execute(insert("silent"));

        heard.await("silent", SOON);
    }

    @Test
    void whatCommitsLateIsNotMissed() throws Exception {
        waitUntilFresh(follow(OFTEN));
        try (Connection early = postgres.database().connect();
                Statement statement = early.createStatement()) {
            early.setAutoCommit(false);
            statement.execute(insert("early-but-late"));
            write("late-but-early");
            heard.await("late-but-early", SOON);
            for (int i = 0; i < 3; i++) {
                write("more" + i);
                heard.await("more" + i, SOON);
            }

            early.commit();
        }

        heard.await("early-but-late", SOON);
    }

    @Test
    void aLateCommitOfManyIsReadInPages() throws Exception {
        waitUntilFresh(follow(OFTEN));
        try (Connection early = postgres.database().connect();
                Statement statement = early.createStatement()) {
            early.setAutoCommit(false);
            statement.execute("INSERT INTO change_log (topic, kind, ref, not_before, until)"
                    + " SELECT 'revoked', 'TOKEN', 'early' || i, now(), now() + interval '1 hour'"
                    + " FROM generate_series(1, 2500) i");
            write("late");
            heard.await("late", SOON);

            early.commit();
        }

        heard.await("early2500", SOON);
        assertThat(heard.count(Change.Revoked.class::isInstance)).isEqualTo(2501);
    }

    @Test
    void aLongTransactionOfOthersDelaysNothingAndRepeatsNothing() throws Exception {
        waitUntilFresh(follow(NEVER));
        try (Connection foreign = postgres.database().connect();
                Statement statement = foreign.createStatement()) {
            foreign.setAutoCommit(false);
            statement.execute("SELECT pg_current_xact_id()");

            for (int i = 0; i < 50; i++) {
                write("t" + i);
                heard.await("t" + i, SOON);
            }
            foreign.rollback();
        }

        assertThat(heard.count(Change.Revoked.class::isInstance)).isEqualTo(50);
    }

    @Test
    void aKilledConnectionIsReplaced() throws Exception {
        waitUntilFresh(follow(NEVER));
        for (int i = 0; i < 5; i++) {
            write("before" + i);
            heard.await("before" + i, SOON);

            while (postgres.database().number("SELECT count(pg_terminate_backend(pid)) " + LISTENERS) == 0) {
                Thread.onSpinWait();
            }
            postgres.database().execute(insert("meanwhile" + i));

            heard.await("meanwhile" + i, SOON);
        }
    }

    @Test
    void waitsForADatabaseThatIsNotThereYet() throws Exception {
        proxy.refuse();
        ChangeFollower follower = follow(OFTEN);
        write("t1");
        assertThat(follower.isFresh()).isFalse();

        proxy.pass();

        heard.await("t1", SOON);
        waitUntilFresh(follower);
    }

    @Test
    void aFrozenDatabaseIsNoticedAndCaughtUpWith() throws Exception {
        ChangeFollower follower = follow(OFTEN);
        waitUntilFresh(follower);
        proxy.freeze();
        write("t1");
        waitUntil(() -> !follower.isFresh());
        assertThat(heard.all()).isNotEmpty().noneMatch(Change.Revoked.class::isInstance);
        assertThat(follower.lag()).isGreaterThanOrEqualTo(ChangeFollower.FRESH);

        proxy.pass();

        heard.await("t1", SOON);
        waitUntilFresh(follower);
    }

    @Test
    void aChangeThatAListenerCannotTakeIsDeliveredAgain() throws Exception {
        Changes changes = new Changes();
        boolean[] refused = new boolean[1];
        changes.register(heard);
        changes.register(change -> {
            if (change instanceof Change.Revoked && !refused[0]) {
                refused[0] = true;
                throw new IllegalStateException("not now");
            }
        });
        ChangeFollower follower = follow(changes, OFTEN);
        waitUntilFresh(follower);

        write("t1");

        heard.await(
                SOON,
                all -> all.stream().filter(Change.Revoked.class::isInstance).count() == 2);
    }

    @Test
    void whatAnotherServersDumpBroughtIsReadOnce() throws Exception {
        postgres.database()
                .execute("INSERT INTO change_log (xid, topic, kind, ref, not_before, until) VALUES"
                        + " ('9000000000000000000', 'revoked', 'TOKEN', 'restored', now(), now() + interval '1 hour')");
        waitUntilFresh(follow(OFTEN));

        write("t1");
        heard.await("t1", SOON);
        write("t2");
        heard.await("t2", SOON);

        assertThat(heard.count(change -> change instanceof Change.Revoked revoked
                        && revoked.ref().equals("restored")))
                .isEqualTo(1);
    }

    @Test
    void theClockFollowsTheDatabases() throws Exception {
        DatabaseClock wrong = clock;
        wrong.measured(Instant.EPOCH, System.nanoTime(), System.nanoTime());

        waitUntilFresh(follow(OFTEN));

        assertThat(Duration.between(wrong.instant(), Instant.now()).abs()).isLessThan(Duration.ofSeconds(1));
    }

    private static String insert(String token) {
        return "INSERT INTO change_log (topic, kind, ref, not_before, until)" + " VALUES ('revoked', 'TOKEN', '" + token
                + "', now(), now() + interval '1 hour')";
    }

    private void write(String token) {
        elsewhere
                .write(transaction -> transaction.append(List.of(Changed.token(token))))
                .await();
    }

    private ChangeFollower follow(Duration period) {
        return follow(heard, period);
    }

    private ChangeFollower follow(Consumer<Change> listener, Duration period) {
        DatabaseAddress direct = postgres.database().address();
        DatabaseAddress address = new DatabaseAddress(
                "127.0.0.1", proxy.port(), direct.database(), direct.user(), direct.password(), direct.tls(), null);
        DatabaseConfig config = new DatabaseConfig(address, address, 2, false);
        ChangeFollower follower = new ChangeFollower(
                Database.open(postgres.vertx(), config),
                PgListener.source(postgres.vertx(), config),
                listener,
                clock,
                period);
        postgres.vertx().deployVerticle(follower).await();
        return follower;
    }

    private static void waitUntilFresh(ChangeFollower follower) throws InterruptedException {
        waitUntil(follower::isFresh);
    }

    private static void waitUntil(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }
}
