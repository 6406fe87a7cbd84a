package io.bourse.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.changelog.Change;
import io.bourse.changelog.Change.EntryChanged;
import io.bourse.changelog.Change.EntryKind;
import io.bourse.changelog.Change.Revoked;
import io.bourse.changelog.Change.RevokedKind;
import io.bourse.changelog.ChangeFollower;
import io.bourse.changelog.ChangeLog;
import io.bourse.crypto.MasterKeys;
import io.bourse.crypto.PasswordCost;
import io.bourse.crypto.PasswordHasher;
import io.bourse.crypto.Secrets;
import io.bourse.entry.Removal.Needed;
import io.bourse.entry.Removal.Removed;
import io.bourse.entry.Removal.Unknown;
import io.bourse.fakes.OpenDatabase;
import io.bourse.provider.ProviderSecrets;
import io.bourse.user.PgLoginAttempts;
import io.bourse.user.PgUserStore;
import io.bourse.user.User;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Entries one by one: in pages, and removed with all that came from them. */
class CatalogIT {

    private static final String ENTRIES = """
            projects: [{id: p}]
            clients:
              - {id: api, secret: generate, serves: [a], grants: [token-exchange], scopes: [read]}
              - {id: web, secret: generate, scopes: [read], may_act: api}
              - {id: pod, authentication: provider_jwt, identity: {provider: cluster, subject: s}}
            users:
              - {username: ada, password: correct horse}
            providers:
              - id: idp
                clients: [web]
                provisioning: create
                jwks: {issuer: 'https://i.example', jwks_uri: 'https://i.example/k', algorithms: [RS256], audience: [us]}
              - id: cluster
                clients: [pod]
                subject: {kind: workload}
                jwks: {issuer: 'https://c.example', jwks_uri: 'https://c.example/k', algorithms: [RS256], audience: [us]}
            exchanges:
              - {id: e, client: api, subject: {client: web}, targets: [t], scopes: [read]}
            targets:
              - {id: a, scopes: [read]}
              - {id: t}
              - {id: idle, resources: ['urn:idle'], scopes: [read], enabled: false}
            """;

    @RegisterExtension
    final OpenDatabase postgres = new OpenDatabase();

    private final SecureRandom random = new SecureRandom();
    private final List<Change> heard = new CopyOnWriteArrayList<>();
    private PasswordHasher hasher;
    private Apply apply;
    private PgCatalog catalog;

    @BeforeEach
    void wire() {
        hasher = new PasswordHasher(postgres.vertx(), "passwords", 2, 10, new PasswordCost(8, 1, 1), random);
        ChangeLog log = new ChangeLog(postgres.pool(), heard::add);
        MasterKeys keys = MasterKeys.parse(MasterKeys.generate(random), random);
        apply = new Apply(
                EntryFile.ofCallers(),
                new PgRegistry(postgres.pool(), log),
                new SecretForms(hasher, new ProviderSecrets(keys), new Secrets(random)),
                UUID::randomUUID);
        catalog = new PgCatalog(postgres.pool(), log);
        apply(ENTRIES);
    }

    @AfterEach
    void close() {
        hasher.close().await();
    }

    private Applied apply(String text) {
        Applied applied = apply.run("f", text, false).await();
        return applied;
    }

    private Removal remove(String section, String id) {
        heard.clear();
        return catalog.remove(section, id, false).await();
    }

    private Optional<String> shown(String section, String id) {
        return catalog.find(section, id).await().map(Object::toString);
    }

    private PgUserStore users() {
        return new PgUserStore(postgres.pool(), new ChangeLog(postgres.pool(), change -> {}));
    }

    private String ada() {
        return catalog.usersNamed("ADA", null).await().keySet().iterator().next();
    }

    @ParameterizedTest
    @CsvSource({
        "projects,p,client api;client pod;client web;provider cluster;provider idp;user ada",
        "clients,web,exchange e;provider idp",
        "clients,api,client web;exchange e",
        "clients,pod,provider cluster",
        "providers,cluster,client pod",
        "targets,a,client api",
        "targets,t,exchange e"
    })
    void whatOthersNameStays(String section, String id, String by) {
        assertThat(remove(section, id)).isEqualTo(new Needed(List.of(by.split(";"))));

        assertThat(heard).isEmpty();
        assertThat(shown(section, id)).isPresent();
    }

