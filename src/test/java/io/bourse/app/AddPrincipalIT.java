package io.bourse.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.app.BourseProcess.Ended;
import io.bourse.fakes.TestDatabase;
import io.bourse.fakes.TestPostgres;
import io.bourse.fakes.TestRsaKeys;
import io.bourse.jose.RsaPublicKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code add-principal}: the entry that it writes, and what it tells. */
class AddPrincipalIT {

    private static final String FINGERPRINT = RsaPublicKeys.fingerprint(TestRsaKeys.one());
    private static final String NAME = "ada-" + FINGERPRINT.substring(0, 11).replace(":", "");

    private final TestDatabase database = TestPostgres.freshDatabase();

    @TempDir
    Path directory;

    @BeforeEach
    void migrated() throws IOException {
        Files.writeString(directory.resolve("public.pem"), TestRsaKeys.pem(TestRsaKeys.one()));
        Files.writeString(directory.resolve("shop.yaml"), """
                projects: [{id: shop}]
                clients: [{id: tools, authentication: none, grants: [signed_request], audiences: [t]}]
                users: [{username: ada}]
                """);
        succeeded(run("apply", "-f", "shop.yaml"));
    }

    private Ended run(String... arguments) {
        return BourseProcess.run(
                directory,
                Map.of("BOURSE_DATABASE_URL", database.url(), "BOURSE_MASTER_KEY", TestNode.MASTER_KEY),
                arguments);
    }

    private static void succeeded(Ended ended) {
        assertThat(ended.exitCode()).as(ended.toString()).isZero();
    }

    private long principals() {
        return database.number("SELECT count(*) FROM principal");
    }

    @Test
    void writesTheEntryAndTellsTheKeyId() {
        String[] command = {"add-principal", "--client", "tools", "--user", "ada", "--public-key", "public.pem"};
        Ended dry = run("add-principal", "--client=tools", "--user=ada", "--public-key=public.pem", "--dry-run");
        assertThat(dry.out())
                .containsExactly(
                        "+ principal " + NAME, "dry run: nothing was changed", "key id: tools/ada/" + FINGERPRINT);
        assertThat(principals()).isZero();

        Ended added = run(command);
        succeeded(added);
        assertThat(added.out()).containsExactly("+ principal " + NAME, "key id: tools/ada/" + FINGERPRINT);
        assertThat(added.err())
                .anyMatch(line -> line.contains("\"door\":\"cli\"") && line.contains("added principal " + NAME));
        assertThat(principals()).isEqualTo(1);

        Ended again = run(command);
        assertThat(again.out()).containsExactly("= 1 unchanged", "key id: tools/ada/" + FINGERPRINT);
        assertThat(again.err()).isEmpty();
    }

    /** By its id, or by its key alone. */
    @Test
    void whatIsNotGivenAgainStaysAsItIs() throws IOException {
        String tenancy = "--tenancy=ocid1.tenancy.oc1..a";
        succeeded(run(
                "add-principal",
                "job",
                "--client=tools",
                "--user=ada",
                tenancy,
                "--user-ocid=ocid1.user.oc1..b",
                "--public-key=public.pem"));
        String keyId = "key id: ocid1.tenancy.oc1..a/ocid1.user.oc1..b/";

        assertThat(run("add-principal", "--client=tools", "--public-key=public.pem")
                        .out())
                .containsExactly("= 1 unchanged", keyId + FINGERPRINT);
        assertThat(run("add-principal", "job", "--client=tools", "--public-key=public.pem", "--user-ocid=c")
                        .out())
                .containsExactly(
                        "~ principal job: key_id ocid1.tenancy.oc1..a/ocid1.user.oc1..b/" + FINGERPRINT
                                + " → ocid1.tenancy.oc1..a/c/" + FINGERPRINT,
                        "key id: ocid1.tenancy.oc1..a/c/" + FINGERPRINT);

        RSAPublicKey next = (RSAPublicKey) TestRsaKeys.pair("next").getPublic();
        Files.writeString(directory.resolve("next.pem"), TestRsaKeys.pem(next));
        Ended replaced = run("add-principal", "job", "--client=tools", "--public-key=next.pem");
        assertThat(replaced.out())
                .last()
                .isEqualTo("key id: ocid1.tenancy.oc1..a/c/" + RsaPublicKeys.fingerprint(next));
        assertThat(replaced.out()).first().asString().doesNotContain("user");
        assertThat(replaced.err()).anyMatch(line -> line.contains("changed principal job"));
        assertThat(principals()).isEqualTo(1);
    }

