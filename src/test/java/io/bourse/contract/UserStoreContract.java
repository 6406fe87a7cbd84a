package io.bourse.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.fakes.TestEntries;
import io.bourse.user.LoginName;
import io.bourse.user.Profile;
import io.bourse.user.ReadOnlyUserStore;
import io.bourse.user.User;
import io.bourse.user.UserStore;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link UserStore} does. */
public abstract class UserStoreContract {

    private static final String PROJECT = TestEntries.PROJECT;

    /**
     * A store that holds these users, of the enabled project {@link TestEntries#PROJECT}, which has the providers p and
     * q for a client that is on, {@code off}, which is not on itself, and {@code orphan}, of no client that is on.
     */
    protected abstract UserStore holding(User... users);

    /** Links the user to a subject of this provider's. */
    protected abstract void link(UserStore store, User user, String provider);

    /** Makes the user one whom a service made. */
    protected abstract void madeByService(UserStore store, User user);

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
    void keepsTheProfile() {
        Profile profile = new Profile("Ada Lovelace", "en-GB", "Europe/London", true, true);
        User ada = new User(UUID.randomUUID().toString(), PROJECT, "ada", "ada@example.com", "phc", true, profile);
        UserStore store = holding(ada);

        assertThat(store.find(ada.id()).await()).contains(ada);
        assertThat(store.settled(ada.id()).await()).contains(ada);
        assertThat(store.findByLogin(PROJECT, LoginName.of("ada")).await()).contains(ada);
        assertThat(store.findByEmail(PROJECT, "ada@example.com").await()).contains(ada);
        assertThat(store.findOrLink(PROJECT, "p", "s", "ada@example.com").await())
                .contains(ada);
        assertThat(store.findByIdentity(PROJECT, "p", "s").await()).contains(ada);
    }

    /** It may say of its users what it likes, and knows the passwords that it gave them. */
    @Test
    void anAddressThatAServiceGaveAUserLinksNobody() {
        User ada = TestEntries.user("ada@example.com", "ada@example.com");
        UserStore store = holding(ada);
        madeByService(store, ada);

        assertThat(store.findByEmail(PROJECT, "ada@example.com").await()).isEmpty();
        assertThat(store.findOrLink(PROJECT, "p", "s", "ada@example.com").await())
                .isEmpty();
        assertThat(store.findByIdentity(PROJECT, "p", "s").await()).isEmpty();
        assertThat(store.findByLogin(PROJECT, LoginName.of("ada@example.com")).await())
                .contains(ada);
    }

    @Test
    void anAddressThatAProviderToldIsNoLogin() {
        User ada = TestEntries.user("ada", "ada@example.com");
        UserStore store = holding(ada);

        User stranger =
                store.findOrCreate(PROJECT, "p", "s", "ada@example.com").await().orElseThrow();
        User other =
                store.findOrCreate(PROJECT, "p", "t", "eve@example.com").await().orElseThrow();

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

        User made = store.findOrCreate(PROJECT, "p", "s", null).await().orElseThrow();

        assertThat(made.username()).isNull();
        assertThat(made.passwordHash()).isNull();
        assertThat(made.enabled()).isTrue();
        assertThat(store.findOrCreate(PROJECT, "p", "s", "later@example.com").await())
                .contains(made);
        assertThat(store.findByIdentity(PROJECT, "p", "s").await()).contains(made);
        assertThat(store.find(made.id()).await()).contains(made);
    }

    @Test
    void tellsIdentitiesApartByProviderAndExactSubject() {
        UserStore store = holding();
        User made = store.findOrCreate(PROJECT, "p", "s", null).await().orElseThrow();

        assertThat(store.findOrCreate(PROJECT, "q", "s", null)
                        .await()
                        .orElseThrow()
                        .id())
                .isNotEqualTo(made.id());
        assertThat(store.findOrCreate(PROJECT, "p", "S", null)
                        .await()
                        .orElseThrow()
                        .id())
                .isNotEqualTo(made.id());
        assertThat(store.findByIdentity(PROJECT, "p", "s ").await()).isEmpty();
        assertThat(store.findByIdentity("other", "p", "s").await()).isEmpty();
    }