    @Test
    void aProviderThatLogsInTheUsersOfAClientStays() {
        apply("""
                clients: [{id: app, project: p, authentication: none, login_provider: logins}]
                providers:
                  - id: logins
                    project: p
                    clients: [app]
                    jwks: {issuer: 'https://l.example', jwks_uri: 'https://l.example/k', algorithms: [RS256], audience: [us]}
                """);

        assertThat(remove("providers", "logins")).isEqualTo(new Needed(List.of("client app")));
        apply("clients: [{id: app, project: p, authentication: none}]");
        assertThat(remove("providers", "logins")).isEqualTo(new Removed("- provider logins"));
    }

    @Test
    void everythingGoesInTheRightOrderAndEndsWhatCameFromIt() {
        assertThat(remove("exchanges", "e")).isEqualTo(new Removed("- exchange e"));
        ended(EntryKind.EXCHANGE, "e", RevokedKind.EXCHANGE);
        apply(ENTRIES.substring(ENTRIES.indexOf("clients:"), ENTRIES.indexOf("users:"))
                        .replace("{id: pod,", "{id: pod, enabled: false,")
                + ENTRIES.substring(ENTRIES.indexOf("providers:"), ENTRIES.indexOf("exchanges:"))
                        .replace("[pod]", "[]"));
        assertThat(remove("clients", "pod")).isEqualTo(new Removed("- client pod"));
        ended(EntryKind.CLIENT, "pod", RevokedKind.CLIENT);
        assertThat(remove("providers", "cluster")).isEqualTo(new Removed("- provider cluster"));
        assertThat(remove("providers", "idp")).isEqualTo(new Removed("- provider idp"));
        ended(EntryKind.PROVIDER, "idp", RevokedKind.PROVIDER);
        assertThat(remove("clients", "web")).isEqualTo(new Removed("- client web"));
        assertThat(remove("clients", "api")).isEqualTo(new Removed("- client api"));
        String ada = ada();
        assertThat(remove("users", ada)).isEqualTo(new Removed("- user ada"));
        ended(EntryKind.USER, ada, RevokedKind.USER);
        for (String target : List.of("a", "t", "idle")) {
            assertThat(remove("targets", target)).isEqualTo(new Removed("- target " + target));
            assertThat(heard).containsExactly(new EntryChanged(EntryKind.TARGET, target));
        }
        assertThat(remove("projects", "p")).isEqualTo(new Removed("- project p"));
        assertThat(heard).containsExactly(new EntryChanged(EntryKind.PROJECT, "p"));

        assertThat(remove("projects", "p")).isEqualTo(new Unknown());
        assertThat(PgCatalog.sections())
                .allSatisfy(section -> assertThat(
                                catalog.list(section, null, 10).await().entries())
                        .isEmpty());
    }

    private void ended(EntryKind kind, String id, RevokedKind revoked) {
        assertThat(heard).first().isEqualTo(new EntryChanged(kind, id));
        assertThat(heard).hasSize(2).last().isInstanceOfSatisfying(Revoked.class, fact -> {
            assertThat(fact.kind()).isEqualTo(revoked);
            assertThat(fact.ref()).isEqualTo(id);
        });
    }

    /** A node that has not heard of it yet still believes the provider, and exchanges. */
    @Test
    void whatOtherNodesMayStillDoEndsToo() {
        Instant before = now();
        remove("exchanges", "e");
        Revoked fact = (Revoked) heard.get(1);

        assertThat(fact.notBefore()).isBetween(before.plus(ChangeFollower.FRESH), now().plus(ChangeFollower.FRESH));
    }

    private Instant now() {
        return postgres.pool().inTransaction(PgRegistry::now).await();
    }

    @Test
    void switchingOffAProviderOrAnExchangeEndsWhatCameFromIt() {
        heard.clear();
        apply(
                "exchanges: [{id: e, enabled: false, client: api, subject: {client: web}, targets: [t], scopes: [read]}]");
        ended(EntryKind.EXCHANGE, "e", RevokedKind.EXCHANGE);
        heard.clear();
        apply(ENTRIES.substring(ENTRIES.indexOf("providers:"), ENTRIES.indexOf("exchanges:"))
                .replace("- id: idp", "- id: idp\n    enabled: false"));
        ended(EntryKind.PROVIDER, "idp", RevokedKind.PROVIDER);
    }

