package io.bourse.app;

import static io.bourse.fakes.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.app.BourseProcess.Ended;
import io.bourse.app.demo.DemoPrincipal;
import io.bourse.fakes.TestDatabase;
import io.bourse.fakes.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as a user meets them: what they print, where, and with which exit code they end. */
class CommandLineIT {

    private static final List<String> COMMANDS = List.of(
            "demo",
            "serve",
            "migrate",
            "apply",
            "add-principal",
            "remove",
            "explain",
            "rotate-keys",
            "revoke",
            "create-root-key",
            "create-service-with-key",
            "lineage",
            "unlock",
            "completion");

    private static final Duration TOLD = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private Ended run(Map<String, String> settings, String... arguments) {
        return BourseProcess.run(directory, settings, arguments);
    }

    private static Map<String, String> on(TestDatabase database) {
        return Map.of("BOURSE_DATABASE_URL", database.url(), "BOURSE_MASTER_KEY", TestNode.MASTER_KEY);
    }

    private static Map<String, String> with(Map<String, String> settings, String... more) {
        Map<String, String> all = new HashMap<>(settings);
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return all;
    }

    private static void succeeded(Ended ended) {
        assertThat(ended.exitCode()).as(ended.toString()).isZero();
    }

    /** These lines, each on one problem, and exit code 2. */
    private static void misused(Ended ended, String... problems) {
        assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(2);
        assertThat(ended.err()).hasSameSizeAs(problems);
        for (int i = 0; i < problems.length; i++) {
            assertThat(ended.err().get(i)).contains(problems[i]);
        }
    }

