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
                        "+ principal " + NAME,
                        "= 0 unchanged",
                        "dry run: nothing was changed",
                        "key id: tools/ada/" + FINGERPRINT);
        assertThat(principals()).isZero();

        Ended added = run(command);
        succeeded(added);
        assertThat(added.out())
                .containsExactly("+ principal " + NAME, "= 0 unchanged", "key id: tools/ada/" + FINGERPRINT);
        assertThat(added.err())
                .anyMatch(line -> line.contains("\"door\":\"cli\"") && line.contains("added principal " + NAME));
        assertThat(principals()).isEqualTo(1);

        assertThat(run(command).out()).containsExactly("= 1 unchanged", "key id: tools/ada/" + FINGERPRINT);
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
                .containsExactly(
                        "+ principal job",
                        "= 0 unchanged",
                        "key id: ocid1.tenancy.oc1..a/ocid1.user.oc1..b/" + FINGERPRINT);
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
                "add-principal.json:1: principal job: client names the client 'tool', which does not exist; add it"
                        + " under clients");
    }

    private static void misused(Ended ended, String line) {
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).isEqualTo(List.of(line));
    }
}