    @Test
    void unlinksAUserFromOneProviderAndLeavesTheRest() {
        User ada = TestEntries.user("ada", "ada@example.com");
        UserStore store = holding(ada);
        for (String subject : List.of("s", "t")) {
            store.findOrLink(PROJECT, "p", subject, "ada@example.com").await();
        }
        store.findOrLink(PROJECT, "q", "s", "ada@example.com").await();
        User other = store.findOrCreate(PROJECT, "p", "u", null).await().orElseThrow();

        assertThat(store.unlink(ada.id(), "p").await()).isTrue();
        assertThat(store.unlink(ada.id(), "p").await()).isTrue();

        assertThat(store.findByIdentity(PROJECT, "p", "s").await()).isEmpty();
        assertThat(store.findByIdentity(PROJECT, "p", "t").await()).isEmpty();
        assertThat(store.findByIdentity(PROJECT, "q", "s").await()).contains(ada);
        assertThat(store.findByIdentity(PROJECT, "p", "u").await()).contains(other);
        assertThat(store.unlink(ada.id(), "q").await())
                .as("there is a password")
                .isTrue();
        assertThat(store.find(ada.id()).await()).contains(ada);
    }

    @Test
    void theLastWayInIsNotUnlinked() {
        UserStore store = holding();
        User made = store.findOrCreate(PROJECT, "p", "s", null).await().orElseThrow();

        assertThat(store.unlink(made.id(), "p").await()).isFalse();
        assertThat(store.unlink(made.id(), "q").await()).as("nothing is lost").isTrue();
        assertThat(store.unlink("nobody", "p").await()).isTrue();
        assertThat(new ReadOnlyUserStore(store).unlink(made.id(), "p").await()).isTrue();

        assertThat(store.findByIdentity(PROJECT, "p", "s").await()).contains(made);
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "orphan"})
    void aLinkByWhichNobodyCanLogInIsNoWayIn(String provider) {
        UserStore store = holding();
        User made =
                store.findOrCreate(PROJECT, "p", "s", "ada@example.com").await().orElseThrow();
        link(store, made, provider);

        assertThat(store.unlink(made.id(), "p").await()).isFalse();
        assertThat(store.findByIdentity(PROJECT, "p", "s").await()).contains(made);

        link(store, made, "q");
        assertThat(store.unlink(made.id(), "p").await()).isTrue();
    }

    @Test
    void aPasswordWithoutAUserNameIsNoWayIn() {
        User nameless = new User(UUID.randomUUID().toString(), PROJECT, null, "ada@example.com", "phc", true);
        UserStore store = holding(nameless);
        link(store, nameless, "p");

        assertThat(store.unlink(nameless.id(), "p").await()).isFalse();
    }

    @Test
    void manyAtOnceGetTheSameUser() {
        UserStore store = holding();
        List<Future<Optional<User>>> made = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            made.add(store.findOrCreate(PROJECT, "p", "s", null));
        }

        List<Optional<User>> users =
                Future.all(made).map(all -> all.<Optional<User>>list()).await();

        assertThat(users.get(0)).isPresent();
        assertThat(users).containsOnly(users.get(0));
    }

    @Test
    void linksTheUserWhoHasTheAddressHoweverItIsWritten() {
        User ada = TestEntries.user("ada", "Ada@Example.com");
        UserStore store = holding(ada, TestEntries.user("eve", "eve@example.com"));

        assertThat(store.findOrLink(PROJECT, "p", "s", "ada@example.COM").await())
                .contains(ada);
        assertThat(store.findByIdentity(PROJECT, "p", "s").await()).contains(ada);
        assertThat(store.findOrLink(PROJECT, "p", "s", "eve@example.com").await())
                .contains(ada);
    }

    @Test
    void findsWhomAnAddressWouldLink() {
        User ada = TestEntries.user("ada", "Ada@Example.com");
        User namedLikeHer = TestEntries.user("ada@example.com", null);
        UserStore store = holding(ada, namedLikeHer);
        store.findOrCreate(PROJECT, "q", "stranger", "eve@example.com").await();

        assertThat(store.findByEmail(PROJECT, "ada@example.COM").await()).contains(ada);
        assertThat(store.findByEmail(PROJECT, "eve@example.com").await()).isEmpty();
        assertThat(store.findByEmail(PROJECT, "ada").await()).isEmpty();
        assertThat(store.findByEmail("other", "ada@example.com").await()).isEmpty();
    }

    @Test
    void aStoreThatOnlyLooksMakesLinksAndChangesNobody() {
        User ada = TestEntries.user("ada", "ada@example.com");
        UserStore store = holding(ada);
        UserStore looking = new ReadOnlyUserStore(store);

        User made = looking.findOrCreate(PROJECT, "p", "s", "eve@example.com")
                .await()
                .orElseThrow();
        assertThat(made.id()).isEqualTo(ReadOnlyUserStore.NEW_ID);
        assertThat(looking.find(made.id()).await())
                .hasValueSatisfying(user -> assertThat(user.enabled()).isTrue());
        assertThat(looking.findOrLink(PROJECT, "p", "s", "ADA@example.com").await())
                .contains(ada);
        assertThat(looking.findOrLink(PROJECT, "p", "s", "eve@example.com").await())
                .isEmpty();
        looking.rehash(ada.id(), "phc", "dearer").await();

        assertThat(store.findByIdentity(PROJECT, "p", "s").await()).isEmpty();
        assertThat(store.find(made.id()).await()).isEmpty();
        assertThat(store.find(ada.id()).await()).contains(ada);

        User linked = store.findOrCreate(PROJECT, "p", "t", null).await().orElseThrow();
        assertThat(looking.findOrCreate(PROJECT, "p", "t", null).await()).contains(linked);
        assertThat(looking.findOrLink(PROJECT, "p", "t", "ada@example.com").await())
                .contains(linked);
    }

    @Test
    void linksNobodyElse() {
        User ada = TestEntries.user("ada", "ada@example.com");
        UserStore store = holding(ada, TestEntries.user("bob@example.com", null));
        store.findOrCreate(PROJECT, "q", "stranger", "eve@example.com").await();

        assertThat(store.findOrLink(PROJECT, "p", "s", "eve@example.com").await())
                .as("a provider's user")
                .isEmpty();
        assertThat(store.findOrLink(PROJECT, "p", "s", "bob@example.com").await())
                .as("a user name")
                .isEmpty();
        assertThat(store.findOrLink(PROJECT, "p", "s", "ada").await())
                .as("no address")
                .isEmpty();
        assertThat(store.findOrLink("other", "p", "s", "ada@example.com").await())
                .as("another project")
                .isEmpty();
        assertThat(store.findByIdentity(PROJECT, "p", "s").await()).isEmpty();
    }

    /** Letters that fold into others: the Kelvin sign, full width, a ligature, the dotless and the dotted i. */
    @Test
    void linksNobodyByAnAddressThatOnlyFoldsIntoTheirs() {
        User kate = TestEntries.user("kate", "Kate@example.com");
        User fiona = TestEntries.user("fiona", "fiona@example.com");
        User kelvin = TestEntries.user("kelvin", "\u212Aelvin@example.com");
        UserStore store = holding(kate, fiona, kelvin);

        for (String email : List.of(
                "\u212Aate@example.com",
                "kate@\uFF45xample.com",
                "\uFB01ona@example.com",
                "f\u0130ona@example.com",
                " kate@example.com",
                "kelvin@example.com",
                "\u212Aelvin@example.com")) {
            assertThat(store.findByEmail(PROJECT, email).await()).as(email).isEmpty();
            assertThat(store.findOrLink(PROJECT, "p", "s", email).await())
                    .as(email)
                    .isEmpty();
        }
        assertThat(store.findByIdentity(PROJECT, "p", "s").await()).isEmpty();
        assertThat(store.findOrLink(PROJECT, "p", "s", "kATE@example.com").await())
                .contains(kate);
    }

    @Test
    void manyAtOnceAreLinkedToTheSameUser() {
        User ada = TestEntries.user("ada", "ada@example.com");
        UserStore store = holding(ada);
        List<Future<Optional<User>>> linked = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            linked.add(store.findOrLink(PROJECT, "p", "s", "ada@example.com"));
        }

        List<Optional<User>> users =
                Future.all(linked).map(all -> all.<Optional<User>>list()).await();

        assertThat(users).containsOnly(Optional.of(ada));
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
