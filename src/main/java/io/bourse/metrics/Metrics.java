package io.bourse.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What this process measures, and its Prometheus text. Safe for any thread. */
public final class Metrics implements AutoCloseable {

    private static final Duration[] SLOS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
    };

    /** Far above what a correct caller makes, so that a wrong label cannot fill the memory. */
    private static final int MAX_SERIES = 2_000;

    private static final String TOKEN_REQUESTS = "bourse.token.requests";
    private static final String HTTP_REQUESTS = "bourse.http.requests";

    private static final Map<String, String> DESCRIPTIONS =
            Map.of(TOKEN_REQUESTS, "Decisions about tokens, by outcome", HTTP_REQUESTS, "HTTP requests, by status");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics gc = new JvmGcMetrics();
    private final Map<Series, Timer> timers = new ConcurrentHashMap<>();
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();

    private record Series(String meter, String first, String second, String third) {}

    public Metrics() {
        gc.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
    }

    /**
     * Counts and times one decision: {@code bourse_token_requests_seconds}.
     *
     * @param grant a grant type that is supported, or a literal such as "unsupported"; never the caller's own text
     * @param outcome "success" or the error code
     */
    public void tokenRequest(String grant, String door, String outcome, long nanos) {
        timer(TOKEN_REQUESTS, "grant", grant, "door", door, "outcome", outcome).record(nanos, TimeUnit.NANOSECONDS);
    }

    /**
     * Counts and times one HTTP request: {@code bourse_http_requests_seconds}.
     *
     * @param route the path as declared, never as sent
     * @param status 0 if the caller went away
     */
    public void request(String door, String route, int status, long nanos) {
        timer(HTTP_REQUESTS, "door", door, "route", route, "status", Integer.toString(status))
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    /**
     * Counts a foreign token that was accepted though nobody proved whom it was issued for:
     * {@code bourse_unproved_audience_total}.
     *
     * @param provider the id of an entry that says {@code audience_proof: none}
     */
    public void unprovedAudience(String provider) {
        boolean room = counters.containsKey(provider) || counters.size() < MAX_SERIES;
        counters.computeIfAbsent(
                        room ? provider : "other",
                        id -> Counter.builder("bourse.unproved.audience")
                                .tag("provider", id)
                                .description("Foreign tokens accepted though their audience was not proved")
                                .register(registry))
                .increment();
    }

    private Timer timer(
            String meter, String key1, String value1, String key2, String value2, String key3, String value3) {
        Series series = new Series(meter, value1, value2, value3);
        Timer timer = timers.get(series);
        if (timer != null) {
            return timer;
        }
        if (timers.size() >= MAX_SERIES) {
            series = new Series(meter, "other", "other", "other");
        }
        return timers.computeIfAbsent(
                series,
                wanted -> Timer.builder(meter)
                        .description(DESCRIPTIONS.get(meter))
                        .tags(key1, wanted.first(), key2, wanted.second(), key3, wanted.third())
                        .serviceLevelObjectives(SLOS)
                        .register(registry));
    }

    /** Jobs waiting for the password pool: {@code bourse_password_queue}. */
    public void passwordQueue(Supplier<Number> size) {
        gauge("bourse.password.queue", "Password hashes that wait for a thread", size);
    }

    /** Seconds since the change log was last known to be followed to its end: {@code bourse_revocation_lag_seconds}. */
    public void revocationLag(Supplier<Number> seconds) {
        gauge("bourse.revocation.lag.seconds", "Age of what this node knows of revocations", seconds);
    }

    /** Facts in the revocation index: {@code bourse_revocation_index_entries}. */
    public void revocationIndex(Supplier<Number> entries) {
        gauge("bourse.revocation.index.entries", "Revocations held in memory", entries);
    }

    /** Log lines thrown away because the console did not keep up: {@code bourse_log_dropped}. */
    public void droppedLogLines(Supplier<Number> lines) {
        gauge("bourse.log.dropped", "Log lines dropped since the start", lines);
    }

    /** Open connections of callers: {@code bourse_http_connections}. */
    public void connections(Supplier<Number> open) {
        gauge("bourse.http.connections", "Open HTTP connections", open);
    }

    /** Which crypto provider is in use: {@code bourse_crypto_provider_info{provider="..."} 1}. */
    public void cryptoProvider(String name) {
        Gauge.builder("bourse.crypto.provider.info", () -> 1)
                .tag("provider", name)
                .description("The crypto provider in use")
                .register(registry);
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(registry);
    }

    /** The Prometheus text of everything. */
    public String scrape() {
        return registry.scrape();
    }

    /** For libraries that bind their own meters. */
    public MeterRegistry registry() {
        return registry;
    }

    /** Options that make Vert.x report its pools, and nothing that costs something for each request. */
    public MicrometerMetricsOptions vertxOptions() {
        Set<String> off = Arrays.stream(MetricsDomain.values())
                .filter(domain -> domain != MetricsDomain.NAMED_POOLS)
                .map(MetricsDomain::toCategory)
                .collect(Collectors.toSet());
        return new MicrometerMetricsOptions().setEnabled(true).setDisabledMetricsCategories(off);
    }

    /** To be given to the builder of Vert.x beside {@link #vertxOptions}. */
    public VertxMetricsFactory vertxFactory() {
        return new MicrometerMetricsFactory(registry);
    }

    @Override
    public void close() {
        gc.close();
        registry.close();
    }
}
