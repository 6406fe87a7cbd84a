package io.bourse.http;

/** One dialect: the routes that it answers and the shape of its errors. Holds no rule about who may have what. */
public interface Door {

    /** A short literal for logs and metrics, such as {@code oauth}. */
    String name();

    /** Declares the routes. Called once, at start. */
    void routes(RouteTable routes);

    /** The shape of every error under this door's routes, those of the plumbing included. */
    ErrorShape errors();

    /** What every call to this door's addresses must pass. */
    default Guard guard() {
        return Guard.NONE;
    }
}
