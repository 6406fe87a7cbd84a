package io.bourse.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bourse.config.ConfigException;
import io.bourse.fakes.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServerIT {

    @TempDir
    Path directory;

    private final List<Process> children = new ArrayList<>();

    @AfterEach
    void endChildren() {
        children.forEach(Process::destroyForcibly);
    }

    @Test
    void keepsItsDataAndItsPassword() {
        DatabaseAddress first;
        try (EmbeddedServer server = EmbeddedServer.start(directory)) {
            first = server.address();
            new TestDatabase(first).execute("CREATE TABLE kept AS SELECT 7 AS number");
        }

        try (EmbeddedServer server = EmbeddedServer.start(directory)) {
            TestDatabase database = new TestDatabase(server.address());
            assertThat(database.number("SELECT number FROM kept")).isEqualTo(7);
            assertThat(server.address().password().reveal())
                    .isEqualTo(first.password().reveal());
            assertThat(database.number("SELECT count(*) FROM pg_settings WHERE name IN"
                            + " ('fsync', 'synchronous_commit', 'full_page_writes') AND setting = 'on'"))
                    .isEqualTo(3);
        }
    }

    @Test
    void letsNobodyInWithoutThePassword() throws IOException {
        try (EmbeddedServer server = EmbeddedServer.start(directory)) {
            String url = "jdbc:postgresql://127.0.0.1:" + server.address().port() + "/postgres";

            assertThatThrownBy(() -> DriverManager.getConnection(url, "bourse", "guess"))
                    .isInstanceOf(SQLException.class);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("password"))))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void aServerThatOutlivedItsProcessIsReplacedWithoutLoss() throws Exception {
        Process child = child();
        int port = port(child);
        DatabaseAddress left = new DatabaseAddress(
                "127.0.0.1",
                port,
                "postgres",
                "bourse",
                new io.bourse.config.Secret(Files.readString(directory.resolve("password"))),
                DatabaseAddress.Tls.DISABLE,
                null);
        new TestDatabase(left).execute("CREATE TABLE kept AS SELECT 7 AS number");

        assertThat(child.destroyForcibly().waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(new TestDatabase(left).number("SELECT number FROM kept")).isEqualTo(7);

        try (EmbeddedServer server = EmbeddedServer.start(directory)) {
            assertThat(new TestDatabase(server.address()).number("SELECT number FROM kept"))
                    .isEqualTo(7);
        }
    }

    @Test
    void aServerThatWasKilledTooRecovers() throws Exception {
        Process child = child();
        int port = port(child);
        long server = Long.parseLong(Files.readAllLines(directory.resolve("data/postmaster.pid"))
                .get(0)
                .strip());
        child.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        ProcessHandle postmaster = ProcessHandle.of(server).orElseThrow();
        postmaster.destroyForcibly();
        postmaster.onExit().get(10, TimeUnit.SECONDS);

        try (EmbeddedServer again = EmbeddedServer.start(directory)) {
            assertThat(again.address().port()).isNotEqualTo(port);
            assertThat(new TestDatabase(again.address()).number("SELECT 1")).isEqualTo(1);
        }
    }

    @Test
    void anotherProcessInTheSameDirectoryIsToldSo() throws Exception {
        Process child = child();
        assertThat(port(child)).isPositive();

        assertThatThrownBy(() -> EmbeddedServer.start(directory))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("another process runs the embedded database in ");

        child.getOutputStream().close();
        assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(directory.resolve("data/postmaster.pid")).doesNotExist();
    }

    private Process child() throws IOException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        EmbeddedServerChild.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        children.add(child);
        return child;
    }

    @SuppressWarnings("resource") // closing it would end the child
    private static int port(Process child) throws IOException {
        BufferedReader output = child.inputReader(StandardCharsets.UTF_8);
        return Integer.parseInt(output.readLine());
    }
}
