package io.bourse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.door.oauth.OAuthErrors;
import io.bourse.metrics.Metrics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A server with the doors of a test, and a client that sends bytes as they are. */
final class HttpFixture implements AutoCloseable {

    static final String ORIGIN = "https://app.example";

    private static final int READ_MILLIS = 10_000;

    final Vertx vertx;
    final Draining draining = new Draining();
    final AtomicLong nanos = new AtomicLong();
    final ConnectionLimit limit;
    final int port;
    private final String deployment;
    private final Metrics metrics = new Metrics();

    HttpFixture(Door... doors) {
        this(10_000, doors);
    }

    HttpFixture(int maxConnections, Door... doors) {
        this(maxConnections, BodyBudget.ofHeap(), doors);
    }

    HttpFixture(int maxConnections, BodyBudget bodies, Door... doors) {
        vertx = Vertx.vertx();
        limit = new ConnectionLimit(maxConnections);
        Routes routes = new Routes(List.of(doors), new OAuthErrors());
        HttpVerticle verticle = new HttpVerticle(
                new Binding("127.0.0.1", 0, "BOURSE_PORT"),
                new RequestPipeline(routes, Set.of(ORIGIN), draining, metrics, bodies),
                limit,
                Duration.ofSeconds(5),
                nanos::get);
        deployment = await(vertx.deployVerticle(verticle));
        port = verticle.port();
    }

    /** The one form of every refusal: one JSON error in fixed ASCII, never to be stored. */
    static void assertRefused(Reply reply, int status) {
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(reply.header("Pragma")).isEqualTo("no-cache");
        assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(reply.header("Server")).isNull();
        assertThat(reply.body())
                .matches(
                        "\\{\"error\":\"[a-z_]+\",\"error_description\":\"[ !#-\\[\\]-~]+\"(,\"decision_id\":\"[0-9a-z-]+\")?}");
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Begins to stop; done when the requests in flight are. */
    Future<Void> undeploy() {
        return vertx.undeploy(deployment);
    }

    Wire connect() throws IOException {
        return new Wire(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** One request on a connection of its own. */
    Reply send(String bytes) throws IOException {
        try (Wire wire = connect()) {
            wire.write(bytes);
            return wire.reply();
        }
    }

    Reply get(String path, String... headers) throws IOException {
        return send(request("GET", path, "", headers));
    }

    Reply postForm(String path, String form, String... headers) throws IOException {
        return send(form(path, form, headers));
    }

    static String form(String path, String form, String... headers) {
        String[] all = List.of(
                        "Content-Type: application/x-www-form-urlencoded",
                        headers.length == 0 ? "X-None: 1" : String.join("\r\n", headers))
                .toArray(String[]::new);
        return request("POST", path, form, all);
    }

    /** The body is in ISO 8859-1: one char a byte. */
    static String request(String method, String path, String body, String... headers) {
        StringBuilder text = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: bourse.example\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        if (!body.isEmpty()) {
            text.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        return text.append("\r\n").append(body).toString();
    }

    @Override
    public void close() {
        await(vertx.close());
        metrics.close();
    }

    /** A connection. */
    static final class Wire implements AutoCloseable {

        private final Socket socket;

        Wire(Socket socket) throws IOException {
            this.socket = socket;
            socket.setSoTimeout(READ_MILLIS);
            socket.setTcpNoDelay(true);
        }

        void write(String bytes) throws IOException {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        }

        /** Reads one answer; fails if there is none in time. */
        Reply reply() throws IOException {
            return reply(true);
        }

        /** As {@link #reply()} but for HEAD, whose answer has a length and no body. */
        Reply replyWithoutBody() throws IOException {
            return reply(false);
        }

        private Reply reply(boolean body) throws IOException {
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("closed after " + head.size() + " bytes");
                }
                head.write(next);
            }
            return parse(head.toString(StandardCharsets.ISO_8859_1), in, body);
        }

        private static Reply parse(String head, InputStream in, boolean body) throws IOException {
            String[] lines = head.split("\r\n");
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            for (int i = 1; i < lines.length; i++) {
                headers.put(lines[i].split(":", 2)[0], lines[i].split(":", 2)[1].strip());
            }
            int length = body ? Integer.parseInt(headers.getOrDefault("Content-Length", "0")) : 0;
            String text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
            return new Reply(Integer.parseInt(lines[0].split(" ")[1]), headers, text);
        }

        /** Whether the other side closes within ten seconds, whatever it still sends. */
        boolean isClosed() {
            return readToTheEnd() >= 0;
        }

        /** How many bytes still came until the other side closed; negative if it did not. */
        int readToTheEnd() {
            int count = 0;
            byte[] buffer = new byte[8_192];
            try {
                for (int read = 0; read >= 0; read = socket.getInputStream().read(buffer)) {
                    count += read;
                }
                return count;
            } catch (SocketTimeoutException e) {
                return -1;
            } catch (IOException e) {
                return count;
            }
        }

        void hangUp() throws IOException {
            socket.close();
        }

        @Override
        public void close() throws IOException {
            hangUp();
        }
    }

    /** An answer. */
    record Reply(int status, Map<String, String> headers, String body) {

        String header(String name) {
            return headers.get(name);
        }
    }
}
