package io.bourse.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Binds a server on its event loop; start and stop only. Instances on one port share it. HTTP/1.1 without TLS,
 * compression or upgrades: those end at the proxy in front.
 */
public final class HttpVerticle extends VerticleBase {

    private static final int MAX_HEADER_BYTES = 16_384;
    private static final int MAX_LINE_BYTES = 4_096;
    private static final int IDLE_SECONDS = 30;
    private static final int BACKLOG = 1_024;
    private static final long SWEEP_MILLIS = 1_000;

    private final Binding binding;
    private final RequestPipeline pipeline;
    private final ConnectionLimit limit;
    private final Duration shutdownTimeout;
    private final LongSupplier nanoTime;
    private @Nullable HttpServer server;

    /** @param shutdownTimeout how long requests in flight may take once the verticle is stopped */
    public HttpVerticle(Binding binding, RequestPipeline pipeline, ConnectionLimit limit, Duration shutdownTimeout) {
        this(binding, pipeline, limit, shutdownTimeout, System::nanoTime);
    }

    /** With a clock of the test's for the deadlines. */
    HttpVerticle(
            Binding binding,
            RequestPipeline pipeline,
            ConnectionLimit limit,
            Duration shutdownTimeout,
            LongSupplier nanoTime) {
        this.binding = binding;
        this.pipeline = pipeline;
        this.limit = limit;
        this.shutdownTimeout = shutdownTimeout;
        this.nanoTime = nanoTime;
    }

    /** Fails with {@link PortTakenException} if it cannot listen. */
    @Override
    public Future<?> start() {
        ConnectionDeadlines deadlines = new ConnectionDeadlines(limit, nanoTime);
        vertx.setPeriodic(SWEEP_MILLIS, timer -> deadlines.sweep());
        Handler<HttpServerRequest> handler = pipeline.handler(vertx, deadlines);
        HttpServer bound = vertx.createHttpServer(options())
                .connectionHandler(deadlines::opened)
                .invalidRequestHandler(request -> pipeline.refuse(request, failure(request)))
                .requestHandler(handler);
        server = bound;
        return bound.listen(binding.port(), binding.host())
                .recover(cause ->
                        Future.failedFuture(new PortTakenException(binding.port(), binding.variable(), cause)));
    }

    /** Stops listening and waits for the requests in flight. */
    @Override
    public Future<?> stop() {
        return server == null
                ? Future.succeededFuture()
                : server.shutdown(shutdownTimeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The port that it listens on; meaningful once started. */
    public int port() {
        return server == null ? binding.port() : server.actualPort();
    }

    private static HttpServerOptions options() {
        return new HttpServerOptions()
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxInitialLineLength(MAX_LINE_BYTES)
                .setAcceptBacklog(BACKLOG)
                .setTcpNoDelay(true)
                .setHttp2ClearTextEnabled(false)
                .setCompressionSupported(false)
                .setDecompressionSupported(false)
                .setHandle100ContinueAutomatically(false);
    }

    private static HttpFailure failure(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        if (cause instanceof TooLongHttpLineException) {
            return HttpFailure.uriTooLong();
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return HttpFailure.headersTooLarge();
        }
        return HttpFailure.badRequest("not HTTP");
    }
}
