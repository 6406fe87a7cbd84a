package io.bourse.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.changelog.Change;
import io.bourse.changelog.ChangeLog;
import io.bourse.client.Project;
import io.bourse.contract.UserStoreContract;
import io.bourse.fakes.ClientBuilder;
import io.bourse.fakes.OpenDatabase;
import io.bourse.fakes.ProviderBuilder;
import io.bourse.fakes.RegistryRows;
import io.bourse.fakes.TestEntries;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PgUserStoreIT extends UserStoreContract {

    @RegisterExtension
    final OpenDatabase postgres = new OpenDatabase();

    private final List<Change> changes = new CopyOnWriteArrayList<>();

    @Override
    protected UserStore holding(User... users) {
        RegistryRows rows = new RegistryRows(postgres.database());
        rows.put(new Project(TestEntries.PROJECT, true));
        rows.put(ClientBuilder.client("demo").build());
        rows.put(ClientBuilder.client("switched-off").disabled().build());
        rows.put(provider("p").clients("demo").build());
        rows.put(provider("q").clients("switched-off", "demo").build());
        rows.put(provider("off").clients("demo").enabled(false).build());
        rows.put(provider("orphan").clients("switched-off", "gone").build());
        for (User user : users) {
            rows.put(user);
        }
        return new PgUserStore(postgres.pool(), new ChangeLog(postgres.pool(), changes::add));
    }

    private static ProviderBuilder provider(String id) {
        return ProviderBuilder.provider(id, TestEntries.introspection());
    }

    @Override
    protected void link(UserStore store, User user, String provider) {
        postgres.database()
                .execute("INSERT INTO user_identity (project, provider, subject, user_id)"
                        + " VALUES ('%s', '%s', 'linked', '%s')".formatted(user.project(), provider, user.id()));
    }

    @Override
    protected void madeByService(UserStore store, User user) {
        postgres.database()
                .execute("INSERT INTO service (id, name, url) VALUES ('demo', 'shop', 'https://shop.example.com')");
        postgres.database()
                .execute("INSERT INTO service_account (user_id, service) VALUES ('" + user.id() + "', 'demo')");
    }

    @Test
    void aDisabledProjectDisablesItsUsers() {
        User ada = TestEntries.user("ada", null);
        UserStore store = holding(ada);
        new RegistryRows(postgres.database()).put(new Project(TestEntries.PROJECT, false));

        assertThat(store.find(ada.id()).await()).map(User::enabled).contains(false);
        assertThat(store.findByLogin(TestEntries.PROJECT, LoginName.of("ada")).await())
                .map(User::enabled)
                .contains(false);
    }

    /** Whoever throws the service out must not make its users somebody else's. */
    @Test
    void whomARemovedServiceMadeIsStillLinkedToNobody() {
        User ada = TestEntries.user("ada@example.com", "ada@example.com");
        UserStore store = holding(ada);
        madeByService(store, ada);
        postgres.database().execute("DELETE FROM client WHERE id = 'demo'");

        assertThat(postgres.database().number("SELECT count(*) FROM service")).isZero();
        assertThat(store.findByEmail(TestEntries.PROJECT, "ada@example.com").await())
                .isEmpty();
        assertThat(store.findOrLink(TestEntries.PROJECT, "p", "s", "ada@example.com")
                        .await())
                .isEmpty();
        assertThat(links()).isZero();
    }

    @Test
    void manyAtOnceLeaveNoUserWithoutIdentity() {
        createAtOnce();

        assertThat(postgres.database().number("SELECT count(*) FROM app_user")).isEqualTo(1);
        assertThat(postgres.database().number("SELECT count(*) FROM user_identity"))
                .isEqualTo(1);
    }

    @Test
    void unlinkingIsSaidOnceAndNeverTakesTheLastTwoLinksAtOnce() {
        User ada = TestEntries.user("ada", "ada@example.com");
        User linked = new User(ada.id(), ada.project(), ada.username(), ada.email(), null, true);
        UserStore store = holding(linked);
        for (int round = 0; round < 50; round++) {
            changes.clear();
            store.findOrLink(TestEntries.PROJECT, "p", "s", "ada@example.com").await();
            store.findOrLink(TestEntries.PROJECT, "q", "s", "ada@example.com").await();

            List<Boolean> done = Future.all(store.unlink(ada.id(), "p"), store.unlink(ada.id(), "q"))
                    .map(all -> all.<Boolean>list())
                    .await();

            assertThat(done).containsExactlyInAnyOrder(true, false);
            assertThat(changes).containsExactly(new Change.EntryChanged(Change.EntryKind.USER, ada.id()));
            assertThat(postgres.database().number("SELECT count(*) FROM user_identity"))
                    .isEqualTo(1);
        }
    }

    @Test
    void aProviderThatIsNotThereMakesAndLinksNobody() {
        UserStore store = holding(TestEntries.user("ada", "ada@example.com"));

        assertThat(store.findOrCreate(TestEntries.PROJECT, "gone", "s", null).await())
                .isEmpty();
        assertThat(store.findOrLink(TestEntries.PROJECT, "gone", "s", "ada@example.com")
                        .await())
                .isEmpty();
        assertThat(postgres.database().number("SELECT count(*) FROM app_user")).isEqualTo(1);
        assertThat(links()).isZero();
    }

    /** Whoever makes a provider of the same name later must find no link that was made for this one. */
    @Test
    void noLinkOutlivesItsProvider() {
        UserStore store = holding(TestEntries.user("ada", "ada@example.com"));
        List<Future<Optional<User>>> logins = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            logins.add(store.findOrCreate(TestEntries.PROJECT, "p", "new " + i, null));
            logins.add(store.findOrLink(TestEntries.PROJECT, "p", "ada " + i, "ada@example.com"));
        }
        logins.get(0).await();
        postgres.database().execute("DELETE FROM provider WHERE id = 'p'");
        Future.join(logins).otherwiseEmpty().await();

        assertThat(links()).isZero();
    }

    @Test
    void aLinkUnderWayGoesWithTheProviderThatIsRemovedMeanwhile() throws SQLException {
        User ada = TestEntries.user("ada", null);
        holding(ada);
        try (Connection login = postgres.database().connect()) {
            login.setAutoCommit(false);
            try (Statement statement = login.createStatement()) {
                statement.execute("INSERT INTO user_identity (project, provider, subject, user_id) VALUES ('"
                        + TestEntries.PROJECT + "', 'p', 's', '" + ada.id() + "')");
            }
            Future<?> removal = postgres.vertx().executeBlocking(() -> {
                postgres.database().execute("DELETE FROM provider WHERE id = 'p'");
                return null;
            });
            while (postgres.database()
                            .number("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                    + " AND datname = current_database()")
                    == 0) {
                Thread.onSpinWait();
            }
            login.commit();
            removal.await();
        }

        assertThat(links()).isZero();
    }

    private long links() {
        return postgres.database().number("SELECT count(*) FROM user_identity");
    }

    private void createAtOnce() {
        UserStore store = holding();
        List<Future<Optional<User>>> made = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            made.add(store.findOrCreate(TestEntries.PROJECT, "p", "s", null));
        }
        Future.all(made).await();
    }
}
