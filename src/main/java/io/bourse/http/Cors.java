package io.bourse.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;
import java.util.Set;

/**
 * Lets browsers of exactly the configured origins call the routes that are meant for them (RFC 9700 section 2.6). A page may
 * ask with the browser's own credentials, as Medplum's client always does: here is nothing that looks at a cookie, and
 * without that permission the browser would keep the answer from the page.
 */
final class Cors {

    private static final String MAX_AGE_SECONDS = "600";
    private static final String REQUEST_HEADERS = "Authorization, Content-Type, DPoP, X-Medplum, X-Request-Id";
    private static final String ANSWER_HEADERS = "Bourse-Decision, Retry-After, WWW-Authenticate, X-Request-Id";

    private final Set<String> origins;

    Cors(Set<String> origins) {
        this.origins = origins;
    }

    /** Whether the call asks, as a browser does beforehand, if it may be made; and if it may. */
    boolean isPreflight(Call call) {
        return call.method().equals("OPTIONS")
                && call.header("Access-Control-Request-Method")
                        .flatMap(call.resource()::find)
                        .filter(Route::cors)
                        .isPresent()
                && origin(call).isPresent();
    }

    /** The answer to a preflight; {@link #allow} adds the origin. */
    Answer preflight(Call call) {
        return Answer.empty(204)
                .with("Access-Control-Allow-Methods", call.resource().allow())
                .with("Access-Control-Allow-Headers", REQUEST_HEADERS)
                .with("Access-Control-Max-Age", MAX_AGE_SECONDS);
    }

    /** Adds what the browser must see on the answer, also on an error. */
    void allow(Call call, HttpServerResponse response) {
        if (origins.isEmpty() || call.resource().routes().values().stream().noneMatch(Route::cors)) {
            return;
        }
        response.putHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        origin(call)
                .ifPresent(origin -> response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
                        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true")
                        .putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, ANSWER_HEADERS));
    }

    private Optional<String> origin(Call call) {
        return call.header("Origin").filter(origins::contains);
    }
}
