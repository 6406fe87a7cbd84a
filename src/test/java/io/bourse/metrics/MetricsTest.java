package io.bourse.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {

    private final Metrics metrics = new Metrics();

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void tokenRequestsAreCountedAndTimed() {
        metrics.tokenRequest("password", "oauth", "success", TimeUnit.MILLISECONDS.toNanos(3));
        metrics.tokenRequest("password", "oauth", "invalid_grant", TimeUnit.SECONDS.toNanos(9));

        assertThat(metrics.scrape())
                .contains(
                        "bourse_token_requests_seconds_count{door=\"oauth\",grant=\"password\",outcome=\"success\"} 1",
                        "outcome=\"success\",le=\"0.002\"} 0",
                        "outcome=\"success\",le=\"0.005\"} 1",
                        "outcome=\"invalid_grant\",le=\"2.5\"} 0",
                        "outcome=\"invalid_grant\",le=\"+Inf\"} 1");
    }

    @Test
    void labelsHaveABound() {
        for (int i = 0; i < 5_000; i++) {
            metrics.tokenRequest("grant-" + i, "oauth", "success", 1);
        }

        assertThat(metrics.scrape().lines().filter(line -> line.startsWith("bourse_token_requests_seconds_count")))
                .hasSizeLessThan(2_010)
                .anyMatch(line -> line.contains("grant=\"other\"") && line.endsWith(" 3000"));
    }

    @Test
    void gaugesAskTheirSuppliers() {
        metrics.passwordQueue(() -> 1);
        metrics.revocationLag(() -> 0.5);
        metrics.revocationIndex(() -> 3);
        metrics.droppedLogLines(() -> 4);
        metrics.connections(() -> 5);
        metrics.cryptoProvider("jdk");

        assertThat(metrics.scrape())
                .contains(
                        "bourse_password_queue 1",
                        "bourse_revocation_lag_seconds 0.5",
                        "bourse_revocation_index_entries 3",
                        "bourse_log_dropped 4",
                        "bourse_http_connections 5",
                        "bourse_crypto_provider_info{provider=\"jdk\"} 1",
                        "jvm_memory_used_bytes",
                        "jvm_threads_live_threads",
                        "process_uptime_seconds",
                        "process_files_open_files",
                        "process_cpu_usage");
    }

    /** What people read who see the name for the first time. */
    @Test
    void everyMeterOfOursSaysWhatItIs() {
        metrics.tokenRequest("password", "oauth", "success", 1);
        metrics.request("oauth", "/oauth2/token", 200, 1);
        metrics.unprovedAudience("github");

        assertThat(metrics.scrape().lines().filter(line -> line.startsWith("# HELP bourse_")))
                .hasSizeGreaterThanOrEqualTo(3)
                .allMatch(line -> line.matches("# HELP \\S+ \\S.*"));
    }

    @Test
    void vertxReportsItsPools() throws Exception {
        Vertx vertx = Vertx.builder()
                .with(new VertxOptions().setMetricsOptions(metrics.vertxOptions()))
                .withMetrics(metrics.vertxFactory())
                .build();
        vertx.executeBlocking(() -> 1).toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);

        assertThat(metrics.scrape()).contains("vertx_pool_").doesNotContain("vertx_http_", "vertx_eventbus_");
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
