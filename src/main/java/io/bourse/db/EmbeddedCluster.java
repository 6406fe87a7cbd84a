package io.bourse.db;

import io.bourse.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The data of an embedded server and its running and stopping. Whoever uses it holds the directory's lock. */
final class EmbeddedCluster {

    /** In {@code postmaster.pid}: process, data directory, start time, port. */
    private static final int PORT_LINE = 3;

    private final EmbeddedPrograms programs;
    private final Path data;
    private final Path fresh;
    private final Path log;

    EmbeddedCluster(Path directory, EmbeddedPrograms programs) {
        this.programs = programs;
        this.data = directory.resolve("data");
        this.fresh = directory.resolve("data-new");
        this.log = directory.resolve("server.log");
    }

    /** Made in a directory of its own and then renamed: an interrupted attempt leaves nothing that looks whole. */
    void initializeIfAbsent(String user, Path password) throws IOException {
        if (Files.exists(data)) {
            return;
        }
        EmbeddedBinaries.delete(fresh);
        boolean made = programs.run(
                "initdb",
                List.of(
                        "--pgdata=" + fresh,
                        "--username=" + user,
                        "--pwfile=" + password,
                        "--auth=scram-sha-256",
                        // Stretching guards passwords that people think up; this one is random.
                        "--set=scram_iterations=1",
                        "--encoding=UTF8",
                        "--no-locale"));
        if (!made) {
            throw new ConfigException(List.of("the embedded database cannot be initialized: " + programs.output()));
        }
        Files.writeString(fresh.resolve("postgresql.conf"), "\ninclude = 'bourse.conf'\n", StandardOpenOption.APPEND);
        Files.move(fresh, data);
    }

    /** Stops a server that outlived the process that started it, or clears away what points to one that is gone. */
    void stopIfLeftBehind() throws IOException {
        Optional<Long> left = processId();
        if (left.isEmpty()) {
            return;
        }
        Optional<ProcessHandle> process = ProcessHandle.of(left.get());
        if (process.flatMap(found -> found.info().command())
                .filter(command -> !isServer(command))
                .isPresent()) {
            // Its number has gone to somebody else, for whom PostgreSQL would wait in vain.
            Files.delete(data.resolve("postmaster.pid"));
        } else if (process.isPresent()) {
            stop();
        }
    }

    /** Whether it runs and can be connected to. */
    boolean run(String host, int port, boolean safe) throws IOException {
        Files.writeString(data.resolve("bourse.conf"), configuration(host, port, safe));
        Files.deleteIfExists(log);
        return control("start", "--log=" + log, "--timeout=30");
    }

    void stop() {
        if (!control("stop", "--mode=fast", "--timeout=5") && !control("stop", "--mode=immediate", "--timeout=5")) {
            throw new IllegalStateException("the embedded database does not stop: " + programs.output());
        }
    }

    /** Why it did not run. */
    String complaint() {
        return Files.exists(log) ? EmbeddedPrograms.tail(log) : programs.output();
    }

    private boolean control(String command, String... arguments) {
        List<String> all = new ArrayList<>(List.of(command, "--pgdata=" + data, "--wait"));
        all.addAll(List.of(arguments));
        return programs.run("pg_ctl", all);
    }

    private Optional<Long> processId() throws IOException {
        Path file = data.resolve("postmaster.pid");
        return Files.exists(file)
                ? Files.readAllLines(file).stream()
                        .findFirst()
                        .map(String::strip)
                        .map(Long::valueOf)
                : Optional.empty();
    }

    /** Where the server of this directory listens; empty if none has written it down yet. */
    static Optional<Integer> port(Path directory) throws IOException {
        Path file = directory.resolve("data").resolve("postmaster.pid");
        return Files.exists(file)
                ? Files.readAllLines(file).stream()
                        .skip(PORT_LINE)
                        .findFirst()
                        .map(String::strip)
                        .map(Integer::valueOf)
                : Optional.empty();
    }

    private static boolean isServer(String command) {
        return command.endsWith("postgres");
    }

    private static String configuration(String host, int port, boolean safe) {
        String durable = safe ? "on" : "off";
        return """
                listen_addresses = '%s'
                port = %d
                unix_socket_directories = ''
                max_connections = 200
                fsync = %s
                synchronous_commit = %s
                full_page_writes = %s
                shared_buffers = 64MB
                max_wal_size = 256MB
                timezone = 'UTC'
                log_timezone = 'UTC'
                log_checkpoints = off
                """.formatted(host, port, durable, durable, durable);
    }
}
