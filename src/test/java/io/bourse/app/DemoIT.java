package io.bourse.app;

import static io.bourse.fakes.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a stranger runs it: a process, its printed calls in a shell, stopped, killed, started again. */
class DemoIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration STOP = Duration.ofSeconds(25);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String LAST_LINE = "Stop with Ctrl-C.";
    private static final String REFRESH = "refresh_token: works once, for the answer brings the next one";
    private static final int SIGTERM = 143;
    private static final int NOBODY = 65534;

    /** Which member tells that a call did what its title says; by the beginning of the title. */
    private static final Map<String, String> EXPECTED = Map.ofEntries(
            Map.entry("password", "/refresh_token"),
            Map.entry("refresh_token", "/refresh_token"),
            Map.entry("client_credentials", "/access_token"),
            Map.entry("convert_token", "/refresh_token"),
            Map.entry("jwt-bearer", "/access_token"),
            Map.entry("workload", "/access_token"),
            Map.entry("token-exchange", "/issued_token_type"),
            Map.entry("delegation", "/issued_token_type"),
            Map.entry("introspection:", "/sub"),
            Map.entry("introspection of a delegated token", "/act/sub"),
            Map.entry("revocation", ""),
            Map.entry("drf", "/access_token"),
            Map.entry("xoxoday", "/access_token_expiry"),
            Map.entry("oracle", "/access_token"),
            Map.entry("openapi", "/paths/~1oauth2~1token/post"),
            Map.entry("metadata", "/token_endpoint"),
            Map.entry("public keys", "/keys/0/kid"),
            Map.entry("readiness", "/checks"),
            Map.entry("admin", "/grants"),
            Map.entry("medplum: auth/exchange", "/profile/reference"),
            Map.entry("medplum: auth/me", "/membership/profile/reference"),
            Map.entry("sso", "/refresh/token"),
            Map.entry("more external tokens", "/id_token"));

    @TempDir
    Path directory;

    private final Map<String, String> settings = new HashMap<>();
    private Path data;

    @BeforeEach
    void choosePorts() {
        Path given = directory.resolve("data");
        data = given.resolve("demo");
        settings.putAll(Map.of(
                "BOURSE_DATA_DIR", given.toString(),
                "BOURSE_PORT", Integer.toString(TestNode.freePort()),
                "BOURSE_MANAGEMENT_PORT", Integer.toString(TestNode.freePort()),
                "BOURSE_DEMO_IDP_PORT", Integer.toString(TestNode.freePort())));
    }

    private BourseProcess start() {
        BourseProcess demo = BourseProcess.start(directory, settings, "demo");
        demo.awaitLine(LAST_LINE);
        return demo;
    }

    @Test
    void everyPrintedCallWorksAndAStopLeavesNothing() throws Exception {
        try (BourseProcess demo = start()) {
            assertThat(demo.out().get(0)).matches("Bourse is ready after \\d+\\.\\d s: try it\\.");
            Map<String, String> calls = calls(demo);
            assertThat(calls.keySet())
                    .as("every expectation is of a call")
                    .allSatisfy(title -> assertThat(expected(title)).isPresent());
            assertThat(calls).hasSizeGreaterThan(EXPECTED.size());
            for (Map.Entry<String, String> call : calls.entrySet()) {
                worked(call.getKey(), curl(call.getValue()));
            }
            ProcessHandle database = database();

            demo.terminate();

            assertThat(demo.exitCode(STOP)).isEqualTo(SIGTERM);
            gone(database);
            assertThat(demo.err())
                    .as("the log holds no secret")
                    .noneMatch(line -> line.contains("brt_")
                            || line.contains("demo-secret")
                            || line.contains(adminKey(demo))
                            || line.contains("correct horse")
                            || line.contains("eyJ"));
        }
    }

    private static void worked(String title, Answer answer) throws IOException {
        assertThat(answer.status()).as("%s: %s", title, answer.body()).isEqualTo(200);
        if (title.equals("metrics")) {
            assertThat(answer.body()).contains("jvm_memory_used_bytes");
            return;
        }
        String member = expected(title).orElseThrow();
        if (!member.isEmpty()) {
            JsonNode json = JSON.readTree(answer.body());
            assertThat(json.at(member).isMissingNode())
                    .as("%s has %s: %s", title, member, json)
                    .isFalse();
        }
    }

    private static Optional<String> expected(String title) {
        return title.equals("metrics")
                ? Optional.of("")
                : EXPECTED.entrySet().stream()
                        .filter(entry -> title.startsWith(entry.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst();
    }

    /** RFC 9700 section 4.14.2 across a crash of everything: what was rotated is not forgotten. */
    @Test
    void afterEverythingWasKilledAReplacedRefreshTokenIsStillKnown() throws Exception {
        settings.put("BOURSE_REPLAY_WINDOW", "0s");
        String useFirst;
        String second;
        try (BourseProcess demo = start()) {
            useFirst = calls(demo).get(REFRESH);
            second = JSON.readTree(curl(useFirst).body()).get("refresh_token").textValue();
            ProcessHandle database = database();

            demo.kill();
            database.destroyForcibly();
            gone(database);
        }

        try (BourseProcess again = start()) {
            Answer reuse = curl(useFirst);
            assertThat(reuse.status()).as(reuse.body()).isEqualTo(400);
            assertThat(reuse.body()).contains("invalid_grant");
            Answer successor = curl(useFirst.replaceAll("brt_[\\w-]+", second));
            assertThat(successor.status()).as(successor.body()).isEqualTo(400);
            assertThat(successor.body()).contains("invalid_grant");
            assertThat(again.err()).anyMatch(line -> line.contains("a replaced refresh token was used"));
            worked("password", curl(calls(again).get("password")));
        }
    }

    /** The database must not be left behind for good when only the service is killed. */
    @Test
    void afterTheServiceWasKilledItStartsOnTheSameData() throws Exception {
        String refresh;
        String key;
        ProcessHandle left;
        try (BourseProcess demo = start()) {
            refresh = calls(demo).get(REFRESH);
            key = adminKey(demo);
            left = database();
            demo.kill();
        }

        try (BourseProcess again = start()) {
            gone(left);
            assertThat(adminKey(again)).isNotEqualTo(key);
            worked("refresh_token", curl(refresh));
            ProcessHandle database = database();
            again.terminate();
            assertThat(again.exitCode(STOP)).isEqualTo(SIGTERM);
            gone(database);
        }
    }

    @Test
    void runsAsAnOrdinaryUser() throws Exception {
        assumeThat(Files.getAttribute(directory, "unix:uid"))
                .as("only root can become somebody else; whoever is not root runs every test here as an ordinary user")
                .isEqualTo(0);
        assumeThat(succeeds("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "true"))
                .as("setpriv (util-linux) is needed to become an ordinary user")
                .isTrue();
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        List<String> command =
                new ArrayList<>(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        command.addAll(BourseProcess.command(readableClassPath(), "demo"));

        try (BourseProcess demo = BourseProcess.start(directory, settings, command)) {
            demo.awaitLine(LAST_LINE);

            worked("password", curl(calls(demo).get("password")));
            assertThat(Files.getAttribute(data, "unix:uid")).isEqualTo(NOBODY);
            ProcessHandle database = database();
            demo.terminate();
            assertThat(demo.exitCode(STOP)).isEqualTo(SIGTERM);
            gone(database);
        }
    }

    private static boolean succeeds(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException absent) {
            return false;
        }
    }

    /** Ours may lie in the home directory of root, where nobody else can read. */
    private String readableClassPath() throws IOException {
        Path copy = Files.createDirectory(directory.resolve("classes"));
        List<String> jars = new ArrayList<>(List.of(copy.toString()));
        for (Path element : classPath()) {
            if (Files.isDirectory(element)) {
                copyTree(element, copy);
            } else if (Files.exists(element)) {
                Path jar = directory.resolve(jars.size() + "-" + element.getFileName());
                Files.copy(element, jar);
                jars.add(jar.toString());
            }
        }
        return String.join(File.pathSeparator, jars);
    }

    /** Build tools hand a long class path over in the manifest of an otherwise empty jar. */
    private static List<Path> classPath() throws IOException {
        String[] elements = System.getProperty("java.class.path").split(File.pathSeparator, -1);
        if (elements.length > 1) {
            return List.of(elements).stream().map(Path::of).toList();
        }
        Path jar = Path.of(elements[0]);
        try (JarFile file = new JarFile(jar.toFile())) {
            String listed = file.getManifest().getMainAttributes().getValue("Class-Path");
            return List.of(listed.split(" ", -1)).stream()
                    .map(url -> Path.of(jar.toUri().resolve(url)))
                    .toList();
        }
    }

    private static void copyTree(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path found, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(found).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path found, BasicFileAttributes attributes) throws IOException {
                Files.copy(found, to.resolve(from.relativize(found).toString()), StandardCopyOption.REPLACE_EXISTING);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** What was made for this demo, as it stands in a printed call. */
    private static String adminKey(BourseProcess demo) {
        Matcher key = Pattern.compile("Bearer ([\\w-]{43})\"").matcher(String.join("\n", demo.out()));
        assertThat(key.find()).isTrue();
        return key.group(1);
    }

    /** The printed calls by title, as they are. */
    private static Map<String, String> calls(BourseProcess demo) {
        Map<String, String> calls = new LinkedHashMap<>();
        String title = "";
        for (String line : demo.out()) {
            if (line.startsWith("# ")) {
                title = line.substring(2);
            } else if (line.startsWith("curl ")) {
                calls.put(title, line);
            }
        }
        return calls;
    }

    private record Answer(int status, String body) {}

    /** Runs a line as it was printed; a curl configuration adds the status to what it prints. */
    private Answer curl(String line) throws IOException, InterruptedException {
        Path home = Files.createDirectories(directory.resolve("curl"));
        Files.writeString(home.resolve(".curlrc"), "write-out = \"\\n%{http_code}\"\nmax-time = 30\n");
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", line).redirectErrorStream(true);
        builder.environment().put("CURL_HOME", home.toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as("%s: %s", line, output).isZero();
        int end = output.lastIndexOf('\n');
        return new Answer(Integer.parseInt(output.substring(end + 1)), output.substring(0, end));
    }

    /** The process of the embedded database. */
    private ProcessHandle database() throws IOException {
        String id = Files.readAllLines(data.resolve("postgres/data/postmaster.pid"))
                .get(0)
                .strip();
        return ProcessHandle.of(Long.parseLong(id)).orElseThrow();
    }

    private static void gone(ProcessHandle process) {
        eventually("process " + process.pid() + " is gone", PATIENCE, () -> !process.isAlive());
    }
}
