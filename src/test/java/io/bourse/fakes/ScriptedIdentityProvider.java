package io.bourse.fakes;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.PfxOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/** An identity provider on loopback that does, path by path, what a test tells it, and notes who called. */
public final class ScriptedIdentityProvider implements AutoCloseable {

    private static final long DRIP_MILLIS = 20;
    private static final Buffer KILOBYTE = Buffer.buffer(" ".repeat(1024));

    private final HttpServer server;
    private final boolean tls;
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();

    /** How a path answers. */
    public interface Script {
        void answer(HttpServerRequest request);
    }

    /** A request that came, with its body; the query without its mark, empty if there was none. */
    public record Call(String method, String path, String query, Map<String, String> headers, String body) {}

    private ScriptedIdentityProvider(Vertx vertx, HttpServerOptions options) {
        tls = options.isSsl();
        server = vertx.createHttpServer(options.setHost("127.0.0.1").setPort(0)).requestHandler(this::handle);
    }

    public static ScriptedIdentityProvider start(Vertx vertx) {
        return started(new ScriptedIdentityProvider(vertx, new HttpServerOptions()));
    }

    /** With this certificate. */
    public static ScriptedIdentityProvider startTls(Vertx vertx, PfxOptions certificate) {
        return started(new ScriptedIdentityProvider(
                vertx, new HttpServerOptions().setSsl(true).setSni(false).setKeyCertOptions(certificate)));
    }

    private static ScriptedIdentityProvider started(ScriptedIdentityProvider provider) {
        provider.server.listen().await();
        return provider;
    }

    private void handle(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            Map<String, String> headers = new ConcurrentHashMap<>();
            request.headers().forEach((name, value) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), value));
            String query = request.query() == null ? "" : request.query();
            calls.add(new Call(request.method().name(), request.path(), query, headers, body.toString()));
            scripts.getOrDefault(request.path(), status(404)).answer(request);
        });
    }

    public ScriptedIdentityProvider on(String path, Script script) {
        scripts.put(path, script);
        return this;
    }

    public int port() {
        return server.actualPort();
    }

    /** By the address, without a name. */
    public String url(String path) {
        return url("127.0.0.1", path);
    }

    /** By a name that only a test's resolver knows. */
    public String url(String host, String path) {
        return (tls ? "https" : "http") + "://" + host + ":" + port() + path;
    }

    public List<Call> calls(String path) {
        return calls.stream().filter(call -> call.path().equals(path)).toList();
    }

    public int count(String path) {
        return calls(path).size();
    }

    public static Script json(String body) {
        return body("application/json", body);
    }

    public static Script body(String contentType, String body) {
        return body(200, contentType, Buffer.buffer(body));
    }

    private static Script body(int status, String contentType, Buffer body) {
        return request -> send(request.response().setStatusCode(status).putHeader("Content-Type", contentType), body);
    }

    private static void send(HttpServerResponse response, Buffer body) {
        response.end(body).onFailure(ignored -> {});
    }

    public static Script status(int status) {
        return body(status, "application/json", Buffer.buffer("{\"error\":\"canary-of-the-answer\"}"));
    }

    public static Script redirect(String location) {
        return request -> send(request.response().setStatusCode(302).putHeader("Location", location), Buffer.buffer());
    }

    /** The body in gzip, whether it was asked for or not. */
    public static Script gzip(String body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(body.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return request -> send(
                request.response().putHeader("Content-Type", "application/json").putHeader("Content-Encoding", "gzip"),
                Buffer.buffer(bytes.toByteArray()));
    }

    /** Takes the request and never answers. */
    public static Script silence() {
        return request -> {};
    }

    /** Answers at once, and then a byte at a time without end. */
    public static Script drip(Vertx vertx) {
        return request -> {
            HttpServerResponse response = request.response()
                    .putHeader("Content-Type", "application/json")
                    .setChunked(true);
            long timer =
                    vertx.setPeriodic(DRIP_MILLIS, id -> response.write(" ").onFailure(ignored -> {}));
            response.closeHandler(closed -> vertx.cancelTimer(timer));
        };
    }

    /** As many bytes as the line takes, without end. */
    public static Script endless() {
        return request -> pour(
                request.response().putHeader("Content-Type", "application/json").setChunked(true));
    }

    private static void pour(HttpServerResponse response) {
        response.write(KILOBYTE).onSuccess(written -> pour(response));
    }

    /** A JSON object of so many bytes. */
    public static Script huge(int bytes) {
        return json("{" + " ".repeat(bytes - 2) + "}");
    }

    /** Holds requests back until the test lets them go. */
    public static final class Gate implements Script {

        private final BlockingQueue<HttpServerRequest> held = new LinkedBlockingQueue<>();
        private final Script then;

        public Gate(Script then) {
            this.then = then;
        }

        @Override
        public void answer(HttpServerRequest request) {
            held.add(request);
        }

        /** Waits for a request and answers it. */
        public void release() {
            try {
                HttpServerRequest request = held.poll(10, TimeUnit.SECONDS);
                if (request == null) {
                    throw new AssertionError("no request came");
                }
                then.answer(request);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        public int held() {
            return held.size();
        }
    }

    @Override
    public void close() {
        server.close().await();
    }
}
