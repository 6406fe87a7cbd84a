package io.bourse.changelog;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.fakes.OpenDatabase;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HousekeepingIT {

    private static final String COUNT = "SELECT (SELECT count(*) FROM change_log) + (SELECT count(*) FROM single_use)"
            + " + (SELECT count(*) FROM login_attempt)";

    @RegisterExtension
    final OpenDatabase postgres = new OpenDatabase();

    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void purgesWhatHasExpiredHoweverMuchAndNothingElse() {
        expired(2_500);
        postgres.database()
                .execute("INSERT INTO single_use VALUES ('jti', 'a', now() + interval '1 minute'),"
                        + " ('jti', 'b', now() - interval '1 minute');"
                        + "INSERT INTO login_attempt VALUES ('a', 1, now() - interval '23 hours');"
                        + "INSERT INTO change_log (topic, kind, ref, until)"
                        + " VALUES ('entry', 'CLIENT', 'a', now() + interval '1 minute')");

        housekeeping().run().await();

        assertThat(postgres.database().number(COUNT)).isEqualTo(4);
    }

    @Test
    void leavesItToAnotherNodeThatIsAtIt() throws Exception {
        expired(1);
        try (Connection other = postgres.database().connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT pg_advisory_xact_lock(hashtextextended('bourse.housekeeping', 0))");

            housekeeping().run().await();

            assertThat(postgres.database().number(COUNT)).isEqualTo(3);
            other.rollback();
        }
        housekeeping().run().await();
        assertThat(postgres.database().number(COUNT)).isZero();
    }

    @Test
    void keepsThePartitionsOfFamilies() {
        postgres.database()
                .execute("CREATE TABLE family_2020_01 PARTITION OF family FOR VALUES FROM"
                        + " (bourse_uuid_floor('2020-01-01Z')) TO (bourse_uuid_floor('2020-02-01Z'))");

        housekeeping().run().await();

        assertThat(postgres.database().number("SELECT count(*) FROM pg_inherits WHERE inhparent = 'family'::regclass"))
                .isEqualTo(5);
    }

    @Test
    void movesFamiliesOfAMonthToComeIntoItsPartition() {
        String inTheLastMonth = "(date_trunc('month', now() AT TIME ZONE 'UTC') + interval '3 months 1 day')";
        postgres.database()
                .execute("DO $$ BEGIN EXECUTE 'DROP TABLE family_' || to_char(" + inTheLastMonth
                        + ", 'YYYY_MM'); END $$;"
                        + "INSERT INTO family SELECT bourse_uuid_floor(" + inTheLastMonth + " AT TIME ZONE 'UTC'),"
                        + " 1, 0, 'c', 'user', 'u', NULL, '{}', '{}', '{}', now(), now(), now()");
        assertThat(postgres.database().number("SELECT count(*) FROM family_default"))
                .isEqualTo(1);

        housekeeping().run().await();

        assertThat(postgres.database().number("SELECT count(*) FROM family_default"))
                .isZero();
        assertThat(postgres.database().number("SELECT count(*) FROM family WHERE client = 'c'"))
                .isEqualTo(1);
        assertThat(postgres.database().number("SELECT count(*) FROM pg_inherits WHERE inhparent = 'family'::regclass"))
                .isEqualTo(5);
    }

    @Test
    void aStepThatFailsKeepsNoOtherFromPurging() {
        expired(1);
        postgres.database().execute("DROP FUNCTION bourse_maintain_families(); ALTER TABLE single_use RENAME TO gone");

        housekeeping().run().await();

        assertThat(postgres.database()
                        .number("SELECT (SELECT count(*) FROM change_log) + (SELECT count(*) FROM login_attempt)"))
                .isZero();
    }

    @Test
    void aTaskThatFailsKeepsNobodyFromTheirs() {
        Housekeeping housekeeping = new Housekeeping(
                postgres.pool(),
                List.of(
                        () -> Future.failedFuture("no"),
                        this::task,
                        () -> {
                            throw new IllegalStateException("a bug");
                        },
                        this::task));

        housekeeping.run().await();

        assertThat(runs).hasValue(2);
    }

    @Test
    void runsAgainAndAgain() throws Exception {
        CountDownLatch rounds = new CountDownLatch(3);
        postgres.vertx()
                .deployVerticle(new Housekeeping(
                        postgres.pool(),
                        List.of(() -> {
                            rounds.countDown();
                            return Future.succeededFuture();
                        }),
                        Duration.ofMillis(20)))
                .await();

        assertThat(rounds.await(8, TimeUnit.SECONDS)).isTrue();
    }

    private Future<Void> task() {
        runs.incrementAndGet();
        return Future.succeededFuture();
    }

    private Housekeeping housekeeping() {
        return new Housekeeping(postgres.pool(), List.of());
    }

    /** So many rows of each table. */
    private void expired(int rows) {
        String from = " FROM generate_series(1, " + rows + ") i";
        postgres.database()
                .execute("INSERT INTO change_log (topic, kind, ref, until)"
                        + " SELECT 'entry', 'CLIENT', i, now() - interval '2 hours'" + from
                        + "; INSERT INTO single_use SELECT 'jti', sha256(i::text::bytea), now() - interval '2 hours'"
                        + from + "; INSERT INTO login_attempt SELECT i, 1, now() - interval '2 days'" + from);
    }
}
