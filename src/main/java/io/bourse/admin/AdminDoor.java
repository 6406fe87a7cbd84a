package io.bourse.admin;

import io.bourse.audit.AuditLog;
import io.bourse.config.Secret;
import io.bourse.http.Door;
import io.bourse.http.ErrorShape;
import io.bourse.http.Guard;
import io.bourse.http.RouteTable;
import java.util.List;

/** Everything below {@code /admin/}, for whoever has the key. No browser of another origin may call it. */
public final class AdminDoor implements Door {

    private static final String ROOT = "/admin";
    static final String PREFIX = ROOT + "/";

    private final List<AdminResource> resources;
    private final AdminGuard guard;

    /** @param resources what can be administered */
    public AdminDoor(Secret key, List<AdminResource> resources, AuditLog audit) {
        this.resources = List.copyOf(resources);
        this.guard = new AdminGuard(key, audit);
    }

    @Override
    public String name() {
        return "admin";
    }

    @Override
    public void routes(RouteTable routes) {
        resources.forEach(resource -> resource.routes(routes));
        routes.claim(ROOT);
    }

    @Override
    public ErrorShape errors() {
        return new AdminErrors();
    }

    @Override
    public Guard guard() {
        return guard;
    }
}