    @Test
    void aDryRunSaysTheSameAndChangesNothing() {
        heard.clear();

        assertThat(catalog.remove("exchanges", "e", true).await()).isEqualTo(new Removed("- exchange e"));
        assertThat(catalog.remove("clients", "api", true).await()).isInstanceOf(Needed.class);

        assertThat(heard).isEmpty();
        assertThat(shown("exchanges", "e")).isPresent();
    }

    @Test
    void aUserGoesWithLoginsIdentitiesAndAttempts() {
        User made = users().findOrCreate("p", "idp", "subject", null).await().orElseThrow();
        PgLoginAttempts attempts = new PgLoginAttempts(postgres.pool(), 1, Duration.ofHours(1));
        assertThat(attempts.reserve(made.id()).await()).isTrue();
        assertThat(attempts.reserve(made.id()).await()).isFalse();

        assertThat(remove("users", made.id())).isEqualTo(new Removed("- user " + made.id()));

        assertThat(users().find(made.id()).await()).isEmpty();
        assertThat(users().findByIdentity("p", "idp", "subject").await()).isEmpty();
        assertThat(attempts.reserve(made.id()).await()).isTrue();
    }

    /** Whoever makes a provider of the same name later speaks of other people. */
    @Test
    void aProviderGoesWithItsIdentitiesAndItsUsersStay() {
        User made = users().findOrCreate("p", "idp", "subject", null).await().orElseThrow();
        assertThat(remove("providers", "idp")).isInstanceOf(Removed.class);

        assertThat(users().find(made.id()).await()).isPresent();
        assertThat(users().findByIdentity("p", "idp", "subject").await()).isEmpty();
    }

    @Test
    void usersOfAProviderAreSwitchedOffByIdAndHaveNoPassword() {
        User made = users().findOrCreate("p", "idp", "subject", "grace@example.com")
                .await()
                .orElseThrow();
        heard.clear();

        Applied off = apply("users: [{id: " + made.id() + ", email: grace@example.com, enabled: false}]");

        assertThat(off.changes()).containsExactly("~ user " + made.id() + ": enabled true → false");
        ended(EntryKind.USER, made.id(), RevokedKind.USER);
        assertThat(users().find(made.id()).await().orElseThrow().enabled()).isFalse();
        assertThat(problems("users: [{id: " + made.id() + ", password: correct horse}]"))
                .containsExactly("user " + made.id()
                        + ": password is of no use: this user came from a provider and has no user name");
        assertThat(problems("users: [{id: " + made.id() + ", username: grace}]"))
                .containsExactly("user grace: username is not that of the user with this id; a user cannot be renamed");
    }

    private List<String> problems(String text) {
        return apply.run("f", text, false)
                .transform(done -> io.vertx.core.Future.succeededFuture(((EntryProblems) done.cause())
                        .problems().stream().map(EntryProblems.Problem::text).toList()))
                .await();
    }

    @Test
    void aUserOfOurOwnMayBeNamedByIdToo() {
        String id = ada();

        assertThat(apply("users: [{id: " + id + ", email: a@b.example}]").changes())
                .containsExactly("~ user ada: email (none) → a@b.example");
        assertThat(problems("users: [{id: " + id + ", email: ada@build_1.example}]"))
                .containsExactly("user " + id + ": email must be one e-mail address");
        assertThat(problems("users: [{id: " + id + ", username: bob}]")).hasSize(1);
        assertThat(problems("users: [{id: " + UUID.randomUUID() + "}]"))
                .singleElement()
                .asString()
                .contains("id is no user's");
        assertThat(problems("users: [{id: " + id + "}, {username: ADA}]"))
                .singleElement()
                .asString()
                .contains("stands twice");
    }

