package io.bourse.service;

import static io.bourse.fakes.ClientBuilder.client;
import static io.bourse.fakes.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bourse.changelog.ChangeLog;
import io.bourse.client.Client;
import io.bourse.client.Project;
import io.bourse.crypto.Computation;
import io.bourse.crypto.MasterKeys;
import io.bourse.crypto.PasswordCost;
import io.bourse.crypto.PasswordHasher;
import io.bourse.crypto.Secrets;
import io.bourse.db.Database;
import io.bourse.db.StoreException;
import io.bourse.entry.Applied;
import io.bourse.entry.Apply;
import io.bourse.entry.EntryFile;
import io.bourse.entry.PgCatalog;
import io.bourse.entry.PgRegistry;
import io.bourse.entry.Removal;
import io.bourse.entry.SecretForms;
import io.bourse.fakes.OpenDatabase;
import io.bourse.fakes.RegistryRows;
import io.bourse.oauth.GrantType;
import io.bourse.provider.ProviderSecrets;
import io.bourse.user.PgUserStore;
import io.bourse.user.Profile;
import io.bourse.user.User;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Services and users as entries of their project: nobody's change is lost, and no text becomes endless. */
class ServiceRegistryIT {

    private static final String PROJECT = "sso";
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final String WAITING = "SELECT count(*) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND wait_event_type = 'Lock' AND wait_event = 'advisory'";

    @RegisterExtension
    final OpenDatabase postgres = new OpenDatabase();

    private final SecureRandom random = new SecureRandom();
    private RegistryRows rows;
    private PasswordHasher hasher;
    private ChangeLog log;
    private Runnable onceCommitted = () -> {};
    private PgServices services;
    private ServiceRegistry registry;
    private AccountRegistry accounts;
    private ProjectEntries entries;

    @BeforeEach
    void wire() {
        rows = new RegistryRows(postgres.database());
        rows.put(new Project(PROJECT, true));
        hasher = new PasswordHasher(postgres.vertx(), "passwords", 1, 10, new PasswordCost(8, 1, 1), random);
        log = new ChangeLog(postgres.pool(), change -> onceCommitted.run());
        PgCatalog catalog = new PgCatalog(postgres.pool(), log);
        services = new PgServices(postgres.pool(), PROJECT);
        registry = registry(postgres.pool(), log);
        entries = new ProjectEntries(apply(postgres.pool(), log), catalog, PROJECT);
        accounts = new AccountRegistry(
                apply(postgres.pool(), log),
                catalog,
                new PgAccounts(postgres.pool(), PROJECT),
                new PgUserStore(postgres.pool(), log),
                PROJECT);
    }

    private Apply apply(Database pool, ChangeLog changes) {
        MasterKeys keys = MasterKeys.parse(MasterKeys.generate(random), random);
        return new Apply(
                EntryFile.ofCallers(),
                new PgRegistry(pool, changes),
                new SecretForms(hasher, new ProviderSecrets(keys), new Secrets(random)),
                UUID::randomUUID);
    }

    private ServiceRegistry registry(Database pool, ChangeLog changes) {
        return new ServiceRegistry(
                apply(pool, changes),
                Computation.onWorkers(postgres.vertx()),
                new PgCatalog(pool, changes),
                new PgServices(pool, PROJECT),
                new PgKeys(pool, changes, new KeyValues(random), UUID::randomUUID),
                UUID::randomUUID);
    }

    @AfterEach
    void close() {
        hasher.close().await();
    }

    private void service(String id) {
        rows.put(client(id)
                .project(PROJECT)
                .authentication(Client.Authentication.SERVICE_KEY)
                .secrets()
                .grants(GrantType.REFRESH_TOKEN, GrantType.TOKEN_EXCHANGE)
                .scopes("sso")
                .audiences("urn:uuid:" + id)
                .build());
        ServiceDraft draft = new ServiceDraft(id, "https://service.example.com", null, true, true);
        log.write(transaction -> services.create(transaction, id, draft)).await();
    }

    private static ServiceDraft draft(boolean exchanging) {
        return new ServiceDraft("one more", "https://service.example.com", null, true, exchanging);
    }

    private Optional<Applied> edit(String client, UnaryOperator<ObjectNode> change) {
        return entries.edit("clients", client, change, (transaction, applied) -> Future.succeededFuture(applied))
                .await();
    }

