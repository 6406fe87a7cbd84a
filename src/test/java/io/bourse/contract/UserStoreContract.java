package io.bourse.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.fakes.TestEntries;
import io.bourse.user.LoginName;
import io.bourse.user.User;
import io.bourse.user.UserStore;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every {@link UserStore} does. */
public abstract class UserStoreContract {

    private static final String PROJECT = TestEntries.PROJECT;

    /** A store that holds these users, of the enabled project {@link TestEntries#PROJECT}. */
    protected abstract UserStore holding(User... users);

    @Test
    void findsAUserById() {
        User ada = TestEntries.user("ada", "ada@example.com");
        UserStore store = holding(ada);

        assertThat(store.find(ada.id()).await()).contains(ada);
        assertThat(store.find(UUID.randomUUID().toString()).await()).isEmpty();
        assertThat(store.find("ada").await()).isEmpty();
        assertThat(store.find("1-1-1-1-1").await()).isEmpty();
    }

    @Test
    void findsAUserByNameOrAddressHoweverTyped() {
        User ada = TestEntries.user("Ada", "Ada@Example.com");
        UserStore store = holding(ada);

        assertThat(store.findByLogin(PROJECT, LoginName.of(" aDA ")).await()).contains(ada);
        assertThat(store.findByLogin(PROJECT, LoginName.of("ada@example.COM")).await())
                .contains(ada);
        assertThat(store.findByLogin(PROJECT, LoginName.of("eve")).await()).isEmpty();
        assertThat(store.findByLogin("other", LoginName.of("ada")).await()).isEmpty();
    }

    @Test
    void anAddressThatAProviderToldIsNoLogin() {
        User ada = TestEntries.user("ada", "ada@example.com");
        UserStore store = holding(ada);

        User stranger = store.findOrCreate(PROJECT, "p", "s", "ada@example.com").await();
        User other = store.findOrCreate(PROJECT, "p", "t", "eve@example.com").await();

        assertThat(stranger.id()).isNotEqualTo(ada.id());
        assertThat(store.findByLogin(PROJECT, LoginName.of("ada@example.com")).await())
                .contains(ada);
        assertThat(store.findByLogin(PROJECT, LoginName.of("eve@example.com")).await())
                .isEmpty();
        assertThat(other.email()).isEqualTo("eve@example.com");
    }

    @Test
    void makesAUserForAnIdentityOnce() {
        UserStore store = holding();

        User made = store.findOrCreate(PROJECT, "p", "s", null).await();

        assertThat(made.username()).isNull();
        assertThat(made.passwordHash()).isNull();
        assertThat(made.enabled()).isTrue();
        assertThat(store.findOrCreate(PROJECT, "p", "s", "later@example.com").await())
                .isEqualTo(made);
        assertThat(store.findByIdentity(PROJECT, "p", "s").await()).contains(made);
        assertThat(store.find(made.id()).await()).contains(made);
    }

    @Test
    void tellsIdentitiesApartByProviderAndExactSubject() {
        UserStore store = holding();
        User made = store.findOrCreate(PROJECT, "p", "s", null).await();

        assertThat(store.findOrCreate(PROJECT, "q", "s", null).await().id()).isNotEqualTo(made.id());
        assertThat(store.findOrCreate(PROJECT, "p", "S", null).await().id()).isNotEqualTo(made.id());
        assertThat(store.findByIdentity(PROJECT, "p", "s ").await()).isEmpty();
        assertThat(store.findByIdentity("other", "p", "s").await()).isEmpty();
    }

    @Test
    void manyAtOnceGetTheSameUser() {
        UserStore store = holding();
        List<Future<User>> made = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            made.add(store.findOrCreate(PROJECT, "p", "s", null));
        }

        List<User> users = Future.all(made).map(all -> all.<User>list()).await();

        assertThat(users).extracting(User::id).containsOnly(users.get(0).id());
    }

    @Test
    void rehashesOnlyTheHashThatWasVerified() {
        User ada = TestEntries.user("ada", null);
        UserStore store = holding(ada);

        store.rehash(ada.id(), "another", "stolen").await();
        assertThat(store.find(ada.id()).await().orElseThrow().passwordHash()).isEqualTo("phc");

        store.rehash(ada.id(), "phc", "dearer").await();
        assertThat(store.find(ada.id()).await().orElseThrow().passwordHash()).isEqualTo("dearer");
    }
}
