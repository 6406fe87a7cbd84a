package io.bourse.fakes;

import io.bourse.config.ConfigException;
import io.bourse.config.Secret;
import io.bourse.db.DatabaseAddress;
import io.bourse.db.DatabaseAddress.Tls;
import io.bourse.db.EmbeddedServer;
import io.bourse.db.EmbeddedServer.Durability;
import io.bourse.db.Migrations;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * The one PostgreSQL of a test run and the one place that decides which: a container where a container socket answers,
 * else the embedded server.
 */
public final class TestPostgres {

    private static final String IMAGE = "postgres:18-alpine";
    private static final String TEMPLATE = "bourse_template";
    private static final int MAX_SERVERS = 16;
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private TestPostgres() {}

    /** A new migrated database, empty but for the schema; takes well under a second. */
    public static TestDatabase freshDatabase() {
        return create("TEMPLATE " + TEMPLATE);
    }

    /** A new database without any schema. */
    public static TestDatabase emptyDatabase() {
        return create("TEMPLATE template0");
    }

    private static TestDatabase create(String from) {
        String name = "bourse_test_" + DATABASES.incrementAndGet();
        execute(Server.ADDRESS, "CREATE DATABASE " + name + " " + from);
        return new TestDatabase(Server.ADDRESS.withDatabase(name));
    }

    static Connection connect(DatabaseAddress address) throws SQLException {
        String url = "jdbc:postgresql://" + address.host() + ":" + address.port() + "/" + address.database();
        return DriverManager.getConnection(
                url, address.user(), address.password().reveal());
    }

    static void execute(DatabaseAddress address, String sql) {
        try (Connection connection = connect(address);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Started once, when the first test asks. */
    private static final class Server {

        private static final DatabaseAddress ADDRESS = start();

        private static DatabaseAddress start() {
            DatabaseAddress address = socket().filter(Server::answers).isPresent() ? container() : embedded();
            for (String old : databases(address)) {
                execute(address, "DROP DATABASE " + old + " WITH (FORCE)");
            }
            execute(address, "CREATE DATABASE " + TEMPLATE);
            int migrations = Migrations.migrate(address.withDatabase(TEMPLATE));
            if (migrations == 0) {
                throw new IllegalStateException("no migration was found");
            }
            return address;
        }

        private static Optional<Path> socket() {
            String host = System.getenv().getOrDefault("DOCKER_HOST", "unix:///var/run/docker.sock");
            return host.startsWith("unix://")
                    ? Optional.of(Path.of(URI.create(host).getPath()))
                    : Optional.empty();
        }

        private static boolean answers(Path socket) {
            try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                return channel.connect(UnixDomainSocketAddress.of(socket));
            } catch (IOException e) {
                return false;
            }
        }

        @SuppressWarnings("resource") // lives as long as the tests; Testcontainers removes it
        private static DatabaseAddress container() {
            PostgreSQLContainer container = new PostgreSQLContainer(IMAGE)
                    .withCommand("postgres", "-c", "fsync=off", "-c", "max_connections=200");
            container.start();
            return new DatabaseAddress(
                    container.getHost(),
                    container.getFirstMappedPort(),
                    container.getDatabaseName(),
                    container.getUsername(),
                    new Secret(container.getPassword()),
                    Tls.DISABLE,
                    null);
        }

        /** Kept between runs, as making it takes longer than most tests; runs at the same time have one each. */
        private static DatabaseAddress embedded() {
            ConfigException last = null;
            for (int i = 0; i < MAX_SERVERS; i++) {
                try {
                    EmbeddedServer server =
                            EmbeddedServer.start(Path.of("target", "test-postgres-" + i), Durability.NONE);
                    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
                    return server.address();
                } catch (ConfigException e) {
                    last = e;
                }
            }
            throw last;
        }

        private static List<String> databases(DatabaseAddress address) {
            try (Connection connection = connect(address);
                    Statement statement = connection.createStatement();
                    ResultSet names =
                            statement.executeQuery("SELECT datname FROM pg_database WHERE datname LIKE 'bourse\\_%'")) {
                List<String> found = new ArrayList<>();
                while (names.next()) {
                    found.add(names.getString(1));
                }
                return found;
            } catch (SQLException e) {
                throw new IllegalStateException("cannot list databases", e);
            }
        }
    }
}
