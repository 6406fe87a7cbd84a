package io.bourse.db;

import io.bourse.config.ConfigException;
import io.bourse.config.Secret;
import io.bourse.db.DatabaseAddress.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** A PostgreSQL server of our own, on this machine only, whose data outlives it. Not for use by several threads. */
public final class EmbeddedServer implements AutoCloseable {

    /** What a crash of the machine may cost. */
    public enum Durability {
        /** Nothing that was committed. */
        SAFE,
        /** Everything: for tests, which throw it away anyhow. */
        NONE
    }

    private static final String HOST = "127.0.0.1";
    private static final String USER = "bourse";
    private static final String DATABASE = "postgres";
    private static final int START_ATTEMPTS = 3;
    private static final int PASSWORD_BYTES = 24;

    private final FileChannel lock;
    private final EmbeddedCluster cluster;
    private final DatabaseAddress address;

    private EmbeddedServer(FileChannel lock, EmbeddedCluster cluster, DatabaseAddress address) {
        this.lock = lock;
        this.cluster = cluster;
        this.address = address;
    }

    /** As the other, with nothing to lose. */
    public static EmbeddedServer start(Path directory) {
        return start(directory, Durability.SAFE);
    }

    /**
     * Starts the server, blocking for a second or a few. A server that a killed process left behind is stopped first.
     * It runs until {@link #close()}, also when this process is killed.
     *
     * @param directory holds data, password and programs; made if absent, readable to nobody else
     * @throws ConfigException in one line, if this build has no embedded database, if another process uses the
     *     directory, or if the server does not start
     */
    public static EmbeddedServer start(Path directory, Durability durability) {
        try {
            URL archive = EmbeddedBinaries.archive();
            if (archive == null) {
                throw absent();
            }
            return start(directory.toAbsolutePath(), durability, archive);
        } catch (NoClassDefFoundError e) {
            throw absent();
        } catch (IOException e) {
            throw problem("the embedded database cannot use " + directory + ": " + reason(e));
        }
    }

    /** Of some failures the message is the name of the file alone, and the type says the rest. */
    private static String reason(IOException e) {
        return e instanceof FileSystemException file && file.getReason() == null
                ? file.getClass().getSimpleName() + " " + file.getMessage()
                : String.valueOf(e.getMessage());
    }

    /**
     * Where the server of this directory listens, if another process runs it now; empty otherwise.
     *
     * @throws ConfigException if it is running but cannot be reached by this user
     */
    public static Optional<DatabaseAddress> running(Path directory) {
        Path file = directory.toAbsolutePath().resolve("lock");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            if (isLocked(channel)) {
                return Optional.empty();
            }
            Secret password = new Secret(Files.readString(passwordFile(directory)));
            return EmbeddedCluster.port(directory.toAbsolutePath())
                    .map(port -> new DatabaseAddress(HOST, port, DATABASE, USER, password, Tls.DISABLE, null));
        } catch (IOException e) {
            throw problem("the embedded database in " + directory + " belongs to another user");
        }
    }

    /** Where it listens, with its password. */
    public DatabaseAddress address() {
        return address;
    }

    /** Stops the server, within a second as a rule. Connections that are open break. */
    @Override
    public void close() {
        cluster.stop();
        release(lock);
    }

    private static EmbeddedServer start(Path directory, Durability durability, URL archive) throws IOException {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        FileChannel lock = lock(directory);
        try {
            Path programs = EmbeddedBinaries.unpack(archive, directory);
            EmbeddedCluster cluster = new EmbeddedCluster(directory, new EmbeddedPrograms(programs, directory));
            Path password = passwordFile(directory);
            cluster.initializeIfAbsent(USER, password);
            cluster.stopIfLeftBehind();
            int port = run(cluster, durability == Durability.SAFE);
            Secret secret = new Secret(Files.readString(password));
            DatabaseAddress address = new DatabaseAddress(HOST, port, DATABASE, USER, secret, Tls.DISABLE, null);
            return new EmbeddedServer(lock, cluster, address);
        } catch (IOException | RuntimeException e) {
            release(lock);
            throw e;
        }
    }

    private static FileChannel lock(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (isLocked(channel)) {
            return channel;
        }
        release(channel);
        throw problem("another process runs the embedded database in " + directory
                + "; stop it, or set BOURSE_DATA_DIR to another directory");
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            // it is this very process that runs it
            return false;
        }
    }

    private static Path passwordFile(Path directory) throws IOException {
        Path file = directory.resolve("password");
        if (!Files.exists(file)) {
            byte[] random = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(random);
            Path fresh = directory.resolve("password-new");
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, Base64.getUrlEncoder().encodeToString(random));
            Files.move(fresh, file);
        }
        return file;
    }

    /** A port that was free a moment ago may be taken: then another. */
    private static int run(EmbeddedCluster cluster, boolean safe) throws IOException {
        for (int attempt = 0; attempt < START_ATTEMPTS; attempt++) {
            int port = freePort();
            if (cluster.run(HOST, port, safe)) {
                return port;
            }
        }
        throw problem("the embedded database does not start: " + cluster.complaint());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            return socket.getLocalPort();
        }
    }

    private static void release(FileChannel lock) {
        try {
            lock.close();
        } catch (IOException e) {
            throw new IllegalStateException("cannot close a lock file", e);
        }
    }

    private static ConfigException absent() {
        return problem("this build has no embedded database; set BOURSE_DATABASE_URL");
    }

    private static ConfigException problem(String text) {
        return new ConfigException(List.of(text));
    }
}