    @Test
    void secretsThatAreLeftAwayAreKeptAndAPasswordIsTakenAwayByName() {
        User before = users().find(ada()).await().orElseThrow();

        assertThat(apply("users: [{username: ada}]").changed()).isFalse();
        assertThat(apply("clients: [{id: web, scopes: [read], may_act: api}]").changed())
                .isFalse();
        assertThat(problems("clients: [{id: new}]"))
                .containsExactly(
                        "client new: secret is missing; give one, or: generate, or say by authentication how else the client proves itself");

        assertThat(users().find(ada()).await()).contains(before);
        assertThat(apply("users: [{username: ada, password: none}]").changes())
                .containsExactly("~ user ada: password changed");
        assertThat(users().find(ada()).await().orElseThrow().password()).isEmpty();
    }

    @Test
    void whoeverLeavesAwayHowAClientProvesItselfIsToldWhatIsRegistered() {
        apply("clients: [{id: till, authentication: service_key, grants: [refresh_token]}]");

        assertThat(problems("clients: [{id: till, enabled: false}]"))
                .containsExactly(
                        "client till: authentication means secret, which is missing; to keep what is registered,"
                                + " say authentication: service_key");
    }

    /** Otherwise whoever may write entries could have a secret sent to an address of theirs. */
    @Test
    void aProvidersSecretIsKeptForItsOwnAddressOnly() {
        String provider = "providers: [{id: q, introspection: {introspection_uri: 'https://%s/i', client_id: us%s}}]";
        apply(provider.formatted("i.example", ", client_secret: our secret there"));

        assertThat(apply(provider.formatted("i.example", "")).changed()).isFalse();
        assertThat(problems(provider.formatted("other.example", "")))
                .containsExactly("provider q: secret must be given again for another address: it was for the old one");
        assertThat(problems(provider.replace("id: q", "id: r").formatted("i.example", "")))
                .containsExactly("provider r: secret is missing: that with which we authenticate at the provider");
    }

    @Test
    void pagesFollowEachOtherInTheOrderOfIds() {
        List<String> ids = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            EntryPage page = catalog.list("clients", after.orElse(null), 2).await();
            page.entries().forEach(entry -> ids.add(entry.get("id").textValue()));
            after = page.next();
        } while (after.isPresent());

        assertThat(ids).containsExactly("api", "pod", "web");
        assertThat(catalog.list("clients", "pod", 2).await().entries()).hasSize(1);
        assertThat(catalog.list("users", null, 1).await().next()).isEmpty();
    }

    /** Rows that are broken count too: what is read must be bounded, not what is shown. */
    @Test
    void aPageEndsWhereItGetsTooLong() {
        postgres.database()
                .execute("INSERT INTO client (id, project, entry) SELECT 'long' || i, 'p',"
                        + " jsonb_build_object('pad', repeat('x', 400000)) FROM generate_series(1, 5) i");

        assertThat(catalog.list("clients", "api", 1000).await().next()).contains("long2");
        assertThat(catalog.list("clients", "long2", 1000).await().next()).contains("long4");
        assertThat(catalog.list("clients", "long4", 1000).await().next()).isEmpty();

        postgres.database()
                .execute(
                        "UPDATE client SET entry = jsonb_build_object('pad', repeat('x', 2000000)) WHERE id LIKE 'long%'");
        assertThat(catalog.list("clients", "api", 1000).await().next()).contains("long1");
        assertThat(catalog.list("clients", "long1", 1000).await().next()).contains("long2");
    }

    @Test
    void aTargetWhoseTokensAnExchangeTakesStays() {
        apply("targets: [{id: shop}, {id: back}]");
        postgres.database()
                .execute("INSERT INTO exchange (id, client, entry) VALUES ('x', 'api',"
                        + " '{\"subject\": {\"audience\": \"shop\"}, \"actor\": {\"audience\": \"back\"}}')");

        assertThat(remove("targets", "shop")).isEqualTo(new Needed(List.of("exchange x")));
        assertThat(remove("targets", "back")).isEqualTo(new Needed(List.of("exchange x")));
    }

    @Test
    void aUserNameMayBeKnownInSeveralProjects() {
        apply("projects: [{id: q}]\nusers: [{username: ada, project: q}]");

        assertThat(catalog.usersNamed("ada", null).await().values()).containsExactly("p", "q");
        assertThat(catalog.usersNamed("Ada", "q").await()).hasSize(1);
        assertThat(catalog.usersNamed("ada", "r").await()).isEmpty();
        assertThat(catalog.usersNamed("bob", null).await()).isEmpty();
    }
}
