package io.bourse.http;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Where one door declares its routes. A path is matched exactly as written, case and trailing slash included; a segment
 * {@code :name} stands for any one segment.
 */
public final class RouteTable {

    private final Map<String, Map<String, Route>> routes = new LinkedHashMap<>();
    private final Set<String> prefixes = new LinkedHashSet<>();

    RouteTable() {}

    /** Declares a GET route. */
    public RouteTable get(String path, Endpoint endpoint) {
        return add("GET", path, Accepts.NOTHING, BodyReader.MAX_BYTES, endpoint, false);
    }

    /** As {@link #get}, for browsers of the configured origins too. */
    public RouteTable getFromBrowsers(String path, Endpoint endpoint) {
        return add("GET", path, Accepts.NOTHING, BodyReader.MAX_BYTES, endpoint, true);
    }

    /** Declares a POST route. A credential in the query refuses the request. */
    public RouteTable post(String path, Accepts accepts, Endpoint endpoint) {
        return add("POST", path, accepts, BodyReader.MAX_BYTES, endpoint, false);
    }

    /** As {@link #post}, for browsers of the configured origins too. */
    public RouteTable postFromBrowsers(String path, Accepts accepts, Endpoint endpoint) {
        return add("POST", path, accepts, BodyReader.MAX_BYTES, endpoint, true);
    }

    /** As {@link #post}, for a body of up to so many bytes. */
    public RouteTable upload(String path, Accepts accepts, int maxBytes, Endpoint endpoint) {
        return add("POST", path, accepts, maxBytes, endpoint, false);
    }

    /** Declares a route of another method, such as PATCH. */
    public RouteTable route(String method, String path, Accepts accepts, Endpoint endpoint) {
        return add(method, path, accepts, BodyReader.MAX_BYTES, endpoint, false);
    }

    /**
     * Makes this address and all below it, with nothing declared there, speak this door's dialect.
     *
     * @param prefix whole segments, without a slash at the end
     */
    public RouteTable claim(String prefix) {
        if (prefix.endsWith("/")) {
            throw new IllegalArgumentException(prefix + " ends in a slash");
        }
        prefixes.add(prefix);
        return this;
    }

    private RouteTable add(String method, String path, Accepts accepts, int maxBytes, Endpoint endpoint, boolean cors) {
        Route route = new Route(method, accepts, maxBytes, endpoint, cors);
        if (routes.computeIfAbsent(path, any -> new LinkedHashMap<>()).put(method, route) != null) {
            throw new IllegalStateException(method + " " + path + " is declared twice");
        }
        return this;
    }

    Map<String, Map<String, Route>> routes() {
        return routes;
    }

    Set<String> prefixes() {
        return prefixes;
    }
}
