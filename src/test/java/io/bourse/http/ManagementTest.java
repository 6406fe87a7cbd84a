package io.bourse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.door.oauth.OAuthErrors;
import io.bourse.http.HttpFixture.Reply;
import io.bourse.metrics.Metrics;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManagementTest {

    private final AtomicBoolean followed = new AtomicBoolean(true);
    private final Draining draining = new Draining();
    private final Metrics metrics = new Metrics();
    private HttpFixture server;

    @BeforeEach
    void start() {
        server = new HttpFixture(
                new HealthEndpoint(Map.of("revocations", followed::get), draining, new OAuthErrors()),
                new MetricsEndpoint(metrics, new OAuthErrors()));
    }

    @AfterEach
    void stop() {
        server.close();
        metrics.close();
    }

    @Test
    void liveAsksNobody() throws IOException {
        followed.set(false);
        draining.begin();

        Reply reply = server.get("/health/live");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo("{\"status\":\"UP\"}");
    }

    @Test
    void readyAsksEveryCheck() throws IOException {
        assertThat(server.get("/health/ready").body())
                .isEqualTo("{\"status\":\"UP\",\"checks\":{\"serving\":\"UP\",\"revocations\":\"UP\"}}");

        followed.set(false);
        Reply reply = server.get("/health/ready");
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.body())
                .isEqualTo("{\"status\":\"DOWN\",\"checks\":{\"serving\":\"UP\",\"revocations\":\"DOWN\"}}");
    }

    @Test
    void drainingIsNotReadyAtOnce() throws IOException {
        draining.begin();

        assertThat(server.get("/health/ready").status()).isEqualTo(503);
    }

    @Test
    void metricsAreText() throws IOException {
        metrics.tokenRequest("password", "oauth", "success", 1_000_000);

        Reply reply = server.get("/metrics");
        assertThat(reply.header("Content-Type")).startsWith("text/plain; version=0.0.4");
        assertThat(reply.body())
                .contains(
                        "bourse_token_requests_seconds_count{door=\"oauth\",grant=\"password\",outcome=\"success\"} 1");
        assertThat(server.get("/metrics", "Origin: " + HttpFixture.ORIGIN).header("Access-Control-Allow-Origin"))
                .isNull();
    }

    @Test
    void aTakenPortIsSaidInOneLine() {
        Vertx vertx = Vertx.vertx();
        Routes routes = new Routes(List.of(), new OAuthErrors());
        RequestPipeline pipeline = new RequestPipeline(routes, Set.of(), draining, metrics);
        Binding taken = new Binding("127.0.0.1", server.port, "BOURSE_MANAGEMENT_PORT");

        Throwable failure = vertx.deployVerticle(
                        new HttpVerticle(taken, pipeline, new ConnectionLimit(1), Duration.ZERO))
                .toCompletionStage()
                .handle((id, cause) -> cause)
                .toCompletableFuture()
                .join();

        assertThat(failure).isInstanceOfSatisfying(PortTakenException.class, e -> {
            assertThat(e.port()).isEqualTo(server.port);
            assertThat(e.variable()).isEqualTo("BOURSE_MANAGEMENT_PORT");
            assertThat(e.getMessage()).startsWith("BOURSE_MANAGEMENT_PORT").doesNotContain("\n");
        });
        HttpFixture.await(vertx.close());
    }
}