    @Test
    void aServiceExchangesWithSoManyOthersAtMost() {
        for (int i = 0; i < TooManyServicesException.MOST; i++) {
            service("service-" + i);
        }
        ServiceCreation made = registry.createWithKey(draft(true)).await();
        assertThat(made.changes()).hasSize(1 + 2 * TooManyServicesException.MOST);

        assertThatExceptionOfType(TooManyServicesException.class)
                .isThrownBy(() -> registry.create(draft(true)).await())
                .withMessageContaining("--no-exchange");

        assertThat(registry.createWithKey(draft(false)).await().changes()).hasSize(1);
    }

    @Test
    void servicesThatAreMadeAtOnceExchangeWithEachOther() {
        int many = 12;
        Database other = postgres.database().open(postgres.vertx(), many);
        ServiceRegistry elsewhere = registry(other, new ChangeLog(other, change -> {}));

        List<Future<ServiceProfile>> making = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            making.add((i % 2 == 0 ? registry : elsewhere).create(draft(true)));
        }
        Future.all(making).await();
        other.close().await();

        assertThat(postgres.database().number("SELECT count(*) FROM exchange")).isEqualTo((long) many * (many - 1));
        assertThat(postgres.database().number("SELECT count(*) FROM service")).isEqualTo(many);
    }

    @Test
    void aServiceThatCannotBeKeptLeavesNoEntry() {
        postgres.database().execute("ALTER TABLE service RENAME COLUMN url TO elsewhere");

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> registry.create(draft(false)).await());

        assertThat(postgres.database().number("SELECT count(*) FROM client")).isZero();
    }

    @Test
    void aServiceWhoseKeyCannotBeKeptIsNotMade() {
        postgres.database().execute("ALTER TABLE service_key RENAME TO gone");

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> registry.createWithKey(draft(false)).await());

        assertThat(postgres.database().number("SELECT count(*) FROM client")).isZero();
        assertThat(postgres.database().number("SELECT count(*) FROM service")).isZero();
    }

    @Test
    void aServiceIsRemovedWithTheExchangesThatAreThereWhenNobodyElseWritesEntries() throws Exception {
        String id = registry.create(draft(true)).await().id();
        String late = registry.create(draft(false)).await().id();
        Future<Removal> removing;
        try (Connection other = postgres.database().connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT pg_advisory_xact_lock(7240518269011)");
            removing = registry.delete(id);
            eventually("the removal waits", DEADLINE, () -> postgres.database().number(WAITING) > 0);
            statement.execute("INSERT INTO exchange (id, client, entry) VALUES ('sso:" + late + ":" + id + "', '" + id
                    + "', '{}')");
            other.commit();
        }

        assertThat(removing.await()).isEqualTo(new Removal.Removed("- client " + id + " with 1 exchange"));
    }

    private static NewAccount ada() {
        return new NewAccount("ada@example.com", true, new Profile("Ada", "en", "Etc/UTC", false, false), null);
    }

    @Test
    void whatFailsAfterTheCommitTakesNoAnswerAway() {
        service("shop");
        onceCommitted = () -> postgres.database().execute("ALTER TABLE app_user RENAME TO gone");
        Account made = accounts.create(ada(), "shop").await();
        onceCommitted = () -> {};
        postgres.database().execute("ALTER TABLE gone RENAME TO app_user");

        onceCommitted = () -> postgres.database().execute("ALTER TABLE app_user RENAME TO gone");
        AccountChange change = new AccountChange("Ada King", null, null, null, null, null, null);
        Account changed =
                accounts.change(made.user().id(), change, "shop").await().orElseThrow();

        assertThat(made.user().profile().name()).isEqualTo("Ada");
        assertThat(changed.user().profile().name()).isEqualTo("Ada King");
    }

    /** The provider says what the address is, and nobody logs in with it: the domain is none. */
    @Test
    void whoeverAProviderMadeIsSwitchedOffWhateverTheAddressIs() {
        User linked = new User(UUID.randomUUID().toString(), PROJECT, null, "ada@build_1.example", null, true);
        rows.put(linked);

        Account changed = accounts.change(
                        linked.id(), new AccountChange(null, false, null, null, null, null, null), null)
                .await()
                .orElseThrow();

        assertThat(changed.user().enabled()).isFalse();
        assertThat(changed.user().email()).isEqualTo(linked.email());
    }

    @Test
    void aUserWhoseMakerCannotBeKeptIsNotMade() {
        service("shop");
        postgres.database().execute("ALTER TABLE service_account RENAME TO gone");
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> accounts.create(ada(), "shop").await());
        postgres.database().execute("ALTER TABLE gone RENAME TO service_account");

        Account again = accounts.create(ada(), "shop").await();

        assertThat(postgres.database()
                        .number("SELECT count(*) FROM service_account WHERE service = 'shop' AND user_id = '"
                                + again.user().id() + "'"))
                .isEqualTo(1);
    }

    /** Otherwise a provider's users could be linked to one whose password the service knows. */
    @Test
    void aUserWhoseMakerIsGoneMeanwhileIsStillOneWhomAServiceMade() {
        Account made = accounts.create(ada(), "gone").await();

        assertThat(postgres.database()
                        .number("SELECT count(*) FROM service_account WHERE service IS NULL AND user_id = '"
                                + made.user().id() + "'"))
                .isEqualTo(1);
    }

    @Test
    void whatSomebodyElseChangesMeanwhileIsKept() {
        service("shop");
        AtomicInteger asked = new AtomicInteger();

        Optional<Applied> done = edit("shop", entry -> {
            if (asked.getAndIncrement() == 0) {
                postgres.database()
                        .execute("UPDATE client SET entry = jsonb_set(entry, '{serves}', '[\"urn:changed\"]')");
            }
            return entry.put("enabled", false);
        });

        assertThat(done).isPresent();
        assertThat(asked).hasValue(2);
        assertThat(postgres.database()
                        .number("SELECT count(*) FROM client WHERE entry -> 'serves' @> '[\"urn:changed\"]'"
                                + " AND entry ->> 'enabled' = 'false'"))
                .isEqualTo(1);
    }

    @Test
    void whoeverIsAlwaysTooLateIsToldSo() {
        service("shop");
        AtomicInteger asked = new AtomicInteger();

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> edit("shop", entry -> {
                    postgres.database()
                            .execute("UPDATE client SET entry = jsonb_set(entry, '{serves}', '[\"urn:"
                                    + asked.incrementAndGet() + "\"]')");
                    return entry.put("enabled", false);
                }));
    }

    @Test
    void entriesOfOtherProjectsAreNotThere() {
        rows.put(new Project("elsewhere", true));
        rows.put(client("demo").project("elsewhere").build());

        assertThat(edit("demo", entry -> entry.put("enabled", false))).isEmpty();
        assertThat(entries.find("clients", "demo").await()).isEmpty();
    }

    @Test
    void ofAServiceOnlyWhatIsGivenIsChanged() {
        service("shop");

        registry.change("shop", new ServiceChange(null, "renamed", null, null)).await();
        ServiceProfile after = registry.change(
                        "shop", new ServiceChange(false, null, "https://moved.example.com", null))
                .await()
                .orElseThrow();

        assertThat(after.enabled()).isFalse();
        assertThat(services.find("shop").await()).contains(after);
        assertThat(after.name()).isEqualTo("renamed");
        assertThat(after.url()).isEqualTo("https://moved.example.com");
    }

    @Test
    void whatIsAskedOfAServiceIsDoneThoughSomebodyElseAskedForTheContraryMeanwhile() {
        service("shop");

        registry.change("shop", new ServiceChange(false, null, null, null)).await();
        ServiceProfile after = registry.change("shop", new ServiceChange(true, "renamed", null, null))
                .await()
                .orElseThrow();

        assertThat(after.enabled()).isTrue();
        assertThat(services.find("shop").await()).contains(after);
    }

    @Test
    void ofAServiceOfAnotherProjectNothingIsChanged() {
        service("shop");
        rows.put(new Project("elsewhere", true));
        postgres.database().execute("UPDATE client SET project = 'elsewhere'");

        assertThat(registry.change("shop", new ServiceChange(null, "renamed", null, null))
                        .await())
                .isEmpty();
        assertThat(registry.change("shop", new ServiceChange(false, "renamed", null, null))
                        .await())
                .isEmpty();
    }
}
