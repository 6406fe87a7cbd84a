package io.bourse.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bourse.changelog.Change;
import io.bourse.changelog.Change.EntryChanged;
import io.bourse.changelog.Change.EntryKind;
import io.bourse.changelog.Change.Revoked;
import io.bourse.changelog.Change.RevokedKind;
import io.bourse.changelog.ChangeLog;
import io.bourse.client.Client;
import io.bourse.client.PgClientStore;
import io.bourse.config.Secret;
import io.bourse.crypto.CannotOpenException;
import io.bourse.crypto.MasterKeys;
import io.bourse.crypto.PasswordCost;
import io.bourse.crypto.PasswordHasher;
import io.bourse.crypto.PasswordHasher.Outcome;
import io.bourse.crypto.Secrets;
import io.bourse.db.StoreException;
import io.bourse.fakes.OpenDatabase;
import io.bourse.oauth.ClientId;
import io.bourse.policy.PgExchangeStore;
import io.bourse.provider.Condition;
import io.bourse.provider.PgProviderStore;
import io.bourse.provider.Provider;
import io.bourse.provider.Provider.UserInfo;
import io.bourse.provider.ProviderSecrets;
import io.bourse.token.Party;
import io.bourse.user.LoginName;
import io.bourse.user.PgUserStore;
import io.bourse.user.User;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ApplyIT {

    private static final PasswordCost CHEAP = new PasswordCost(8, 1, 1);

    @RegisterExtension
    final OpenDatabase postgres = new OpenDatabase();

    private final SecureRandom random = new SecureRandom();
    private final MasterKeys masterKeys = MasterKeys.parse(MasterKeys.generate(random), random);
    private final List<Change> heard = new CopyOnWriteArrayList<>();
    private PasswordHasher hasher;
    private Apply apply;

    @BeforeEach
    void wire() {
        hasher = new PasswordHasher(postgres.vertx(), "passwords", 2, 10, CHEAP, random);
        apply = new Apply(
                new EntryFile(ExternalSecrets.NONE),
                new PgRegistry(postgres.pool(), new ChangeLog(postgres.pool(), heard::add)),
                new SecretForms(hasher, new ProviderSecrets(masterKeys), new Secrets(random)),
                UUID::randomUUID);
    }

    /** How many entries the demo has. */
    private static int demoSize() throws IOException {
        return (int) Pattern.compile("(?m)^  - (id|username):")
                .matcher(EntryFileTest.demo())
                .results()
                .count();
    }

    /** What is told when the demo is applied again and so many of its entries are different. */
    private static String unchangedBut(int different) throws IOException {
        return "= " + (demoSize() - different) + " unchanged";
    }

    @AfterEach
    void close() {
        hasher.close().await();
    }

    private Applied apply(String text) {
        return apply.run("f", text, false).await();
    }

    private List<String> problems(String text) {
        return catchThrowableOfType(EntryProblems.class, () -> apply(text)).lines();
    }

    private Client client(String id) {
        return new PgClientStore(postgres.pool()).find(new ClientId(id)).await().orElseThrow();
    }

    private User user(String name) {
        return new PgUserStore(postgres.pool(), new ChangeLog(postgres.pool(), change -> {}))
                .findByLogin("demo", LoginName.of(name))
                .await()
                .orElseThrow();
    }

    private Optional<Provider> provider(String id) {
        return new PgProviderStore(postgres.pool()).find(id).await();
    }

    @Test
    void aFailureThatMayHaveStoredAnUnseenSecretSaysSoAndHowToReplaceIt() {
        PgRegistry stores = new PgRegistry(postgres.pool(), new ChangeLog(postgres.pool(), heard::add));
        Registry losesTheAnswer = new Registry() {
            @Override
            public Future<Snapshot> read(Selection selection) {
                return stores.read(selection);
            }

            @Override
            public <T> Future<Optional<T>> write(
                    Selection selection,
                    boolean dryRun,
                    Function<Snapshot, Optional<Plan>> planner,
                    BiFunction<ChangeLog.Transaction, Plan, Future<T>> last) {
                return stores.write(selection, dryRun, planner, last)
                        .compose(done -> Future.failedFuture(new StoreException("the answer was lost")));
            }
        };
        SecretForms forms = new SecretForms(hasher, new ProviderSecrets(masterKeys), new Secrets(random));
        Apply unlucky = new Apply(new EntryFile(ExternalSecrets.NONE), losesTheAnswer, forms, UUID::randomUUID);
        String text = "projects: [{id: p}]\nclients: [{id: c, secret: generate, serves: [a]}]";

        assertThatThrownBy(() -> unlucky.run("f", text, false).await())
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith("the answer was lost; ")
                .hasMessageContaining("may have been stored that nobody saw, of client c;");
        assertThat(apply(text).lines()).noneMatch(line -> line.contains("secret"));

        apply(text.replace("generate", "chosen-by-hand"));
        assertThat(apply(text).lines()).anyMatch(line -> line.startsWith("secret of client c: "));
    }

    @Test
    void theDemoIsCreatedAndWorks() throws IOException, CannotOpenException {
        Applied applied = apply(EntryFileTest.demo());

        assertThat(applied.changed()).isTrue();
        // What its preset has filled in is told of the cluster.
        assertThat(applied.lines())
                .map(line -> line.replaceFirst("demo-cluster: .*", "demo-cluster"))
                .hasSize(demoSize())
                .containsSubsequence(
                        "+ project demo",
                        "+ client demo",
                        "+ client gateway",
                        "+ client spa",
                        "+ client reports",
                        "+ user ada",
                        "+ provider demo-oidc",
                        "+ provider demo-userinfo",
                        "+ provider demo-cluster",
                        "+ exchange gateway-orders-to-stock",
                        "+ exchange gateway-to-shipping-by-delegation");
        assertThat(matches("demo-secret", client("demo").secrets().get(0))).isTrue();
        assertThat(client("spa").isPublic()).isTrue();
        assertThat(user("ADA@example.com").username()).isEqualTo("ada");
        assertThat(matches("correct horse battery staple", user("ada").passwordHash()))
                .isTrue();
        UserInfo info = (UserInfo) provider("demo-userinfo").orElseThrow().proof();
        assertThat(masterKeys.open(info.audienceProof().sealedSecret().orElseThrow(), "provider:demo-userinfo"))
                .isEqualTo("demo-idp-secret".getBytes(StandardCharsets.UTF_8));
        assertThat(new PgExchangeStore(postgres.pool())
                        .of(new ClientId("gateway"))
                        .await())
                .hasSize(2);
        assertThat(heard).hasSize(demoSize()).allMatch(EntryChanged.class::isInstance);
    }

    private boolean matches(String secret, String hash) {
        return hasher.verify(new Secret(secret), hash).await() == Outcome.MATCH;
    }

    @Test
    void noSecretIsStored() throws IOException {
        apply(EntryFileTest.demo());

        for (String table : List.of("client", "app_user", "provider", "change_log")) {
            assertThat(postgres.database()
                            .number("SELECT count(*) FROM " + table + " t WHERE t::text ~"
                                    + " 'demo-secret|gateway-secret|correct horse|demo-idp-secret'"))
                    .as(table)
                    .isZero();
        }
    }

    @Test
    void theSameAgainChangesNothing() throws IOException {
        apply(EntryFileTest.demo());
        String before = user("ada").passwordHash();
        heard.clear();

        Applied again = apply(EntryFileTest.demo());

        assertThat(again.changed()).isFalse();
        assertThat(again.lines()).containsExactly(unchangedBut(0));
        assertThat(user("ada").passwordHash()).isEqualTo(before);
        assertThat(heard).isEmpty();
    }

    @Test
    void aDryRunTellsTheSameAndWritesNothing() throws IOException {
        List<String> told = apply.run("f", EntryFileTest.demo(), true).await().lines();

        assertThat(postgres.database()
                        .number("SELECT (SELECT count(*) FROM project) + (SELECT count(*) FROM change_log)"))
                .isZero();
        assertThat(heard).isEmpty();
        assertThat(apply(EntryFileTest.demo()).lines()).isEqualTo(told);
    }

    @Test
    void aDryRunRefusesWhatApplyWould() {
        EntryProblems problems = catchThrowableOfType(
                EntryProblems.class,
                () -> apply.run("f", "clients: [{id: a, secret: a secret}]", true)
                        .await());

        assertThat(problems.lines()).containsExactly("f:1: client a: project is missing; add one under projects");
    }

    @Test
    void tellsWhatChanges() throws IOException {
        apply(EntryFileTest.demo());
        heard.clear();

        Applied applied = apply(EntryFileTest.demo()
                .replace("secret: gateway-secret", "secret: another-secret")
                .replace("[https://api.example/orders]\n    grants", "[https://api.example/orders, stock]\n    grants")
                .replaceFirst("authentication: none\n", "authentication: none\n    refresh_idle: 1h\n")
                .replaceFirst("client_secret: demo-idp-secret", "client_secret: other-idp-secret"));

        assertThat(applied.lines())
                .containsExactly(
                        "~ client gateway: secret changed, serves [https://api.example/orders] →"
                                + " [https://api.example/orders stock]",
                        "~ client spa: refresh_idle 14d → 1h",
                        "~ provider demo-userinfo: client_secret changed",
                        unchangedBut(3));
        assertThat(heard)
                .containsExactly(
                        new EntryChanged(EntryKind.CLIENT, "gateway"),
                        new EntryChanged(EntryKind.CLIENT, "spa"),
                        new EntryChanged(EntryKind.PROVIDER, "demo-userinfo"));
    }

    @Test
    void whatTheFileDoesNotNameIsLeftAlone() throws IOException {
        apply(EntryFileTest.demo());

        Applied applied = apply("clients: [{id: other, secret: generate}]");

        assertThat(applied.lines()).startsWith("+ client other").hasSize(2);
        assertThat(client("other").project()).isEqualTo("demo");
        assertThat(client("demo").enabled()).isTrue();
    }

    @Test
    void aGeneratedSecretIsToldOnceAndKept() {
        String text = "projects: [{id: demo}]\nclients: [{id: a, secret: generate}]";
        assertThat(apply.run("f", text, true).await().lines())
                .last()
                .isEqualTo("secret of client a: (will be made when applied)");

        Applied applied = apply(text);

        Matcher told = Pattern.compile("secret of client a: ([A-Za-z0-9_-]{43}) \\(shown this once\\)")
                .matcher(applied.lines().get(applied.lines().size() - 1));
        assertThat(told.matches()).isTrue();
        assertThat(client("a").secrets()).containsExactly("sha256:" + Secrets.sha256(told.group(1)));
        assertThat(applied.toString()).doesNotContain(told.group(1));
        assertThat(apply(text).lines()).containsExactly("= 2 unchanged");
        assertThat(apply(text.replace("generate", told.group(1))).changed()).isFalse();
    }

    @Test
    void secretsAreReplacedInTwoSteps() {
        String project = "projects: [{id: demo}]\n";
        apply(project + "clients: [{id: a, secret: the old one}]");
        String old = client("a").secrets().get(0);

        apply(project + "clients: [{id: a, secrets: [the new one, the old one]}]");
        assertThat(client("a").secrets()).hasSize(2).element(1).isEqualTo(old);
        assertThat(apply(project + "clients: [{id: a, secrets: [the new one, the old one]}]")
                        .changed())
                .isFalse();

        apply(project + "clients: [{id: a, secret: the new one}]");
        assertThat(client("a").secrets()).hasSize(1).doesNotContain(old);
    }

    @Test
    void aSecretOfAnOlderMasterKeyIsSealedAgain() throws IOException {
        apply(EntryFileTest.demo());
        MasterKeys rotated = MasterKeys.parse(MasterKeys.generate(random), random);
        Apply after = new Apply(
                new EntryFile(ExternalSecrets.NONE),
                new PgRegistry(postgres.pool(), new ChangeLog(postgres.pool(), heard::add)),
                new SecretForms(hasher, new ProviderSecrets(rotated), new Secrets(random)),
                UUID::randomUUID);

        assertThat(after.run("f", EntryFileTest.demo(), false).await().lines())
                .contains("~ provider demo-userinfo: client_secret changed")
                .allMatch(line -> line.endsWith(": client_secret changed") || line.startsWith("= "));
        assertThat(after.run("f", EntryFileTest.demo(), false).await().changed())
                .isFalse();
    }

    @Test
    void aChangedPasswordRevokesWhatTheOldOneBegan() throws IOException {
        apply(EntryFileTest.demo());
        String id = user("ada").id();
        heard.clear();

        Applied applied = apply(EntryFileTest.demo().replace("correct horse", "another horse"));

        assertThat(applied.lines()).containsExactly("~ user ada: password changed", unchangedBut(1));
        assertThat(user("ada").id()).isEqualTo(id);
        assertThat(heard).hasSize(2).contains(new EntryChanged(EntryKind.USER, id));
        assertThat(revocation()).satisfies(revoked -> {
            assertThat(revoked.kind()).isEqualTo(RevokedKind.USER);
            assertThat(revoked.ref()).isEqualTo(id);
            assertThat(Duration.between(revoked.notBefore(), revoked.until())).isEqualTo(Party.REMEMBERED);
        });
        assertThat(postgres.database()
                        .number("SELECT count(*) FROM change_log WHERE topic = 'revoked' AND kind = 'USER'"
                                + " AND not_before BETWEEN now() - interval '1 minute' AND now()"))
                .isEqualTo(1);
    }

    private Revoked revocation() {
        return (Revoked)
                heard.stream().filter(Revoked.class::isInstance).findFirst().orElseThrow();
    }

    @Test
    void disablingRevokesAndEnablingDoesNot() throws IOException {
        apply(EntryFileTest.demo());
        String off = EntryFileTest.demo()
                .replace("- id: gateway\n", "- id: gateway\n    enabled: false\n")
                .replace("- username: ada\n", "- username: ada\n    enabled: false\n");
        heard.clear();

        assertThat(apply(off).lines())
                .containsExactly(
                        "~ client gateway: enabled true → false", "~ user ada: enabled true → false", unchangedBut(2));
        assertThat(heard)
                .filteredOn(Revoked.class::isInstance)
                .extracting(change -> ((Revoked) change).kind())
                .containsExactly(RevokedKind.CLIENT, RevokedKind.USER);
        assertThat(client("gateway").enabled()).isFalse();

        heard.clear();
        apply(EntryFileTest.demo());
        assertThat(heard).hasSize(2).noneMatch(Revoked.class::isInstance);
        assertThat(client("gateway").enabled()).isTrue();
    }

    @Test
    void aDisabledProjectIsToldAndDisablesItsEntries() throws IOException {
        apply(EntryFileTest.demo());
        heard.clear();

        Applied applied = apply("projects: [{id: demo, enabled: false}]");

        assertThat(applied.lines()).containsExactly("~ project demo: enabled true → false");
        assertThat(heard).first().isEqualTo(new EntryChanged(EntryKind.PROJECT, "demo"));
        assertThat(heard)
                .filteredOn(Revoked.class::isInstance)
                .as("what came from its clients and providers ends")
                .extracting(change -> ((Revoked) change).ref())
                .contains("demo", "gateway", "spa", "reports", "demo-oidc", "demo-userinfo", "demo-cluster");
        assertThat(client("demo").enabled()).isFalse();
        assertThat(user("ada").enabled()).isFalse();
        assertThat(provider("demo-oidc").orElseThrow().enabled()).isFalse();

        apply("projects: [{id: demo}]");
        assertThat(client("demo").enabled()).isTrue();
    }

    @Test
    void itIsAllOrNothingWhenTheDatabaseFailsHalfway() throws IOException {
        postgres.database().execute("ALTER TABLE exchange ADD CONSTRAINT never CHECK (client = '')");

        assertThat(catchThrowableOfType(StoreException.class, () -> apply(EntryFileTest.demo())))
                .isNotNull();

        assertThat(postgres.database()
                        .number("SELECT (SELECT count(*) FROM project) + (SELECT count(*) FROM client)"
                                + " + (SELECT count(*) FROM app_user) + (SELECT count(*) FROM change_log)"))
                .isZero();
        assertThat(heard).isEmpty();
    }

    @Test
    void manyAtOnceEndAsOne() throws IOException {
        String demo = EntryFileTest.demo();
        List<Future<Applied>> runs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            runs.add(apply.run("f", demo, false));
        }

        List<Applied> applied = Future.all(runs).map(all -> all.<Applied>list()).await();

        assertThat(applied).filteredOn(Applied::changed).hasSize(1);
        assertThat(heard).hasSize(demoSize()).noneMatch(Revoked.class::isInstance);
        assertThat(postgres.database().number("SELECT count(*) FROM app_user")).isEqualTo(1);
    }

    @Test
    void aBrokenRowIsReplaced() throws IOException {
        apply(EntryFileTest.demo());
        postgres.database().execute("UPDATE client SET entry = '{\"authentication\": null}' WHERE id = 'spa'");
        postgres.database().execute("UPDATE provider SET entry = 'null' WHERE id = 'demo-oidc'");

        assertThat(apply(EntryFileTest.demo()).lines())
                .containsExactly("+ client spa", "+ provider demo-oidc", unchangedBut(2));
        assertThat(client("spa").enabled()).isTrue();
    }

    @Test
    void aUsersIdIsNoIdForAClient() throws IOException {
        apply(EntryFileTest.demo());
        String id = user("ada").id();

        assertThat(problems("clients: [{id: " + id + ", secret: a secret}]"))
                .containsExactly("f:1: client " + id
                        + ": id is the id of a user; a client must not be taken for one, so take another");
        assertThat(apply("clients: [{id: " + UUID.randomUUID() + ", secret: a secret}]")
                        .changed())
                .isTrue();
    }

    @Test
    void anAddressOfAnotherUserIsRefusedAndAProvidersWordIsNot() throws IOException {
        apply(EntryFileTest.demo());
        new PgUserStore(postgres.pool(), new ChangeLog(postgres.pool(), change -> {}))
                .findOrCreate("demo", "demo-oidc", "s", "eve@example.com")
                .await();

        assertThat(problems("users: [{username: eve, email: Ada@Example.com}]"))
                .containsExactly("f:1: user eve: email is another user's in project demo");
        assertThat(apply("users: [{username: eve, email: eve@example.com}]").changed())
                .isTrue();
    }

    @Test
    void aChangeMustNotMakeARegisteredExchangeUnsafe() throws IOException {
        apply(EntryFileTest.demo());

        assertThat(problems("clients: [{id: gateway, authentication: none}]"))
                .startsWith(
                        "f:1: client gateway: id would make exchange gateway-orders-to-stock unsafe: its client names"
                                + " gateway, whose grants lack token-exchange",
                        "f:1: client gateway: id would make exchange gateway-orders-to-stock unsafe: its scopes go"
                                + " beyond those of the client gateway, none: read",
                        "f:1: client gateway: id would make exchange gateway-orders-to-stock unsafe: its subject has"
                                + " tokens that gateway neither holds nor is meant to see; list their audience under"
                                + " serves of that client");
    }

    @Test
    void aTargetMustNotTakeANameThatSomethingRegisteredHas() throws IOException {
        apply(EntryFileTest.demo() + "targets: [{id: taken, resources: ['urn:taken']}]\n");
        postgres.database().execute("UPDATE client SET entry = entry || '{\"audiences\": {}}' WHERE id = 'spa'");

        assertThat(problems("targets: [{id: new, resources: ['urn:taken', 'https://api.example/stock']}]"))
                .containsExactly(
                        "f:1: target new: resources holds 'urn:taken', which means the target taken already",
                        "f:1: target new: resources holds 'https://api.example/stock', which client demo lists; it must"
                                + " name the target's id first");
        postgres.database().execute("UPDATE client SET entry = entry - 'audiences' - 'serves'");
        assertThat(problems("targets: [{id: new, resources: ['https://api.example/orders']}]"))
                .singleElement()
                .asString()
                .contains("which exchange gateway-orders-to-");
        assertThat(problems("clients: [{id: new, secret: new-secret, serves: ['urn:taken']}]"))
                .containsExactly("f:1: client new: serves holds 'urn:taken', a resource of the target taken; name that"
                        + " instead");
    }

    @Test
    void targetsChangeLikeOtherEntries() {
        assertThat(apply("targets: [{id: t, scopes: [b, a]}]").lines()).containsExactly("+ target t");
        assertThat(apply("targets: [{id: t, scopes: [a, b]}]").changed()).isFalse();
        assertThat(apply("targets: [{id: t, enabled: false, resources: ['urn:t']}]")
                        .lines())
                .containsExactly("~ target t: enabled true → false, resources [] → [urn:t], scopes [a b] → (none)");

        assertThat(heard).endsWith(new EntryChanged(EntryKind.TARGET, "t"));
    }

    /** What a preset fills in is told before it is stored, and stored as if it had been written. */
    @Test
    void aPresetIsShownAndStoredAsWhatItBecomes() {
        String text = "projects: [{id: p}]\nproviders:\n- {id: google, preset: google, tenant: a.example,"
                + " jwks: {audience: [us]}}";

        assertThat(apply.run("f", text, true).await().lines())
                .filteredOn(line -> line.startsWith("+ provider google: "))
                .singleElement()
                .asString()
                .contains(
                        "issuer https://accounts.google.com",
                        "jwks_uri https://www.googleapis.com/oauth2/v3/certs",
                        "algorithms [RS256]",
                        "audience [us]",
                        "require.hd [\"a.example\"]",
                        "subject.claim sub");

        apply(text);
        Provider stored = provider("google").orElseThrow();
        assertThat(stored.issuer()).contains("https://accounts.google.com");
        assertThat(stored.conditions()).containsExactly(Condition.exactly("hd", "a.example"));
        String written = "providers:\n- {id: google, project: p, require: {hd: a.example},"
                + " jwks: {issuer: 'https://accounts.google.com',"
                + " jwks_uri: 'https://www.googleapis.com/oauth2/v3/certs', algorithms: [RS256], audience: [us]}}";
        assertThat(apply(written).changed()).isFalse();
        assertThat(apply(written.replace("a.example", "b.example")).lines())
                .contains("~ provider google: require.hd [\"a.example\"] → [\"b.example\"]");
    }

    /** Keycloak CVE-2026-15572: an entry that changes its kind is checked as if it were new, and keeps nothing. */
    @Test
    void aProviderThatChangesItsKindIsCheckedAsANewOne() {
        String keys = "projects: [{id: p}]\nproviders:\n- {id: x, provisioning: link,"
                + " jwks: {issuer: 'https://i.example', jwks_uri: 'https://i.example/k', algorithms: [RS256],"
                + " audience: [us]}}";
        String open = "providers:\n- {id: x, project: p, provisioning: link, userinfo: {userinfo_uri:"
                + " 'https://i.example/u'";
        apply(keys);

        assertThat(problems(open + "}}")).first().asString().contains("audience_proof is missing");
        assertThat(problems(open + ", audience_proof: none}}"))
                .singleElement()
                .asString()
                .contains("provisioning is link, and with audience_proof: none");
        assertThat(problems(open + ", audience_proof: {introspection_uri: 'http://10.0.0.1', client_id: us,"
                        + " client_secret: secret42}}}"))
                .singleElement()
                .asString()
                .contains("must use https");
        assertThat(provider("x").orElseThrow().issuer()).contains("https://i.example");

        apply(open.replace("provisioning: link, ", "") + ", audience_proof: none}}");
        Provider changed = provider("x").orElseThrow();
        assertThat(changed.proof()).isEqualTo(new UserInfo("https://i.example/u", null));
        assertThat(changed.provisioning()).isEqualTo(Provider.Provisioning.NONE);
    }

    private void link(String provider, String subject) {
        postgres.database().execute("""
                WITH made AS (INSERT INTO app_user (id, project, enabled)
                              VALUES (gen_random_uuid(), 'p', true) RETURNING id)
                INSERT INTO user_identity (project, provider, subject, user_id)
                SELECT 'p', '%s', '%s', id FROM made
                """.formatted(provider, subject));
    }

    private static final String ISSUED = """
            projects: [{id: p}]
            clients: [{id: c, secret: a-long-secret}]
            providers:
              - id: idp
                clients: [c]
                subject: {claim: oid}
                jwks: {issuer: 'https://a.example', jwks_uri: 'https://a.example/k', algorithms: [RS256], audience: [u]}
            """;
    private static final String ASKED = """
            projects: [{id: p}]
            clients: [{id: c, secret: a-long-secret}]
            providers:
              - id: idp
                clients: [c]
                userinfo: {userinfo_uri: 'https://a.example/me?fields=id', audience_proof: none}
            """;
    private static final String OPAQUE = """
            projects: [{id: p}]
            clients: [{id: c, secret: a-long-secret}]
            providers:
              - id: idp
                clients: [c]
                introspection: {introspection_uri: 'https://a.example/i', client_id: u, client_secret: a-long-secret}
            """;

    private void isRefused(String text, String key) {
        assertThat(problems(text))
                .singleElement()
                .asString()
                .contains("provider idp: " + key + " is another than before")
                .endsWith("make a new provider, and remove this one");
    }

    /** Reliability row 68: a name is one only at whom it was given by, and another's "1" is somebody else. */
    @Test
    void namesThatUsersAreLinkedByCannotBecomeAnothers() {
        apply(ISSUED);
        link("idp", "1");

        isRefused(ISSUED.replace("issuer: 'https://a", "issuer: 'https://b"), "issuer");
        isRefused(ISSUED.replace("oid", "sub"), "subject");
        isRefused(ASKED.replace("clients: [c]\n", "clients: [c]\n    subject: {claim: oid}\n"), "userinfo_uri");
        isRefused(
                ISSUED.replace("{claim", "{kind: workload, claim").replace("issuer: 'https://a", "issuer: 'https://b"),
                "issuer");
        apply(ISSUED.replace("a.example/k", "b.example/k").replace("[u]", "[u, v]"));
        apply(ISSUED.replace("{claim", "{kind: workload, claim"));
        isRefused(
                ISSUED.replace("{claim", "{kind: workload, claim").replace("issuer: 'https://a", "issuer: 'https://b"),
                "issuer");
    }

    @Test
    void noAddressThatNamesUsersCanBecomeAnother() {
        apply(ASKED);
        link("idp", "1");

        isRefused(ASKED.replace("a.example/me", "b.example/me"), "userinfo_uri");
        isRefused(OPAQUE, "introspection_uri");
        apply(ASKED.replace("fields=id", "fields=id,email"));
    }

    @Test
    void noIntrospectionThatNamesUsersCanBecomeAnother() {
        apply(OPAQUE);
        link("idp", "1");

        isRefused(OPAQUE.replace("a.example/i", "b.example/i"), "introspection_uri");
        apply(OPAQUE.replace("client_id: u", "client_id: v"));
    }

    @Test
    void namesThatNobodyIsLinkedByMayBecomeAnothers() {
        apply(ISSUED.replace("id: idp", "id: idp2"));
        apply(ISSUED);
        link("idp2", "1");

        apply(ISSUED.replace("https://a", "https://b"));
        apply(ASKED);
        apply(OPAQUE);
        assertThat(provider("idp").orElseThrow().proof()).isInstanceOf(Provider.Introspection.class);
    }
}
