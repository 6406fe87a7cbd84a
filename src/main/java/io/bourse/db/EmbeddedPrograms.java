package io.bourse.db;

import io.bourse.config.ConfigException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs PostgreSQL's programs to their end; blocks. What they print goes to a file, which each run replaces. */
final class EmbeddedPrograms {

    private static final long LIMIT_SECONDS = 60;
    private static final int SHOWN_CHARACTERS = 2_000;

    private final Path programs;
    private final File output;
    private final boolean root;

    /**
     * @param directory where the output goes; it belongs to us, and so tells who we are
     * @throws ConfigException if we are root and may not make a user namespace
     */
    EmbeddedPrograms(Path programs, Path directory) throws IOException {
        this.programs = programs;
        this.output = directory.resolve("output.log").toFile();
        this.root = Integer.valueOf(0).equals(Files.getAttribute(directory, "unix:uid"));
        if (root && !execute(List.of("unshare", "-U", "true"))) {
            throw new ConfigException(List.of("the embedded database cannot run as root here:"
                    + " run as an ordinary user or set BOURSE_DATABASE_URL"));
        }
    }

    /** Whether the program succeeded, within a minute. */
    boolean run(String program, List<String> arguments) {
        List<String> command = new ArrayList<>();
        if (root) {
            // PostgreSQL refuses to run as root; in a user namespace of its own it runs as nobody.
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(arguments);
        return execute(command);
    }

    /** What the last program printed. */
    String output() {
        return tail(output.toPath());
    }

    /** The end of a text, on one line. */
    static String tail(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            int from = Math.max(0, bytes.length - SHOWN_CHARACTERS);
            String text = new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
            return text.strip().replaceAll("\\s+", " ");
        } catch (IOException e) {
            return "it said nothing";
        }
    }

    private boolean execute(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .start();
            if (process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (IOException e) {
            throw new ConfigException(List.of("the embedded database cannot be run: " + e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
