package io.bourse.app;

import static io.bourse.fakes.Eventually.eventually;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.fakes.TestDatabase;
import io.bourse.fakes.TestPostgres;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM to a server that is at work, behind a balancer that obeys readiness and for clients that reconnect. */
class GracefulStopIT {

    private static final int CLIENTS = 8;
    private static final int MORE = 5;

    /** Enough for each event loop to have some. */
    private static final int SLOW = 8;

    private static final int SIGTERM = 143;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Far less than the time that requests in flight may take: nothing that is idle is waited for. */
    private static final Duration STOP = Duration.ofSeconds(30);

    private static final String BODY =
            "grant_type=client_credentials&client_id=till&client_secret=till-secret&scope=read";

    private static final String ENTRIES = """
            projects:
              - id: shop
            clients:
              - id: till
                secret: till-secret
                grants: [client_credentials]
                scopes: [read]
                audiences: [https://api.example/shop]
            """;

    @TempDir
    Path directory;

    private final int port = TestNode.freePort();
    private final int managementPort = TestNode.freePort();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private BourseProcess server;

    @BeforeEach
    void start() throws IOException {
        TestDatabase database = TestPostgres.freshDatabase();
        Map<String, String> settings =
                new HashMap<>(Map.of("BOURSE_DATABASE_URL", database.url(), "BOURSE_MASTER_KEY", TestNode.MASTER_KEY));
        String file = Files.writeString(directory.resolve("shop.yaml"), ENTRIES).toString();
        assertThat(BourseProcess.run(directory, settings, "apply", "-f", file).exitCode())
                .isZero();
        settings.putAll(Map.of(
                "BOURSE_ISSUER", "https://tokens.example.com",
                "BOURSE_HOST", "127.0.0.1",
                "BOURSE_PORT", Integer.toString(port),
                "BOURSE_MANAGEMENT_PORT", Integer.toString(managementPort),
                "BOURSE_DRAIN", "3s",
                "BOURSE_SHUTDOWN_TIMEOUT", "5m"));
        server = BourseProcess.start(directory, settings, "serve");
        eventually("ready", Duration.ofSeconds(60), () -> readiness() == 200);
    }

    @AfterEach
    void stop() {
        server.kill();
        threads.shutdownNow();
    }

    @Test
    void noRequestFailsWhileItStops() throws Exception {
        List<Future<Integer>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(threads.submit(this::callUntilNotReady));
        }
        List<Connection> slow = new ArrayList<>();
        try (Connection idle = new Connection(port)) {
            assertThat(idle.call().status()).isEqualTo(200);
            for (int i = 0; i < SLOW; i++) {
                slow.add(new Connection(port));
                slow.get(i).send(head() + BODY.substring(0, 20));
            }

            server.terminate();

            eventually("not ready", PATIENCE, () -> readiness() == 503);
            for (Future<Integer> client : clients) {
                assertThat(client.get(1, TimeUnit.MINUTES)).isPositive();
            }
            eventually("nobody listens", PATIENCE, this::refusesConnections);
            for (Connection connection : slow) {
                connection.send(BODY.substring(20));
                Response last = connection.receive();
                assertThat(last.status()).isEqualTo(200);
                assertThat(last.closes()).isTrue();
                connection.close();
            }
            assertThat(server.exitCode(STOP)).isEqualTo(SIGTERM);
            assertThat(idle.isClosedByPeer()).isTrue();
        }
    }

    /** Calls as fast as it can on a connection that it keeps; once readiness says no, some more, then goes elsewhere. */
    private int callUntilNotReady() throws IOException {
        int calls = 0;
        int left = MORE;
        Connection connection = new Connection(port);
        try {
            while (left > 0) {
                boolean stopping = readiness() == 503;
                Response response = connection.call();
                calls++;
                assertThat(response.status()).as(response.text()).isEqualTo(200);
                if (stopping) {
                    left--;
                    assertThat(response.closes()).isTrue();
                }
                if (response.closes()) {
                    connection.close();
                    connection = new Connection(port);
                }
            }
            return calls;
        } finally {
            connection.close();
        }
    }

    private int readiness() throws IOException {
        try (Connection connection = new Connection(managementPort)) {
            connection.send("GET /health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n");
            return connection.receive().status();
        }
    }

    private boolean refusesConnections() throws IOException {
        try {
            new Connection(port).close();
            return false;
        } catch (ConnectException refused) {
            return true;
        }
    }

    private static String head() {
        return "POST /oauth2/token HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                + "Content-Length: " + BODY.length() + "\r\n\r\n";
    }

    private record Response(String head, String text) {

        int status() {
            return Integer.parseInt(head.split(" ", 3)[1]);
        }

        boolean closes() {
            return head.toLowerCase(Locale.ROOT).contains("\r\nconnection: close");
        }
    }

    /** A socket, because client libraries hide what this is about. */
    private static final class Connection implements AutoCloseable {

        private static final int MILLIS = 30_000;

        private final Socket socket;
        private final InputStream input;

        Connection(int port) throws IOException {
            socket = new Socket("127.0.0.1", port);
            socket.setSoTimeout(MILLIS);
            input = new BufferedInputStream(socket.getInputStream());
        }

        Response call() throws IOException {
            send(head() + BODY);
            return receive();
        }

        void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        }

        Response receive() throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            String head = "";
            while (!head.endsWith("\r\n\r\n")) {
                int next = input.read();
                if (next < 0) {
                    throw new EOFException("closed without an answer; so far: " + head);
                }
                bytes.write(next);
                head = bytes.toString(ISO_8859_1);
            }
            String length = head.toLowerCase(Locale.ROOT).replaceAll("(?s).*\r\ncontent-length: (\\d+).*", "$1");
            return new Response(head, new String(input.readNBytes(Integer.parseInt(length)), ISO_8859_1));
        }

        boolean isClosedByPeer() throws IOException {
            return input.read() < 0;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
