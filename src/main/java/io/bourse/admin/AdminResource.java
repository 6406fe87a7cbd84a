package io.bourse.admin;

import io.bourse.http.RouteTable;

/**
 * Some addresses of the admin API, all below {@code /admin/}. Its endpoints are asked only for calls with the right key,
 * and fail with {@link AdminFailure}, {@link io.bourse.entry.EntryProblems} or what every door's endpoints fail with.
 */
@FunctionalInterface
public interface AdminResource {

    /** Declares the routes. Called once, at start. */
    void routes(RouteTable routes);
}
