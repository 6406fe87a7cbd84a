package io.bourse.app;

import static io.bourse.fakes.Eventually.eventually;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command line as a process of its own, in a directory of its own. What it prints is kept there. */
final class BourseProcess implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Process process;
    private final Path out;
    private final Path err;

    private BourseProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** How a command ended. */
    record Ended(int exitCode, List<String> out, List<String> err) {}

    static BourseProcess start(Path directory, Map<String, String> settings, String... arguments) {
        return start(directory, settings, command(System.getProperty("java.class.path"), arguments));
    }

    /** Runs to the end, with this file as its standard input. */
    static Ended runReading(Path input, Path directory, Map<String, String> settings, String... arguments) {
        List<String> command = command(System.getProperty("java.class.path"), arguments);
        try (BourseProcess started = start(directory, settings, command, Redirect.from(input.toFile()))) {
            return started.end();
        }
    }

    /** @param command a whole command line, for whoever needs another than ours */
    static BourseProcess start(Path directory, Map<String, String> settings, List<String> command) {
        return start(directory, settings, command, Redirect.PIPE);
    }

    private static BourseProcess start(
            Path directory, Map<String, String> settings, List<String> command, Redirect input) {
        try {
            Path out = Files.createTempFile(directory, "bourse", ".out");
            Path err = Files.createTempFile(directory, "bourse", ".err");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectInput(input)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("BOURSE_"));
            builder.environment().putAll(settings);
            Process process = builder.start();
            process.getOutputStream().close();
            return new BourseProcess(process, out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> command(String classPath, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                // Most of these processes live for a second.
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                Main.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Runs to the end. */
    static Ended run(Path directory, Map<String, String> settings, String... arguments) {
        try (BourseProcess started = start(directory, settings, arguments)) {
            return started.end();
        }
    }

    /** Waits until it ends by itself. */
    Ended end() {
        int exitCode = exitCode(LIMIT);
        return new Ended(exitCode, lines(out), lines(err));
    }

    /** Waits until the output holds a line that begins so. */
    String awaitLine(String beginning) {
        eventually("a line " + beginning, LIMIT, () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("ended with " + process.exitValue() + ": " + lines(err));
            }
            return out().stream().anyMatch(line -> line.startsWith(beginning));
        });
        return out().stream()
                .filter(line -> line.startsWith(beginning))
                .findFirst()
                .orElseThrow();
    }

    /** The output so far. */
    List<String> out() {
        return lines(out);
    }

    /** The error output so far. */
    List<String> err() {
        return lines(err);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
        exitCode(LIMIT);
    }

    /** Waits until it has ended. */
    int exitCode(Duration limit) {
        try {
            if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
            throw new AssertionError("still running after " + limit + ": " + lines(out) + lines(err));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it in order if it still runs, so that it ends what it has started. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
