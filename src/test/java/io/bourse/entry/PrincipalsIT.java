package io.bourse.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bourse.changelog.Change;
import io.bourse.changelog.Change.EntryChanged;
import io.bourse.changelog.Change.EntryKind;
import io.bourse.changelog.Change.Revoked;
import io.bourse.changelog.Change.RevokedKind;
import io.bourse.changelog.ChangeLog;
import io.bourse.crypto.MasterKeys;
import io.bourse.crypto.PasswordCost;
import io.bourse.crypto.PasswordHasher;
import io.bourse.crypto.Secrets;
import io.bourse.entry.Removal.Needed;
import io.bourse.entry.Removal.Removed;
import io.bourse.fakes.OpenDatabase;
import io.bourse.fakes.TestRsaKeys;
import io.bourse.jose.RsaPublicKeys;
import io.bourse.principal.PgPrincipalStore;
import io.bourse.principal.Principal;
import io.bourse.principal.Principal.ApiKey;
import io.bourse.provider.ProviderSecrets;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Principals in the registry: applied, changed, shown and removed with what came of them. */
class PrincipalsIT {

    private static final String KEY = RsaPublicKeys.text(TestRsaKeys.one());
    private static final String OTHER_KEY =
            RsaPublicKeys.text((RSAPublicKey) TestRsaKeys.pair("other").getPublic());

    private static final String TOOLS =
            "clients: [{id: tools, secret: a long secret, grants: [signed_request], audiences: [t]}]\n";
    private static final String OCI = "providers: [{id: oci, clients: [tools], userinfo: {userinfo_uri:"
            + " 'https://i.example', audience_proof: none}}]\n";
    private static final String LAPTOP =
            "{id: laptop, client: tools, user: Ada, key_id: t/u/f, public_key: '" + KEY + "'}";
    private static final String ENTRIES = "projects: [{id: p}]\n" + TOOLS + "users: [{username: ada}]\n" + OCI
            + "principals: [" + LAPTOP + ", {id: instances, client: tools, provider: oci}]";

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
        heard.clear();
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

    private Principal laptop(String keyId) {
        return new PgPrincipalStore(postgres.pool()).findByKeyId(keyId).await().orElseThrow();
    }

    private String ada() {
        return catalog.usersNamed("ada", null).await().keySet().iterator().next();
    }

    @Test
    void aUserOfTheSameTextIsKnownByTheIdThatItGets() {
        assertThat(laptop("t/u/f").proof()).isEqualTo(new ApiKey("t/u/f", TestRsaKeys.one(), ada()));
        assertThat(laptop("t/u/f").project()).isEqualTo("p");

        assertThat(apply(ENTRIES).changed()).isFalse();
        assertThat(apply("principals: [" + LAPTOP.replace("Ada", ada()) + "]").changed())
                .as("by id as by name")
                .isFalse();
    }

    @Test
    void whatIsShownSaysTheSame() {
        String shown =
                catalog.find("principals", "laptop").await().orElseThrow().toString();

        assertThat(apply("principals: [" + shown + "]").changed()).isFalse();
        assertThat(catalog.list("principals", null, 10).await().entries())
                .extracting(entry -> entry.get("id").textValue())
                .containsExactly("instances", "laptop");
    }

    @ParameterizedTest
    @CsvSource({"clients,tools", "providers,oci", "users,"})
    void whomAPrincipalNamesStays(String section, String id) {
        assertThat(catalog.remove(section, id == null ? ada() : id, false).await())
                .isInstanceOfSatisfying(
                        Needed.class,
                        needed -> assertThat(needed.by())
                                .contains(section.equals("providers") ? "principal instances" : "principal laptop"));
    }

    @Test
    void removingOneEndsWhatItAskedFor() {
        assertThat(catalog.remove("principals", "laptop", false).await()).isEqualTo(new Removed("- principal laptop"));

        ended();
        assertThat(catalog.remove("users", ada(), false).await()).isInstanceOf(Removed.class);
    }

    private void ended() {
        assertThat(heard).first().isEqualTo(new EntryChanged(EntryKind.PRINCIPAL, "laptop"));
        assertThat(heard).hasSize(2).last().isInstanceOfSatisfying(Revoked.class, fact -> {
            assertThat(fact.kind()).isEqualTo(RevokedKind.PRINCIPAL);
            assertThat(fact.ref()).isEqualTo("laptop");
        });
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of("id: laptop", "id: laptop, enabled: false"),
                Arguments.of("t/u/f", "t/u/g"),
                Arguments.of("user: Ada, ", ""),
                Arguments.of(KEY, OTHER_KEY));
    }

    /** A key is changed because the old one may be in other hands. */
    @ParameterizedTest
    @MethodSource("changes")
    void switchingItOffAndAnotherKeyEndWhatItAskedForBefore(String from, String to) {
        String text = LAPTOP.replace(from, to);
        assertThat(text).isNotEqualTo(LAPTOP);

        assertThat(apply("principals: [" + text + "]").changes())
                .singleElement()
                .asString()
                .startsWith("~ principal laptop: ");

        ended();
        heard.clear();
        apply("principals: [" + text + "]");
        assertThat(heard).isEmpty();
    }

    @Test
    void aRegisteredKeyKeyIdAndProviderAreTaken() {
        assertThat(problems("principals: [{id: again, client: tools, key_id: t/u/g, public_key: '" + KEY + "'}]"))
                .containsExactly("f:1: principal again: public_key is that of principal laptop already");
        assertThat(problems("principals:\n"
                        + "  - {id: again, client: tools, key_id: t/u/f, public_key: '" + OTHER_KEY + "'}\n"
                        + "  - {id: more, client: tools, provider: oci}"))
                .containsExactly(
                        "f:2: principal again: key_id is that of principal laptop already",
                        "f:3: principal more: provider is that of principal instances already");
        assertThat(apply("principals:\n"
                                + "  - {id: laptop, client: tools, key_id: t/u/g, public_key: '" + KEY + "'}\n"
                                + "  - {id: again, client: tools, key_id: t/u/f, public_key: '" + OTHER_KEY + "'}")
                        .changes())
                .as("one may take over what another gives up")
                .hasSize(2);
    }

    @Test
    void aClientOrProviderMustNotLeaveARegisteredPrincipalWithoutUse() {
        assertThat(problems(TOOLS.replace("[signed_request]", "[client_credentials]")))
                .containsExactlyInAnyOrder(
                        "f:1: client tools: id would make principal instances useless: its client names tools, whose"
                                + " grants lack signed_request; change that first, or switch it off",
                        "f:1: client tools: id would make principal laptop useless: its client names tools, whose"
                                + " grants lack signed_request; change that first, or switch it off");
        assertThat(problems(OCI.replace("[tools]", "[]")))
                .containsExactly("f:1: provider oci: id would make principal instances useless: its provider names"
                        + " oci, whose clients lack tools; change that first, or switch it off");
        apply("principals: [{id: instances, enabled: false, client: tools, provider: oci}]");
        assertThat(apply(OCI.replace("[tools]", "[]")).changed()).isTrue();
    }
}
