package io.bourse.door.sso;

import io.bourse.http.RouteTable;

/** Some addresses of the dialect. */
interface SsoResource {

    /** @param base before every address: {@code /v1} or {@code /api/v1} */
    void routes(RouteTable routes, String base);
}
