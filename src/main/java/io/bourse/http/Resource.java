package io.bourse.http;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Everything that is declared at one address.
 *
 * @param idHeader tells the id of the request, besides {@code X-Request-Id}; empty if nothing else does
 * @param template the path as declared
 * @param routes by method
 */
record Resource(
        String door,
        ErrorShape errors,
        Guard guard,
        Optional<String> idHeader,
        String template,
        Map<String, Route> routes) {

    static final String UNMATCHED = "unmatched";

    Resource {
        routes = Map.copyOf(routes);
    }

    /** What a door has at one address. */
    static Resource of(Door door, String template, Map<String, Route> routes) {
        return new Resource(door.name(), door.errors(), door.guard(), door.requestIdHeader(), template, routes);
    }

    /** What an address that belongs to no door is answered with. */
    static Resource nobodys(ErrorShape errors) {
        return new Resource("none", errors, Guard.NONE, Optional.empty(), UNMATCHED, Map.of());
    }

    /**
     * The route of this method; HEAD is GET without a body (RFC 9110 section 9.3.2).
     *
     * @throws HttpFailure 404 if there are no routes, 405 if there are others
     */
    Route require(String method) {
        if (routes.isEmpty()) {
            throw HttpFailure.notFound();
        }
        return find(method).orElseThrow(() -> HttpFailure.methodNotAllowed(allow(), method));
    }

    Optional<Route> find(String method) {
        return Optional.ofNullable(routes.get(method.equals("HEAD") ? "GET" : method));
    }

    /** The most that a body for this method may have. */
    int maxBytes(String method) {
        return find(method).map(Route::maxBytes).orElse(BodyReader.MAX_BYTES);
    }

    String allow() {
        return String.join(", ", new TreeMap<>(routes).keySet());
    }
}
