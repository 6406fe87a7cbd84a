package io.bourse.token;

import static io.bourse.contract.TestFamilies.created;
import static io.bourse.contract.TestFamilies.exchangedFrom;
import static io.bourse.fakes.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.changelog.ChangeLog;
import io.bourse.db.Database;
import io.bourse.fakes.OpenDatabase;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.Subject;
import io.bourse.token.Rotation.Reason;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Logins that end while they are being exchanged: one comes first, and which does is said here by transactions held open. */
class PgFamilyEndIT {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Subject ADA = Subject.user("0190a6f8-0000-7000-8000-00000000ada0");
    private static final ClientId SHOP = new ClientId("ada's shop");

    @RegisterExtension
    final OpenDatabase postgres = new OpenDatabase();

    private FamilyStore store;
    private Database others;

    /** A statement that was executed and is not committed yet. */
    private record Held(int pid, Promise<Void> leave, Future<Void> committed) {

        void commit() {
            leave.complete();
            committed.await();
        }
    }

    @BeforeEach
    void open() {
        store = new PgFamilyStore(postgres.pool(), new ChangeLog(postgres.pool(), change -> {}), Duration.ZERO);
        others = postgres.database().open(postgres.vertx(), 4);
    }

    @AfterEach
    void close() {
        others.close().await();
    }

    @Test
    void anExchangeThatComesFirstEndsWithItsLogin() {
        Family login = created(store, ADA, SHOP);
        Family exchanged = exchangedFrom(login);
        Held exchange = exchanging(exchanged, login);

        Future<Void> end = store.endLogins(ADA, SHOP);
        awaitWaitingFor(exchange);
        exchange.commit();
        end.await();

        assertEnded(login, exchanged);
    }

    @Test
    void anExchangeThatComesLaterIsNone() {
        Family login = created(store, ADA, SHOP);
        Family exchanged = exchangedFrom(login);
        Held end = held(
                PgFamilyStore.END_LOGINS,
                Tuple.of(ADA.id(), SHOP.value(), ADA.kind().claim()));

        Future<Boolean> exchange = store.create(exchanged, login.id());
        awaitWaitingFor(end);
        end.commit();

        assertThat(exchange.await()).isFalse();
        assertThat(store.find(exchanged.id()).await()).isEmpty();
        assertEnded(login);
    }

    /** As {@link #anExchangeThatComesLaterIsNone}, of the newest of a chain: marked as its ancestor is. */
    @Test
    void anExchangeOfWhatWasExchangedThatComesLaterIsNone() {
        Family login = created(store, ADA, SHOP);
        Family exchanged = exchangedFrom(login);
        store.create(exchanged, login.id()).await();
        Family further = exchangedFrom(exchanged);
        Held end = held(
                PgFamilyStore.END_LOGINS,
                Tuple.of(ADA.id(), SHOP.value(), ADA.kind().claim()));

        Future<Boolean> exchange = store.create(further, exchanged.id());
        awaitWaitingFor(end);
        end.commit();

        assertThat(exchange.await()).isFalse();
        assertEnded(login, exchanged);
    }

    /** What is exchanged from what could not be seen yet is seen in the next look, and so on. */
    @Test
    void noChainOfExchangesGetsAwayFromTheEnd() {
        Family login = created(store, ADA, SHOP);
        Family second = created(store, ADA, SHOP);
        Family exchanged = exchangedFrom(login);
        Family fromSecond = exchangedFrom(second);
        Family further = exchangedFrom(exchanged);
        Held exchange = exchanging(exchanged, login);
        Held another = exchanging(fromSecond, second);

        Future<Void> end = store.endLogins(ADA, SHOP);
        awaitWaitingFor(exchange);
        exchange.commit();
        awaitWaitingFor(another);
        Held again = exchanging(further, exchanged);
        another.commit();
        awaitWaitingFor(again);
        again.commit();
        end.await();

        assertEnded(login, second, exchanged, fromSecond, further);
    }

    @Test
    void anExchangeWaitsForNobodyElsesEnd() {
        Family login = created(store);
        created(store, ADA, SHOP);
        Held end = held(
                PgFamilyStore.END_LOGINS,
                Tuple.of(ADA.id(), SHOP.value(), ADA.kind().claim()));

        assertThat(store.create(exchangedFrom(login), login.id()).await()).isTrue();

        end.commit();
    }

    private Held exchanging(Family exchanged, Family login) {
        return held(PgFamilyStore.CREATE, PgFamilyRow.of(exchanged).addUUID(login.id()));
    }

    private Held held(String statement, Tuple values) {
        Promise<Integer> executed = Promise.promise();
        Promise<Void> leave = Promise.promise();
        Future<Void> committed = others.inTransaction(
                DEADLINE,
                connection -> connection
                        .preparedQuery(statement)
                        .execute(values)
                        .compose(done ->
                                connection.query("SELECT pg_backend_pid()").execute())
                        .onSuccess(
                                rows -> executed.complete(rows.iterator().next().getInteger(0)))
                        .onFailure(executed::fail)
                        .compose(done -> leave.future()));
        return new Held(executed.future().await(), leave, committed);
    }

    private void awaitWaitingFor(Held first) {
        eventually(
                "somebody waits",
                DEADLINE,
                () -> postgres.database()
                                .number("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                        + " AND " + first.pid() + " = ANY (pg_blocking_pids(pid))")
                        > 0);
    }

    private void assertEnded(Family... families) {
        for (Family family : families) {
            assertThat(store.find(family.id()).await()).hasValue(new FamilyStore.Found(family, Reason.REVOKED, false));
        }
    }
}
