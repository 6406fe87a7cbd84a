package io.bourse.provider;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Reason;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Timer;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The only way out to identity providers. A call goes to an address that was checked after the name was resolved, so
 * that a name which changes its mind gains nothing (RFC 8725bis section 3.10); it follows no redirect, uses no proxy,
 * asks for no compression, and is held to {@link OutboundLimits}. Each provider has its own lane. Safe for any thread.
 */
public final class Outbound {

    private static final int MAX_LANES = 10_000;
    private static final Duration LANE_IDLE = Duration.ofHours(1);
    private static final String LATE = "no answer in time";
    private static final int MAX_CONNECT_ATTEMPTS = 2;

    private final Vertx vertx;
    private final NameResolver resolver;
    private final OutboundLimits limits;
    private final InstantSource clock;
    private final HttpClient client;
    private final Cache<String, Lane> lanes;

    /**
     * @param clock for the pauses of the breakers; deadlines are measured by Vert.x timers
     * @param trust certificate authorities for TLS; null trusts those of the JDK
     */
    public Outbound(
            Vertx vertx,
            NameResolver resolver,
            OutboundLimits limits,
            InstantSource clock,
            @Nullable TrustOptions trust) {
        this.vertx = vertx;
        this.resolver = resolver;
        this.limits = limits;
        this.clock = clock;
        this.client = client(vertx, limits, trust);
        this.lanes = Caffeine.newBuilder()
                .maximumSize(MAX_LANES)
                .expireAfterAccess(LANE_IDLE)
                .build();
    }

    private static HttpClient client(Vertx vertx, OutboundLimits limits, @Nullable TrustOptions trust) {
        return vertx.httpClientBuilder()
                .with(clientOptions(limits, trust))
                .with(poolOptions(limits))
                // The call fails anyway; without a handler Vert.x would log the cause, which may quote the answer.
                .withConnectHandler(connection -> connection.exceptionHandler(ignored -> {}))
                .build();
    }

