package io.bourse.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.client.Project;
import io.bourse.contract.UserStoreContract;
import io.bourse.fakes.OpenDatabase;
import io.bourse.fakes.RegistryRows;
import io.bourse.fakes.TestEntries;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PgUserStoreIT extends UserStoreContract {

    @RegisterExtension
    final OpenDatabase postgres = new OpenDatabase();

    @Override
    protected UserStore holding(User... users) {
        RegistryRows rows = new RegistryRows(postgres.database());
        rows.put(new Project(TestEntries.PROJECT, true));
        rows.put(TestEntries.provider("p", TestEntries.introspection()));
        rows.put(TestEntries.provider("q", TestEntries.introspection()));
        for (User user : users) {
            rows.put(user);
        }
        return new PgUserStore(postgres.pool());
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

    @Test
    void manyAtOnceLeaveNoUserWithoutIdentity() {
        createAtOnce();

        assertThat(postgres.database().number("SELECT count(*) FROM app_user")).isEqualTo(1);
        assertThat(postgres.database().number("SELECT count(*) FROM user_identity"))
                .isEqualTo(1);
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
