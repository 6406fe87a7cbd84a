package io.bourse.service;

import static io.bourse.fakes.ClientBuilder.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bourse.changelog.ChangeLog;
import io.bourse.client.Client;
import io.bourse.client.Project;
import io.bourse.crypto.Computation;
import io.bourse.crypto.MasterKeys;
import io.bourse.crypto.PasswordCost;
import io.bourse.crypto.PasswordHasher;
import io.bourse.crypto.Secrets;
import io.bourse.db.StoreException;
import io.bourse.entry.Apply;
import io.bourse.entry.EntryFile;
import io.bourse.entry.PgCatalog;
import io.bourse.entry.PgRegistry;
import io.bourse.entry.SecretForms;
import io.bourse.fakes.OpenDatabase;
import io.bourse.fakes.RegistryRows;
import io.bourse.oauth.GrantType;
import io.bourse.provider.ProviderSecrets;
import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Services and users as entries of their project: nobody's change is lost, and no text becomes endless. */
class ServiceRegistryIT {

    private static final String PROJECT = "sso";

    @RegisterExtension
    final OpenDatabase postgres = new OpenDatabase();

    private final SecureRandom random = new SecureRandom();
    private RegistryRows rows;
    private PasswordHasher hasher;
    private PgServices services;
    private ServiceRegistry registry;
    private ProjectEntries entries;

    @BeforeEach
    void wire() {
        rows = new RegistryRows(postgres.database());
        rows.put(new Project(PROJECT, true));
        hasher = new PasswordHasher(postgres.vertx(), "passwords", 1, 10, new PasswordCost(8, 1, 1), random);
        ChangeLog log = new ChangeLog(postgres.pool(), change -> {});
        MasterKeys keys = MasterKeys.parse(MasterKeys.generate(random), random);
        Apply apply = new Apply(
                EntryFile.ofCallers(),
                new PgRegistry(postgres.pool(), log),
                new SecretForms(hasher, new ProviderSecrets(keys), new Secrets(random)),
                UUID::randomUUID);
        PgCatalog catalog = new PgCatalog(postgres.pool(), log);
        services = new PgServices(postgres.pool());
        registry = new ServiceRegistry(
                apply, Computation.onWorkers(postgres.vertx()), catalog, services, UUID::randomUUID, PROJECT);
        entries = new ProjectEntries(apply, catalog, PROJECT);
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
        services.create(id, id, "https://service.example.com", null).await();
    }

    private static ServiceDraft draft(boolean exchanging) {
        return new ServiceDraft("one more", "https://service.example.com", null, true, exchanging);
    }

    @Test
    void aServiceExchangesWithSoManyOthersAtMost() {
        for (int i = 0; i < TooManyServicesException.MOST; i++) {
            service("service-" + i);
        }
        ServiceCreation made = registry.create(draft(true)).await();
        assertThat(made.changes()).hasSize(1 + 2 * TooManyServicesException.MOST);

        assertThatExceptionOfType(TooManyServicesException.class)
                .isThrownBy(() -> registry.create(draft(true)).await())
                .withMessageContaining("--no-exchange");

        assertThat(registry.create(draft(false)).await().changes()).hasSize(1);
    }

    @Test
    void whatSomebodyElseChangesMeanwhileIsKept() {
        service("shop");
        AtomicInteger asked = new AtomicInteger();

        boolean there = entries.edit("clients", "shop", entry -> {
                    if (asked.getAndIncrement() == 0) {
                        postgres.database()
                                .execute("UPDATE client SET entry = jsonb_set(entry, '{serves}', '[\"urn:changed\"]')");
                    }
                    return entry.put("enabled", false);
                })
                .await();

        assertThat(there).isTrue();
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
                .isThrownBy(() -> entries.edit("clients", "shop", entry -> {
                            postgres.database()
                                    .execute("UPDATE client SET entry = jsonb_set(entry, '{serves}', '[\"urn:"
                                            + asked.incrementAndGet() + "\"]')");
                            return entry.put("enabled", false);
                        })
                        .await());
    }

    @Test
    void entriesOfOtherProjectsAreNotThere() {
        rows.put(new Project("elsewhere", true));
        rows.put(client("demo").project("elsewhere").build());

        assertThat(entries.edit("clients", "demo", entry -> entry.put("enabled", false))
                        .await())
                .isFalse();
        assertThat(entries.find("clients", "demo").await()).isEmpty();
    }

    @Test
    void ofAServiceOnlyWhatIsGivenIsChanged() {
        service("shop");
        ServiceProfile before = services.find("shop").await().orElseThrow();

        registry.change(before, null, "renamed", null, null).await();
        registry.change(before, null, null, "https://moved.example.com", null).await();

        ServiceProfile after = services.find("shop").await().orElseThrow();
        assertThat(after.name()).isEqualTo("renamed");
        assertThat(after.url()).isEqualTo("https://moved.example.com");
    }
}
