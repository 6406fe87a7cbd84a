package io.bourse.http;

import io.bourse.oauth.OAuthException;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One line for every request. It names the route as declared and nothing that was sent, since paths and queries may hold
 * credentials and line breaks.
 */
final class RequestLog {

    private static final Logger LOG = LoggerFactory.getLogger("bourse.request");
    private static final double NANOS_PER_MILLI = 1e6;

    private RequestLog() {}

    /**
     * Logs a call that is answered or lost.
     *
     * @param status 0 if there was nobody to answer
     * @param failure null if there was none
     */
    static void log(Call call, int status, int bytesOut, @Nullable Throwable failure) {
        if (!LOG.isInfoEnabled()) {
            return;
        }
        LoggingEventBuilder line = LOG.atInfo()
                .addKeyValue("method", method(call))
                .addKeyValue("route", call.template())
                .addKeyValue("door", call.door())
                .addKeyValue("status", status)
                .addKeyValue("duration_ms", (System.nanoTime() - call.startedNanos()) / NANOS_PER_MILLI)
                .addKeyValue("bytes_in", call.body().length())
                .addKeyValue("bytes_out", bytesOut)
                .addKeyValue("remote", call.remote())
                .addKeyValue("request_id", call.requestId());
        if (call.decisionId().isPresent()) {
            line = line.addKeyValue("decision_id", call.decisionId().get());
        }
        withFailure(line, failure).log("request");
    }

    private static LoggingEventBuilder withFailure(LoggingEventBuilder line, @Nullable Throwable failure) {
        if (failure instanceof OAuthException oauth) {
            return line.addKeyValue("error", oauth.error().code()).addKeyValue("detail", oauth.getMessage());
        }
        if (failure != null && failure.getCause() instanceof OAuthException meant) {
            // a door's own failure
            return withFailure(line, meant);
        }
        if (failure instanceof HttpFailure || failure instanceof ConnectionLostException) {
            return line.addKeyValue("detail", failure.getMessage());
        }
        return line;
    }

    /** Logs a message that never became a call. */
    static void refused(HttpServerRequest request, HttpFailure failure) {
        LOG.atInfo()
                .addKeyValue("status", failure.status())
                .addKeyValue("detail", failure.getMessage())
                .addKeyValue("remote", Call.remote(request))
                .log("request refused");
    }

    /** A made-up method is text of the caller's. */
    private static String method(Call call) {
        return HttpFailure.METHODS.contains(call.method()) ? call.method() : "other";
    }
}
