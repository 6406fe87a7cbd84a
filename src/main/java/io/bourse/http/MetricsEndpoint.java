package io.bourse.http;

import io.bourse.metrics.Metrics;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** {@code GET /metrics} in the Prometheus text format, for the management port. */
public final class MetricsEndpoint implements Door {

    private static final String TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8";

    private final Metrics metrics;
    private final ErrorShape errors;

    public MetricsEndpoint(Metrics metrics, ErrorShape errors) {
        this.metrics = metrics;
        this.errors = errors;
    }

    @Override
    public String name() {
        return "metrics";
    }

    @Override
    public void routes(RouteTable routes) {
        routes.get("/metrics", this::scrape);
    }

    @Override
    public ErrorShape errors() {
        return errors;
    }

    private Future<Answer> scrape(Call call) {
        return Future.succeededFuture(Answer.of(200, TEXT_FORMAT, Buffer.buffer(metrics.scrape())));
    }
}