    @Test
    void aKeyIdThatSomebodyChoseStaysToo() throws IOException {
        Files.writeString(
                directory.resolve("own.yaml"),
                "principals: [{id: own, enabled: false, client: tools, user: ada, key_id: ada-laptop, public_key: "
                        + RsaPublicKeys.text(TestRsaKeys.one()) + "}]");
        succeeded(run("apply", "-f", "own.yaml"));

        assertThat(run("add-principal", "--client=tools", "--public-key=public.pem")
                        .out())
                .containsExactly("= 1 unchanged", "key id: ada-laptop");
        assertThat(run("add-principal", "own", "--client=tools", "--public-key=public.pem", "--tenancy=t")
                        .out())
                .last()
                .asString()
                .startsWith("key id: t/")
                .endsWith("/" + FINGERPRINT);
    }

    @Test
    void namesAreThoseOfOracleIfTheyAreGiven() {
        Ended added = run(
                "add-principal",
                "job",
                "--client=tools",
                "--tenancy=ocid1.tenancy.oc1..a",
                "--user-ocid=ocid1.user.oc1..b",
                "--public-key=public.pem");

        assertThat(added.out())
                .containsExactly("+ principal job", "key id: ocid1.tenancy.oc1..a/ocid1.user.oc1..b/" + FINGERPRINT);
    }

    @Test
    void refusesAPrivateKeyWithoutShowingIt() throws IOException {
        String secret = Base64.getEncoder()
                .encodeToString(TestRsaKeys.pair("one").getPrivate().getEncoded());
        Files.writeString(
                directory.resolve("key.pem"),
                "-----BEGIN PRIVATE KEY-----\n" + secret + "\n-----END PRIVATE KEY-----\n");

        Ended ended = run("add-principal", "--client=tools", "--public-key=key.pem");

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).singleElement().asString().startsWith("bourse: key.pem is a PRIVATE key");
        assertThat(ended.err().toString()).doesNotContain(secret.substring(0, 20));
    }

    @Test
    void refusesWhatIsNotThere() {
        misused(run("add-principal", "--client=tools", "--public-key=none.pem"), "bourse: there is no file none.pem");
        misused(
                run("add-principal", "job", "--client=tool", "--public-key=public.pem"),
                "bourse: --client names the client 'tool', which does not exist; add it under clients");
        misused(
                run("add-principal", "--client=tools", "--tenancy=a b", "--public-key=public.pem"),
                "bourse: the key id (--tenancy, --user-ocid) must be 1 to 512 printable characters without spaces,"
                        + " quotes and backslashes, such as <tenancy>/<user>/<fingerprint>");
    }

    /** Not blamed on an option that was not given. */
    @Test
    void aKeyOfAnotherClientIsMovedOnlyByItsId() throws IOException {
        Files.writeString(directory.resolve("others.yaml"), """
                projects: [{id: others}]
                clients:
                  - {id: web, project: others, authentication: none, grants: [signed_request], audiences: [t]}
                """);
        succeeded(run("apply", "-f", "others.yaml"));
        succeeded(run("add-principal", "--client=tools", "--user=ada", "--public-key=public.pem"));

        misused(
                run("add-principal", "--client=web", "--public-key=public.pem"),
                "bourse: --public-key is the key of principal " + NAME
                        + " of client tools; say its ID to change that one");
        assertThat(run("add-principal", NAME, "--client=web", "--public-key=public.pem")
                        .err())
                .singleElement()
                .asString()
                .startsWith("bourse: principal " + NAME + ": user names ");
    }

    private static void misused(Ended ended, String line) {
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).isEqualTo(List.of(line));
    }
}
