package io.bourse.service;

import static io.bourse.fakes.ClientBuilder.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bourse.changelog.Change;
import io.bourse.changelog.Change.Revoked;
import io.bourse.changelog.Change.RevokedKind;
import io.bourse.changelog.ChangeLog;
import io.bourse.client.Client;
import io.bourse.client.Project;
import io.bourse.config.Secret;
import io.bourse.db.StoreException;
import io.bourse.fakes.Eventually;
import io.bourse.fakes.OpenDatabase;
import io.bourse.fakes.RegistryRows;
import io.bourse.fakes.TestEntries;
import io.bourse.user.User;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PgKeysIT {

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    @RegisterExtension
    final OpenDatabase postgres = new OpenDatabase();

    private final List<Change> changes = new CopyOnWriteArrayList<>();
    private final Client shop = client("shop").build();
    private final User ada = TestEntries.user("ada", "ada@example.com");
    private PgKeys keys;

    @BeforeEach
    void register() {
        RegistryRows rows = new RegistryRows(postgres.database());
        rows.put(new Project(TestEntries.PROJECT, true));
        rows.put(shop);
        rows.put(ada);
        ChangeLog log = new ChangeLog(postgres.pool(), changes::add);
        ServiceDraft draft = new ServiceDraft("the shop", "https://shop.example.com", null, true, true);
        log.write(transaction ->
                        new PgServices(postgres.pool(), TestEntries.PROJECT).create(transaction, "shop", draft))
                .await();
        keys = new PgKeys(postgres.pool(), log, new KeyValues(new SecureRandom()), UUID::randomUUID);
    }

    private CreatedKey make(KeyType type, String service, User user) {
        return keys.create(key(type, service, user)).await().orElseThrow();
    }

    private static NewKey key(KeyType type, String service, User user) {
        return new NewKey(type, "a key", true, service, user == null ? null : UUID.fromString(user.id()));
    }

    private Key token() {
        return make(KeyType.TOKEN, "shop", ada).key();
    }

    private boolean assigned() {
        return keys.isAssigned(ada.id(), shop.id()).await();
    }

    private List<Change> revoked() {
        return changes.stream().filter(Revoked.class::isInstance).toList();
    }

    private void endedAdaAtTheShopOnce() {
        assertThat(revoked()).singleElement().satisfies(change -> {
            assertThat(((Revoked) change).kind()).isEqualTo(RevokedKind.USER_AT_CLIENT);
            assertThat(((Revoked) change).ref()).isEqualTo(ada.id() + " shop");
        });
        assertThat(postgres.database()
                        .number("SELECT count(*) FROM change_log WHERE kind = 'user_at_client'"
                                + " OR kind = 'USER_AT_CLIENT'"))
                .isEqualTo(1);
    }

    @Test
    void aKeyIsFoundByItsValueAsItIsNow() {
        CreatedKey made = make(KeyType.KEY, "shop", null);

        assertThat(keys.find(made.value()).await()).contains(made.key());
        assertThat(keys.find(new Secret("ANOTHERVALUE")).await()).isEmpty();
        assertThat(postgres.database()
                        .number("SELECT count(*) FROM service_key WHERE value_hash = '"
                                + made.value().reveal() + "'"))
                .isZero();

        keys.change(UUID.fromString(made.key().id()), new KeyChange(null, false, null))
                .await();
        assertThat(keys.find(made.value()).await()).map(Key::isActive).contains(false);
        keys.change(UUID.fromString(made.key().id()), new KeyChange(null, true, true))
                .await();
        assertThat(keys.find(made.value()).await()).map(Key::isActive).contains(false);
    }

    @Test
    void keysOfUsersAndRootKeysAreNoServices() {
        assertThat(make(KeyType.KEY, "shop", null).key().isOfService()).isTrue();
        assertThat(make(KeyType.KEY, "shop", ada).key().isOfService()).isFalse();
        assertThat(make(KeyType.KEY, null, null).key()).matches(Key::isRoot).matches(key -> !key.isOfService());
    }

    @Test
    void anActiveTokenKeyAssignsTheUser() {
        assertThat(assigned()).isFalse();
        make(KeyType.KEY, "shop", ada);
        assertThat(assigned()).isFalse();

        make(KeyType.TOKEN, "shop", ada);

        assertThat(assigned()).isTrue();
        assertThat(keys.isAssigned(UUID.randomUUID().toString(), shop.id()).await())
                .isFalse();
    }

    /** What a transaction did before it ended counts from before its end: whoever asked meanwhile must not go by the old. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE service_key SET revoked = true",
                "UPDATE service_key SET enabled = false",
                "DELETE FROM service_key"
            })
    void whoAsksWhileTheKeyIsChangedHearsWhatCameOfIt(String change) throws SQLException {
        token();
        try (Connection other = postgres.database().connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute(change);
            Future<Boolean> asked = keys.isAssigned(ada.id(), shop.id());
            Eventually.eventually("it waits", DEADLINE, () -> asked.isComplete() || isSomebodyWaiting());

            other.commit();

            assertThat(asked.await()).isFalse();
        }
    }

    private boolean isSomebodyWaiting() {
        return postgres.database()
                        .number("SELECT count(*) FROM pg_stat_activity"
                                + " WHERE datname = current_database() AND wait_event_type = 'Lock'")
                > 0;
    }

    @Test
    void whatMakesItInactiveEndsTheUsersTokensThere() {
        Key token = token();

        keys.change(UUID.fromString(token.id()), new KeyChange("renamed", null, null))
                .await();
        assertThat(revoked()).isEmpty();
        keys.change(UUID.fromString(token.id()), KeyChange.REVOKED).await();

        assertThat(assigned()).isFalse();
        endedAdaAtTheShopOnce();
        keys.change(UUID.fromString(token.id()), KeyChange.REVOKED).await();
        keys.delete(UUID.fromString(token.id())).await();
        endedAdaAtTheShopOnce();
    }

    @Test
    void soDoesItsRemoval() {
        Key token = token();

        assertThat(keys.delete(UUID.fromString(token.id())).await()).isTrue();
        assertThat(keys.delete(UUID.fromString(token.id())).await()).isFalse();

        endedAdaAtTheShopOnce();
    }

    @Test
    void theEndOfAnotherKeyEndsNothing() {
        token();
        Key other = make(KeyType.KEY, "shop", ada).key();

        keys.change(UUID.fromString(other.id()), KeyChange.REVOKED).await();

        assertThat(revoked()).isEmpty();
        assertThat(assigned()).isTrue();
    }

    @Test
    void ofManyAtOnceOneTokenKeyIsMade() {
        List<Future<Optional<CreatedKey>>> made = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            made.add(keys.create(key(KeyType.TOKEN, "shop", ada)));
        }

        List<Optional<CreatedKey>> outcomes =
                Future.all(made).map(all -> all.<Optional<CreatedKey>>list()).await();

        assertThat(outcomes).filteredOn(Optional::isPresent).hasSize(1);
    }

    @Test
    void aSecondOneCannotBeSwitchedOn() {
        token();
        NewKey spare = new NewKey(KeyType.TOKEN, "spare", false, "shop", UUID.fromString(ada.id()));
        UUID id = UUID.fromString(keys.create(spare).await().orElseThrow().key().id());

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(
                        () -> keys.change(id, new KeyChange(null, true, null)).await())
                .satisfies(failure -> assertThat(failure.sqlState()).contains("23505"));
        assertThat(revoked()).isEmpty();
    }

    @Test
    void keysGoWithTheirUserAndTheirService() {
        token();
        make(KeyType.KEY, "shop", null);

        postgres.database().execute("DELETE FROM app_user");
        assertThat(postgres.database().number("SELECT count(*) FROM service_key"))
                .isEqualTo(1);
        postgres.database().execute("DELETE FROM client");
        assertThat(postgres.database().number("SELECT count(*) FROM service_key"))
                .isZero();
        assertThat(postgres.database().number("SELECT count(*) FROM service")).isZero();
    }
}
