package io.bourse.http;

import io.bourse.metrics.Metrics;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Writes the answer to one call, with the headers that every answer has, and logs it. */
final class AnswerWriter {

    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized(RequestId.HEADER);
    private static final CharSequence DECISION = HttpHeaders.createOptimized("Bourse-Decision");
    private static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("X-Content-Type-Options");
    private static final CharSequence NO_SNIFF = HttpHeaders.createOptimized("nosniff");
    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    private static final CharSequence PRAGMA = HttpHeaders.createOptimized("Pragma");
    private static final CharSequence NO_CACHE = HttpHeaders.createOptimized("no-cache");
    private static final long LINGER_SECONDS = 2;

    private final Call call;
    private final Cors cors;
    private final Draining draining;
    private final Metrics metrics;
    private final ConnectionDeadlines.Watch watch;

    AnswerWriter(Call call, Cors cors, Draining draining, Metrics metrics, ConnectionDeadlines.Watch watch) {
        this.call = call;
        this.cors = cors;
        this.draining = draining;
        this.metrics = metrics;
        this.watch = watch;
    }

    /** Answers a message that never became a call, and ends the connection. */
    static void refuse(HttpServerRequest request, Answer answer) {
        HttpServerResponse response = request.response();
        putHeaders(response, answer);
        response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .setStatusCode(answer.status())
                .end(answer.body());
        request.connection().shutdown(LINGER_SECONDS, TimeUnit.SECONDS);
    }

    /** Answers a failure in the door's shape. */
    void fail(Throwable failure) {
        if (failure instanceof ConnectionLostException) {
            lost(failure);
            call.resource().guard().answered(call, 0, failure);
        } else {
            write(ErrorResponder.answer(call, failure), failure);
        }
    }

    /** @param failure what the answer tells of; null if it is none */
    void write(Answer answer, @Nullable Throwable failure) {
        HttpServerResponse response = call.request().response();
        if (response.closed()) {
            lost(new ConnectionLostException(new IllegalStateException("closed")));
            call.resource().guard().answered(call, answer.status(), failure);
            return;
        }
        boolean last = draining.isDraining() || failure instanceof HttpFailure http && http.endsConnection();
        response.putHeader(REQUEST_ID, call.requestId());
        call.resource().idHeader().ifPresent(name -> response.putHeader(name, call.requestId()));
        call.decisionId().ifPresent(id -> response.putHeader(DECISION, id));
        putHeaders(response, answer);
        cors.allow(call, response);
        if (last) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        log(answer.status(), answer.body().length(), failure);
        call.resource().guard().answered(call, answer.status(), failure);
        watch.answering();
        response.setStatusCode(answer.status()).end(answer.body()).onComplete(written -> watch.answered());
        if (last) {
            // Not at once: what the caller still sends would make its system throw our answer away.
            call.request().connection().shutdown(LINGER_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static void putHeaders(HttpServerResponse response, Answer answer) {
        response.putHeader(CONTENT_TYPE_OPTIONS, NO_SNIFF);
        if (answer.contentType() != null) {
            response.putHeader(HttpHeaders.CONTENT_TYPE, answer.contentType());
        }
        for (Map.Entry<String, String> header : answer.headers().entrySet()) {
            response.putHeader(header.getKey(), header.getValue());
        }
        if (!answer.headers().containsKey("Cache-Control")) {
            response.putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE).putHeader(PRAGMA, NO_CACHE);
        }
    }

    private void lost(Throwable failure) {
        watch.answered();
        log(0, 0, failure);
    }

    private void log(int status, int bytesOut, @Nullable Throwable failure) {
        metrics.request(call.door(), call.template(), status, System.nanoTime() - call.startedNanos());
        RequestLog.log(call, status, bytesOut, failure);
    }
}