    private static HttpClientOptions clientOptions(OutboundLimits limits, @Nullable TrustOptions trust) {
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout((int) limits.connect().toMillis())
                .setSslHandshakeTimeout(limits.total().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setVerifyHost(true)
                .setDecompressionSupported(false)
                .setMaxRedirects(0);
        return trust == null ? options : options.setTrustOptions(trust);
    }

    private static PoolOptions poolOptions(OutboundLimits limits) {
        return new PoolOptions().setHttp1MaxSize(limits.concurrent()).setMaxWaitQueueSize(limits.waiting());
    }

    /**
     * Calls an address of the provider's entry. Fails with {@code temporarily_unavailable} if there is no complete
     * answer within the limits, if the address is refused, and for a redirect, 429 and 5xx; the failure's text holds
     * nothing of request or answer. May complete on any thread.
     */
    Future<OutboundAnswer> send(Provider provider, OutboundRequest request) {
        Timer deadline = vertx.timer(limits.total(provider).toMillis(), TimeUnit.MILLISECONDS);
        return lane(provider)
                .run(deadline, () -> inTime(deadline, exchange(provider, request, deadline)))
                .recover(failure -> Future.failedFuture(unavailable(provider, failure, deadline)))
                .onComplete(ended -> deadline.cancel());
    }

    private Lane lane(Provider provider) {
        return lanes.get(provider.id(), id -> new Lane(limits, new CircuitBreaker(id, limits, clock)));
    }

    private Future<OutboundAnswer> exchange(Provider provider, OutboundRequest request, Timer deadline) {
        ProviderAddress address = address(provider, request);
        return resolver.resolve(address.host())
                .map(found -> checked(provider, address, found))
                .compose(found -> connect(address, request, found, 0))
                .compose(open -> exchange(open, request, limits.maxBytes(provider), deadline))
                .map(Outbound::usable);
    }

    private static ProviderAddress address(Provider provider, OutboundRequest request) {
        try {
            return ProviderAddress.parse(request.uri(), provider.privateAddresses());
        } catch (IllegalArgumentException e) {
            throw OAuthException.unavailable("an address of the entry " + e.getMessage());
        }
    }

    private static List<InetAddress> checked(Provider provider, ProviderAddress address, List<InetAddress> found) {
        if (!address.mayReach(found, provider.privateAddresses())) {
            throw OAuthException.unavailable("the host resolves to an address that is refused");
        }
        return found;
    }

    /** The next address is tried only if the connection failed: nothing was sent yet. */
    private Future<HttpClientRequest> connect(
            ProviderAddress address, OutboundRequest request, List<InetAddress> found, int attempt) {
        Future<HttpClientRequest> connected = client.request(options(address, request, found.get(attempt)));
        int next = attempt + 1;
        return next < Math.min(found.size(), MAX_CONNECT_ATTEMPTS)
                ? connected.recover(failure -> connect(address, request, found, next))
                : connected;
    }

    private static RequestOptions options(ProviderAddress address, OutboundRequest request, InetAddress checked) {
        RequestOptions options = new RequestOptions()
                .setMethod(request.method())
                .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(checked, address.port())))
                .setHost(address.host())
                .setPort(address.port())
                .setSsl(address.tls())
                .setURI(request.target(address))
                .setFollowRedirects(false)
                // Without a name GitHub answers nobody.
                .putHeader(HttpHeaders.USER_AGENT, "bourse")
                .putHeader(HttpHeaders.ACCEPT, "application/json, application/jwk-set+json;q=0.9");
        if (request.authorization() != null) {
            options.putHeader(HttpHeaders.AUTHORIZATION, request.authorization());
        }
        if (request.body() != null) {
            options.putHeader(HttpHeaders.CONTENT_TYPE, request.body().contentType());
        }
        return options;
    }

    private Future<OutboundAnswer> exchange(
            HttpClientRequest open, OutboundRequest request, int maxBytes, Timer deadline) {
        // Also cuts an answer that drips, which no idle timeout would end. Runs at once if the time is over already.
        deadline.onSuccess(passed -> cut(open));
        // Before it is sent: we may be on another thread than the answer, which does not wait for its reader.
        Future<OutboundAnswer> answer = open.response().compose(response -> read(response, maxBytes));
        Future<HttpClientResponse> sent =
                request.body() == null ? open.send() : open.send(request.body().text());
        return sent.compose(response -> answer);
    }

    private static Future<OutboundAnswer> read(HttpClientResponse response, int maxBytes) {
        Promise<Buffer> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        response.exceptionHandler(whole::tryFail);
        response.endHandler(end -> whole.tryComplete(body));
        response.handler(chunk -> {
            if (body.length() + chunk.length() <= maxBytes) {
                body.appendBuffer(chunk);
            } else if (whole.tryFail(OAuthException.unavailable("the answer is too large"))) {
                cut(response.request());
            }
        });
        return whole.future().map(bytes -> answer(response, bytes));
    }

    private static void cut(HttpClientRequest request) {
        // Nobody is left to hear whether it was cut cleanly.
        request.reset().onFailure(ignored -> {});
    }

    private static OutboundAnswer answer(HttpClientResponse response, Buffer body) {
        String encoding = response.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw OAuthException.unavailable("the answer is encoded");
        }
        return new OutboundAnswer(
                response.statusCode(),
                response.getHeader(HttpHeaders.CONTENT_TYPE),
                response.getHeader(HttpHeaders.CACHE_CONTROL),
                body);
    }

    private static OutboundAnswer usable(OutboundAnswer answer) {
        int status = answer.status();
        boolean redirect = status >= 300 && status < 400;
        if (status == 429) {
            throw OAuthException.unavailable("answered 429").because(Reason.BUSY_PROVIDER);
        }
        if (redirect || status >= 500) {
            throw OAuthException.unavailable("answered " + status);
        }
        return answer;
    }

    private static <T> Future<T> inTime(Timer deadline, Future<T> work) {
        Promise<T> first = Promise.promise();
        work.onSuccess(first::tryComplete).onFailure(first::tryFail);
        deadline.onSuccess(passed -> first.tryFail(OAuthException.unavailable(LATE)));
        return first.future();
    }

    /** Of a foreign failure only the kind is kept: its text may quote the answer. */
    private static OAuthException unavailable(Provider provider, Throwable failure, Timer deadline) {
        String problem = failure.getClass().getSimpleName();
        Reason reason = Reason.UNREACHABLE_PROVIDER;
        if (failure instanceof OAuthException known) {
            problem = failure.getMessage();
            reason = known.reason().orElse(reason);
        } else if (deadline.succeeded()) {
            problem = LATE;
        }
        return OAuthException.unavailable("provider " + provider.id() + ": " + problem)
                .because(reason);
    }

    /** Closes all connections; calls under way fail. */
    public Future<Void> close() {
        return client.close();
    }
}
