package io.bourse.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bourse.fakes.OpenDatabase;
import io.bourse.fakes.TcpProxy;
import io.bourse.oauth.OAuthException;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DatabaseIT {

    private static final String WHO = "SELECT pg_backend_pid() AS pid";
    private static final String INSERT = "INSERT INTO project (id, entry) VALUES ($1, '{}')";

    @RegisterExtension
    final OpenDatabase postgres = new OpenDatabase();

    private TcpProxy proxy;
    private Database database;

    @BeforeEach
    void open() {
        DatabaseAddress direct = postgres.database().address();
        proxy = TcpProxy.start(postgres.vertx(), direct.host(), direct.port());
        DatabaseAddress address = new DatabaseAddress(
                "127.0.0.1", proxy.port(), direct.database(), direct.user(), direct.password(), direct.tls(), null);
        database = Database.open(postgres.vertx(), new DatabaseConfig(address, address, 2, false));
    }

    @Test
    void countsWhatItDoes() {
        database.query(WHO, Tuple.tuple()).await();
        database.read(WHO, Tuple.tuple()).await();
        database.inTransaction(connection -> Future.succeededFuture(1)).await();

        assertThat(database.statements()).isEqualTo(3);
    }

    @Test
    void sessionsHaveLimitsOfTheirOwn() {
        String limits = "SELECT current_setting('statement_timeout') || current_setting('lock_timeout')"
                + " || current_setting('idle_in_transaction_session_timeout') || current_setting('application_name')";

        String set =
                database.query(limits, Tuple.tuple()).await().iterator().next().getString(0);

        assertThat(set).isEqualTo("1s500ms5sbourse");
    }

    @Test
    void aTransactionKeepsItsResultOrNothing() {
        database.inTransaction(connection -> connection.preparedQuery(INSERT).execute(Tuple.of("kept")))
                .await();
        OAuthException refusal = OAuthException.invalidGrant("reuse");

        Throwable failure = catchThrowable(() -> database.inTransaction(connection -> connection
                        .preparedQuery(INSERT)
                        .execute(Tuple.of("lost"))
                        .compose(done -> Future.failedFuture(refusal)))
                .await());

        assertThat(failure).isSameAs(refusal);
        assertThat(postgres.database().number("SELECT count(*) FROM project WHERE id = 'kept'"))
                .isEqualTo(1);
        assertThat(postgres.database().number("SELECT count(*) FROM project WHERE id = 'lost'"))
                .isZero();
    }

    @Test
    void whatWorkThrowsFailsTheTransaction() {
        IllegalStateException thrown = new IllegalStateException("a bug");

        Throwable failure = catchThrowable(() -> database.inTransaction(connection -> {
                    throw thrown;
                })
                .await());

        assertThat(failure).isSameAs(thrown);
        assertThat(pid()).isPositive();
    }

    @Test
    void aRefusalNamesTheCodeAndNoValue() {
        database.query(INSERT, Tuple.of("canary")).await();

        StoreException conflict = catchThrowableOfType(
                StoreException.class,
                () -> database.query(INSERT, Tuple.of("canary")).await());
        StoreException malformed = catchThrowableOfType(
                StoreException.class,
                () -> database.inTransaction(connection -> connection
                                .preparedQuery("SELECT $1::text::uuid")
                                .execute(Tuple.of("canary")))
                        .await());

        assertThat(conflict.sqlState()).hasValue("23505");
        assertThat(conflict).hasMessageContaining("project_pkey").hasMessageNotContaining("canary");
        assertThat(malformed.sqlState()).hasValue("22P02");
        assertThat(malformed).hasMessageNotContaining("canary").hasNoCause();
    }

    @Test
    void aFrozenServerIsGivenUpAndItsConnectionsAreNotUsedAgain() {
        int before = pid();
        proxy.freeze();
        long began = System.nanoTime();

        assertThatThrownBy(() -> database.query(WHO, Tuple.tuple()).await()).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> database.inTransaction(
                                connection -> connection.query(WHO).execute())
                        .await())
                .isInstanceOf(StoreException.class);

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
        proxy.pass();
        assertThat(pid()).isNotEqualTo(before);
    }

    @Test
    void aFullPoolRefusesEarly() {
        proxy.freeze();
        List<Future<?>> asked = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            asked.add(database.query(WHO, Tuple.tuple()));
        }

        long began = System.nanoTime();
        StoreException refused = catchThrowableOfType(
                StoreException.class, () -> database.query(WHO, Tuple.tuple()).await());

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(450));
        assertThat(refused).hasMessageContaining("no connection to the database");
        assertThat(Future.join(asked).otherwiseEmpty().await()).isNull();
        proxy.pass();
        assertThat(pid()).isPositive();
    }

    @Test
    void aReadSurvivesTheLossOfItsConnection() {
        for (int i = 0; i < 10; i++) {
            Future<?> slow = database.read("SELECT pg_sleep(0.2)", Tuple.tuple());
            terminateOnceBusy();

            slow.await();
        }
        assertThat(postgres.database()
                        .number("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'bourse'"
                                + " AND datname = current_database()"))
                .isLessThanOrEqualTo(2);
    }

    @Test
    void aWriteIsNotRepeated() {
        Future<?> slow =
                database.query("INSERT INTO project SELECT 'p', '{}', now() FROM pg_sleep(0.2)", Tuple.tuple());
        terminateOnceBusy();

        assertThatThrownBy(slow::await).isInstanceOf(StoreException.class);
        assertThat(postgres.database().number("SELECT count(*) FROM project")).isZero();
    }

    @Test
    void aServerThatIsNotThereIsAFailureAndNoWait() {
        proxy.refuse();

        assertThatThrownBy(() -> database.read(WHO, Tuple.tuple()).await())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("no connection");
        proxy.pass();
        assertThat(pid()).isPositive();
    }

    private int pid() {
        return database.query(WHO, Tuple.tuple()).await().iterator().next().getInteger("pid");
    }

    private void terminateOnceBusy() {
        String terminate = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                + " WHERE application_name = 'bourse' AND datname = current_database() AND wait_event = 'PgSleep'";
        while (postgres.database().number(terminate) == 0) {
            Thread.onSpinWait();
        }
    }
}
