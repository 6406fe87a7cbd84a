package io.bourse.http;

import java.util.Optional;

/** One dialect: the routes that it answers and the shape of its errors. Holds no rule about who may have what. */
public interface Door {

    /** A short literal for logs and metrics, such as {@code oauth}. */
    String name();

    /** What stands before all of its paths by a setting; empty if nothing does. */
    default String prefix() {
        return "";
    }

    /** Declares the routes. Called once, at start. */
    void routes(RouteTable routes);

    /** The shape of every error under this door's routes, those of the plumbing included. */
    ErrorShape errors();

    /** The header in which callers of this dialect look for the id of their request, besides {@code X-Request-Id}. */
    default Optional<String> requestIdHeader() {
        return Optional.empty();
    }

    /** What every call to this door's addresses must pass. */
    default Guard guard() {
        return Guard.NONE;
    }
}