    private Path file(String name, String text) {
        try {
            return Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Nested
    class Help {

        @Test
        void everyCommandTeaches() {
            Map<String, BourseProcess> started = new LinkedHashMap<>();
            for (String command : COMMANDS) {
                started.put(command, BourseProcess.start(directory, Map.of(), command, "--help"));
            }

            started.forEach((command, process) -> {
                Ended ended = process.end();
                succeeded(ended);
                assertThat(ended.err()).isEmpty();
                assertThat(ended.out().get(0)).startsWith("Usage: bourse " + command);
                assertThat(ended.out()).hasSizeGreaterThan(4).allMatch(line -> line.length() <= 120);
            });
        }

        @Test
        void theProgramNamesEveryCommandAndTheFirstStep() {
            Ended help = run(Map.of(), "--help");
            Ended bare = run(Map.of());

            succeeded(help);
            String text = String.join("\n", help.out());
            assertThat(COMMANDS).allSatisfy(command -> assertThat(text).containsPattern("(?m)^ +" + command + " "));
            assertThat(text).contains("bourse demo");
            assertThat(bare).isEqualTo(help);
        }

        @Test
        void theVersionIsPrinted() {
            Ended ended = run(Map.of(), "--version");

            succeeded(ended);
            assertThat(ended.out().get(0)).startsWith("bourse ");
        }

        @Test
        void completionIsAScriptThatAShellTakes() throws Exception {
            Ended ended = run(Map.of(), "completion");

            succeeded(ended);
            Path script = file("completion.sh", String.join("\n", ended.out()) + "\n");
            Process bash = new ProcessBuilder("bash", "-c", ". " + script + " && complete -p bourse")
                    .redirectErrorStream(true)
                    .start();
            String answer = new String(bash.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertThat(bash.waitFor()).as(answer).isZero();
            assertThat(answer).contains("bourse");
        }
    }

    @Nested
    class Misuse {

        @Test
        void anUnknownOptionOrCommandIsNamed() {
            Ended option = run(Map.of(), "serve", "--fast");
            Ended command = run(Map.of(), "server");
            Ended missing = run(Map.of(), "apply");

            assertThat(List.of(option, command, missing))
                    .extracting(Ended::exitCode)
                    .containsOnly(2);
            assertThat(option.err().get(0)).contains("--fast");
            assertThat(command.err().get(0)).contains("server");
            assertThat(missing.err().get(0)).contains("--file");
        }

        @Test
        void everyBadVariableIsNamedAtOnce() {
            Map<String, String> settings = Map.of(
                    "BOURSE_PORT", "http",
                    "BOURSE_DRAIN", "soon",
                    "BOURSE_ISSUER", "tokens.example.com",
                    "BOURSE_CORS_ORIGINS", "*",
                    "BOURSE_MASTER_KEY", "short",
                    "BOURSE_LOG_LEVEL", "loud",
                    "BOURSE_PROT", "8080");

            Ended ended = run(settings, "serve");

            assertThat(ended.exitCode()).isEqualTo(2);
            assertThat(ended.out()).isEmpty();
            assertThat(ended.err())
                    .hasSameSizeAs(settings.keySet())
                    .allMatch(line -> line.startsWith("bourse: BOURSE_"))
                    .noneMatch(line -> line.contains("short"));
            settings.keySet().forEach(name -> assertThat(ended.err()).anyMatch(line -> line.contains(name + " ")));
        }

        @Test
        void aSharedDatabaseNeedsWhatItsReplicasShare() {
            misused(
                    run(Map.of("BOURSE_DATABASE_URL", "postgresql://bourse:x@localhost/bourse"), "serve"),
                    "BOURSE_ISSUER is missing",
                    "BOURSE_MASTER_KEY is missing");
        }

        @Test
        void secretsThatCannotBeReadAreNamed() {
            Map<String, String> settings = Map.of(
                    "BOURSE_DATABASE_URL",
                    "postgresql://bourse@localhost/bourse",
                    "BOURSE_DATABASE_PASSWORD_FILE",
                    directory.resolve("absent").toString(),
                    "BOURSE_MASTER_KEY_FILE",
                    directory.toString());

            Ended ended = run(settings, "rotate-keys");

            assertThat(ended.exitCode()).isEqualTo(2);
            assertThat(ended.err())
                    .anyMatch(line -> line.contains("BOURSE_DATABASE_PASSWORD_FILE") && line.contains("absent"))
                    .anyMatch(line -> line.contains("BOURSE_MASTER_KEY_FILE"));
        }

        @Test
        void takenPortsAreNamedAtOnce() throws IOException {
            try (ServerSocket one = taken();
                    ServerSocket two = taken();
                    ServerSocket three = taken()) {
                Map<String, String> settings = Map.of(
                        "BOURSE_HOST", "127.0.0.1",
                        "BOURSE_PORT", port(one),
                        "BOURSE_MANAGEMENT_PORT", port(two),
                        "BOURSE_DEMO_IDP_PORT", port(three));

                misused(
                        run(settings, "serve"),
                        "BOURSE_MANAGEMENT_PORT: cannot listen on port " + port(two),
                        "BOURSE_PORT: cannot listen on port " + port(one));
                misused(
                        run(settings, "demo"),
                        "BOURSE_DEMO_IDP_PORT: cannot listen on port " + port(three),
                        "BOURSE_MANAGEMENT_PORT: cannot listen on port " + port(two),
                        "BOURSE_PORT: cannot listen on port " + port(one));
                assertThat(directory.resolve(".bourse")).doesNotExist();
            }
        }

        /** Its passwords stand in our own README, and a server listens to everybody. */
        @Test
        void theDataOfTheDemoIsNotServed() {
            DemoPrincipal.in(directory);

            misused(run(Map.of("BOURSE_DATA_DIR", directory.toString()), "serve"), "BOURSE_DATA_DIR: " + directory);
        }

        @Test
        void whoeverHasRunOnlyTheDemoIsToldWhereItsDataIs() throws IOException {
            Files.createDirectories(directory.resolve(".bourse/demo"));

            Ended ended = run(Map.of(), "unlock", "ada");

            assertThat(ended.exitCode()).isEqualTo(2);
            assertThat(ended.err()).singleElement().asString().endsWith("; the demo's is in .bourse/demo");
        }

        @Test
        void aHostThatIsNotOursIsNamedInsteadOfThePorts() {
            for (String host : List.of("nosuch.host.invalid", "192.0.2.1")) {
                misused(
                        run(Map.of("BOURSE_HOST", host), "serve"),
                        "BOURSE_HOST: " + host + " is no address of this machine");
            }
        }

        @Test
        void aDataDirectoryThatCannotBeMadeIsToldWithTheReason() {
            misused(run(Map.of("BOURSE_DATA_DIR", "/proc/x"), "serve"), "cannot use /proc/x/postgres: NoSuchFile");
        }

        private static ServerSocket taken() throws IOException {
            return new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        }

        private static String port(ServerSocket socket) {
            return Integer.toString(socket.getLocalPort());
        }

        @Test
        void aDatabaseThatDoesNotAnswerIsOneLine() {
            Map<String, String> settings = Map.of(
                    "BOURSE_DATABASE_URL",
                    "postgresql://bourse:hidden-word@127.0.0.1:" + TestNode.freePort() + "/bourse?sslmode=disable",
                    "BOURSE_MASTER_KEY",
                    TestNode.MASTER_KEY);
            Path entries = file("entries.yaml", PROJECT);

            Ended ended = run(settings, "apply", "-f", entries.toString());

            assertThat(ended.exitCode()).isEqualTo(3);
            assertThat(ended.err()).hasSize(1);
            assertThat(ended.err().get(0)).startsWith("bourse: the database").doesNotContain("hidden-word");
        }

        /** No master key is asked of them either: they use none. */
        @Test
        void whatCannotBeKnownNowHasACodeOfItsOwn() {
            Map<String, String> settings = Map.of(
                    "BOURSE_DATABASE_URL",
                    "postgresql://bourse:word@127.0.0.1:" + TestNode.freePort() + "/bourse?sslmode=disable");

            for (Ended ended : List.of(run(settings, "remove", "client", "till"), run(settings, "unlock", "ada"))) {
                assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(3);
                assertThat(ended.err()).hasSize(1);
            }
        }
    }

    private static final String PROJECT = """
            projects:
              - id: shop
            clients:
              - id: till
                secret: till-secret
                grants: [client_credentials]
                scopes: [read]
                audiences: [https://api.example/shop]
            """;

    @Nested
    class Applying {

        private final TestDatabase database = TestPostgres.freshDatabase();

        private Ended apply(String file, String... more) {
            String[] arguments = new String[3 + more.length];
            System.arraycopy(new String[] {"apply", "-f", file}, 0, arguments, 0, 3);
            System.arraycopy(more, 0, arguments, 3, more.length);
            return run(on(database), arguments);
        }

        private long clients() {
            return database.number("SELECT count(*) FROM client");
        }

        @Test
        void aDryRunChangesNothingAndTheSecondTimeNothingIsLeftToDo() {
            String file = file("shop.yaml", PROJECT).toString();

            Ended dry = apply(file, "--dry-run");
            succeeded(dry);
            assertThat(dry.out()).anyMatch(line -> line.startsWith("+") && line.contains("till"));
            assertThat(dry.out()).contains("dry run: nothing was changed");
            assertThat(clients()).isZero();

            Ended first = apply(file);
            succeeded(first);
            assertThat(first.out()).anyMatch(line -> line.startsWith("+") && line.contains("till"));
            assertThat(first.err()).singleElement().asString().contains("applied shop.yaml");
            assertThat(clients()).isEqualTo(1);

            Ended second = apply(file);
            succeeded(second);
            assertThat(second.out()).noneMatch(line -> line.startsWith("+") || line.startsWith("~"));
            assertThat(second.out()).anyMatch(line -> line.startsWith("="));
            assertThat(second.err()).isEmpty();
        }

        @Test
        void aBadFileIsRefusedWithFileAndLineOfEveryProblem() {
            String file = file(
                            "bad.yaml",
                            PROJECT.replace("[read]", "[read, read]").replace("grants: [client", "grunts: [client"))
                    .toString();

            Ended ended = apply(file);

            assertThat(ended.exitCode()).isEqualTo(2);
            assertThat(ended.out()).isEmpty();
            assertThat(ended.err()).isNotEmpty().allMatch(line -> line.matches(".*bad\\.yaml:\\d+(:\\d+)?: .+"));
            assertThat(ended.err()).anyMatch(line -> line.contains(":6") && line.contains("grunts"));
            assertThat(clients()).isZero();
        }

        @Test
        void anEntryIsRemovedOnceNobodyNamesIt() {
            succeeded(apply(file("shop.yaml", PROJECT).toString()));

            Ended named = run(on(database), "remove", "project", "shop");
            assertThat(named.exitCode()).isEqualTo(1);
            assertThat(named.err())
                    .containsExactly(
                            "bourse: project shop is named by others; remove or change these first:",
                            "bourse:   client till");

            Ended dry = run(on(database), "remove", "client", "till", "--dry-run");
            succeeded(dry);
            assertThat(dry.out()).containsExactly("- client till", "dry run: nothing was changed");
            assertThat(clients()).isEqualTo(1);

            Ended elsewhere = run(on(database), "remove", "client", "till", "--project", "shop");
            assertThat(elsewhere.exitCode()).isEqualTo(2);
            assertThat(elsewhere.err().get(0)).contains("--project tells users of one name apart");
            Ended removed = run(Map.of("BOURSE_DATABASE_URL", database.url()), "remove", "client", "till");
            succeeded(removed);
            assertThat(removed.out()).containsExactly("- client till");
            assertThat(removed.err())
                    .anyMatch(line -> line.contains("\"door\":\"cli\"") && line.contains("removed client till"));
            assertThat(clients()).isZero();

            Ended again = run(on(database), "remove", "client", "till");
            assertThat(again.exitCode()).isEqualTo(2);
            assertThat(again.err()).containsExactly("bourse: there is no client till");
            misused(run(on(database), "remove", "clint", "till"), "there is no kind clint: known are project, client");
        }

        @Test
        void aUserNameOfSeveralProjectsIsToldWithTheProjects() {
            succeeded(apply(file("adas.yaml", """
                            projects:
                              - id: shop
                              - id: rewards
                            users:
                              - {username: ada, project: shop, password: notes by the translator}
                              - {username: ada, project: rewards, password: notes by the translator}
                            """).toString()));

            misused(
                    run(on(database), "remove", "user", "ada"),
                    "several projects have a user ada: rewards, shop; say which by --project");
            misused(
                    run(on(database), "unlock", "ada"),
                    "several projects have a user 'ada': rewards, shop; say which by --project");
        }

        @Test
        void aFileThatIsNotThereIsNamed() {
            misused(apply("nowhere.yaml"), "there is no file nowhere.yaml");
        }
    }

    @Nested
    class Databases {

        @Test
        void aServerAsksForTheMigrationThatMakesItsTablesOnce() {
            TestDatabase database = TestPostgres.emptyDatabase();
            Map<String, String> server = with(
                    on(database),
                    "BOURSE_ISSUER",
                    "https://tokens.example.com",
                    "BOURSE_HOST",
                    "127.0.0.1",
                    "BOURSE_PORT",
                    Integer.toString(TestNode.freePort()),
                    "BOURSE_MANAGEMENT_PORT",
                    Integer.toString(TestNode.freePort()),
                    "BOURSE_DRAIN",
                    "0s");

            Ended refused = run(server, "serve");
            Ended first = run(on(database), "migrate");
            Ended second = run(on(database), "migrate");

            assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(2);
            assertThat(refused.err()).hasSize(1);
            assertThat(refused.err().get(0)).contains("bourse migrate");
            succeeded(first);
            assertThat(first.out()).containsExactly("1 changes made to the schema");
            succeeded(second);
            assertThat(second.out()).containsExactly("the schema is up to date");
        }

        @Test
        void aServerThatCanOpenNoKeyIsNotReadyAndSaysSoOnce() {
            TestDatabase database = TestPostgres.freshDatabase();
            succeeded(run(on(database), "rotate-keys", "--now"));
            succeeded(run(on(database), "rotate-keys", "--now"));
            Map<String, String> another = Map.of(
                    "BOURSE_DATABASE_URL", database.url(),
                    "BOURSE_MASTER_KEY", "Hx4dHBsaGRgXFhUUExIREA8ODQwLCgkIBwYFBAMCAQA=",
                    "BOURSE_ISSUER", "https://tokens.example.com",
                    "BOURSE_HOST", "127.0.0.1",
                    "BOURSE_PORT", Integer.toString(TestNode.freePort()),
                    "BOURSE_MANAGEMENT_PORT", Integer.toString(TestNode.freePort()),
                    "BOURSE_DRAIN", "0s",
                    "BOURSE_LOG_FORMAT", "text");

            try (BourseProcess server = BourseProcess.start(directory, another, "serve")) {
                eventually("told", TOLD, () -> lines(server, "not ready: no signing key could be opened") == 1);
                succeeded(run(on(database), "rotate-keys", "--now"));
                eventually("a change is heard of", TOLD, () -> lines(server, " is left out: ") == 3);
                assertThat(lines(server, "ready: https://")).isZero();

                succeeded(run(another, "rotate-keys", "--now"));

                eventually("ready", TOLD, () -> lines(server, "ready: https://") == 1);
                assertThat(lines(server, " is left out: ")).isEqualTo(3);
                assertThat(lines(server, "not ready: ")).isEqualTo(1);
            }
        }

        private static long lines(BourseProcess server, String text) {
            return server.out().stream().filter(line -> line.contains(text)).count();
        }

        @Test
        void keysAreRotatedFromTheCommandLine() {
            TestDatabase database = TestPostgres.freshDatabase();

            Ended first = run(on(database), "rotate-keys", "--now");
            Ended second = run(with(on(database), "BOURSE_KEY_PREPUBLISH", "20m"), "rotate-keys");

            succeeded(first);
            succeeded(second);
            assertThat(first.out()).containsExactly("a new key is published and signs in 0s");
            assertThat(second.out()).containsExactly("a new key is published and signs in 20m");
            assertThat(database.number("SELECT count(*) FROM signing_key")).isEqualTo(2);
            assertThat(database.number("SELECT count(*) FROM signing_key WHERE signs_from > now()"))
                    .isEqualTo(1);
        }
    }

    @Nested
    class Explanations {

        private final TestDatabase database = TestPostgres.freshDatabase();

        private Ended explain(String... arguments) {
            String[] all = new String[1 + arguments.length];
            all[0] = "explain";
            System.arraycopy(arguments, 0, all, 1, arguments.length);
            return run(with(on(database), "BOURSE_ISSUER", "https://tokens.example.com"), all);
        }

        @Test
        void aRequestIsExplainedFromAFileOrTheCommandLine() {
            succeeded(
                    run(on(database), "apply", "-f", file("shop.yaml", PROJECT).toString()));
            String body = file("request.txt", "grant_type=client_credentials&client_id=till&client_secret=canary\n")
                    .toString();
            Map<String, List<String>> before = database.rows();

            Ended allowed = explain("-f", body);
            Ended refused = explain("-f", body, "--param", "scope=admin now");
            Ended json = explain("--json", "--param", "client_id=till", "--param", "grant_type=client_credentials");

            succeeded(allowed);
            assertThat(allowed.out()).anyMatch(line -> line.contains("client_secret was not looked at"));
            assertThat(allowed.out()).contains("allowed: by client").noneMatch(line -> line.contains("canary"));
            assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(1);
            assertThat(refused.out())
                    .contains("refused: invalid_scope, at the step scope")
                    .anyMatch(line -> line.contains("add [admin, now] to scopes of client till"));
            succeeded(json);
            assertThat(json.out()).hasSize(1);
            assertThat(json.out().get(0)).startsWith("{\"allowed\":true,").endsWith("]}");
            assertThat(database.rows()).isEqualTo(before);
        }

        @Test
        void whatATokenSaysIsNoCommandToTheTerminal() {
            succeeded(run(on(database), "apply", "-f", file("bearer.yaml", """
                            projects:
                              - id: shop
                            clients:
                              - {id: bearer, project: shop, secret: bearer-secret, grants: [jwt-bearer], audiences: [https://a.example]}
                            """).toString()));
            String claims = "{\"iss\":\"https://a\\u001b[2J\\nrefused: not at all\"}";
            String assertion = "e30."
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
                    + ".e30";
            String body = file(
                            "bearer.txt",
                            "grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer&client_id=bearer&assertion="
                                    + assertion)
                    .toString();

            Ended text = explain("-f", body);
            Ended json = explain("--json", "-f", body);

            String shown = "the issuer https://a\\u001b[2J\\u000arefused: not at all";
            assertThat(text.out()).anyMatch(line -> line.endsWith(shown)).noneMatch(line -> line.contains("\u001b"));
            assertThat(json.out()).hasSize(1);
            assertThat(json.out().get(0)).contains(shown.replace("\\", "\\\\")).doesNotContain("\u001b");
        }

        @Test
        void wrongUseIsExplainedToo() {
            misused(explain(), "there is no request");
            misused(explain("--param", "password=x"), "others can read command lines");
            misused(explain("--param", "password"), "NAME=VALUE");
            misused(explain("-f", "nowhere.txt"), "cannot read nowhere.txt");
            misused(explain("--param", "grant_type=password"), "client_id is missing");
        }
    }
}
