package io.bourse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The tests in {@code src/test/node} with their packages, in a folder of the build that is kept for the next run. */
final class NodeFolder {

    private static final Path SOURCE = Path.of("src", "test", "node");
    private static final int FETCH_SECONDS = 180;
    private static final int TEST_SECONDS = 120;

    /** What npm says when it cannot reach whoever it fetches from, apart from what is wrong with what it got. */
    private static final Pattern UNREACHABLE =
            Pattern.compile("ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH");

    private final Path folder;

    private NodeFolder(Path folder) {
        this.folder = folder;
    }

    /** One test of a file, as it went. */
    record Test(String name, boolean passed, String skipped, String problem) {}

    /** Of Node, as {@code v20.19.4} or {@code >=20.19}. */
    record Version(int major, int minor) {

        private static final Pattern TEXT = Pattern.compile("(?:v|>=)(\\d+)\\.(\\d+)(?:\\..*)?");

        static Version of(String text) {
            Matcher parts = TEXT.matcher(text.strip());
            assertThat(parts.matches()).as(text).isTrue();
            return new Version(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
        }

        boolean isOlderThan(Version other) {
            return major < other.major || (major == other.major && minor < other.minor);
        }

        @Override
        public String toString() {
            return major + "." + minor;
        }
    }

    private record Ended(int status, String output) {}

    /** Why these tests cannot be run here; empty if they can. */
    static Optional<String> hindrance() throws IOException {
        for (String program : List.of("node", "npm")) {
            try {
                run(Path.of("."), Map.of(), 30, List.of(program, "--version"));
            } catch (UncheckedIOException absent) {
                return Optional.of("there is no " + program + " on the PATH");
            }
        }
        Version version = Version.of(
                run(Path.of("."), Map.of(), 30, List.of("node", "--version")).output());
        Version oldest = oldestNode();
        return version.isOlderThan(oldest)
                ? Optional.of("node is " + version + ", older than " + oldest)
                : Optional.empty();
    }

    /** The package itself says what it needs. */
    static Version oldestNode() throws IOException {
        JsonNode told =
                new ObjectMapper().readTree(SOURCE.resolve("package.json").toFile());
        return Version.of(told.at("/engines/node").textValue());
    }

    /** Fetches the packages that the lock file names, unless an earlier run did; empty if nobody hands them out. */
    static Optional<NodeFolder> fetched() throws IOException {
        byte[] lock = Files.readAllBytes(SOURCE.resolve("package-lock.json"));
        Path folder = Path.of("target", "node", UUID.nameUUIDFromBytes(lock).toString());
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(SOURCE)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Path done = folder.resolve("fetched");
        if (!Files.exists(done)) {
            Ended fetch = run(folder, Map.of(), FETCH_SECONDS, List.of("npm", "ci"));
            if (fetch.status() != 0 && UNREACHABLE.matcher(fetch.output()).find()) {
                return Optional.empty();
            }
            assertThat(fetch.status()).as(fetch.output()).isZero();
            Files.createFile(done);
        }
        return Optional.of(new NodeFolder(folder));
    }

    /** The files of tests, by name. */
    List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(SOURCE)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".test.mjs"))
                    .sorted()
                    .toList();
        }
    }

    /** Runs one file; at least one test is in it, or a suite that was skipped as a whole. */
    List<Test> run(String file, Map<String, String> environment) {
        Ended ended = run(
                folder,
                environment,
                TEST_SECONDS,
                List.of(
                        "node",
                        "--test",
                        "--test-reporter=./reporter.mjs",
                        "--test-reporter-destination=stdout",
                        file));
        List<Test> tests = ended.output()
                .lines()
                .filter(line -> line.startsWith("{"))
                .map(NodeFolder::parse)
                .toList();
        assertThat(tests).as(ended.output()).isNotEmpty();
        assertThat(ended.status() == 0)
                .as(ended.output())
                .isEqualTo(tests.stream().allMatch(Test::passed));
        return tests;
    }

    private static Test parse(String line) {
        try {
            JsonNode told = new ObjectMapper().readTree(line);
            return new Test(
                    told.get("name").textValue(),
                    told.get("passed").booleanValue(),
                    told.get("skipped").textValue(),
                    told.get("problem").textValue());
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }

    private static Ended run(Path folder, Map<String, String> environment, int seconds, List<String> command) {
        try {
            Path output = Files.createTempFile("bourse-node", ".txt");
            ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            try {
                boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
                assertThat(ended).as("%s took more than %d s", command, seconds).isTrue();
                return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(String.join(" ", command), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
