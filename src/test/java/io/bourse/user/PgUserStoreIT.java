package io.bourse.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.client.Project;
import io.bourse.contract.UserStoreContract;
import io.bourse.fakes.OpenDatabase;
import io.bourse.fakes.RegistryRows;
import io.bourse.fakes.TestEntries;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PgUserStoreIT extends UserStoreContract {

    @RegisterExtension
    final OpenDatabase postgres = new OpenDatabase();

    @Override
    protected UserStore holding(User... users) {
        RegistryRows rows = new RegistryRows(postgres.database());
        rows.put(new Project(TestEntries.PROJECT, true));
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

    private void createAtOnce() {
        UserStore store = holding();
        List<Future<User>> made = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            made.add(store.findOrCreate(TestEntries.PROJECT, "p", "s", null));
        }
        Future.all(made).await();
    }
}
