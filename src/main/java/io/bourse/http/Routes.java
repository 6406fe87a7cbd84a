package io.bourse.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every door's routes on one server. Immutable; shared by all event loops. */
public final class Routes {

    private final Map<String, Resource> exact = new HashMap<>();
    private final List<Resource> templated = new ArrayList<>();
    private final List<Claim> claims = new ArrayList<>();
    private final Resource unmatched;

    private record Claim(String prefix, Resource resource) {}

    /**
     * Collects the routes.
     *
     * @param fallback the shape of errors at addresses that belong to no door
     * @throws IllegalStateException if two doors declare the same path
     */
    public Routes(List<Door> doors, ErrorShape fallback) {
        this.unmatched = Resource.unmatched("none", fallback, Guard.NONE);
        doors.forEach(this::add);
        claims.sort(
                Comparator.comparing((Claim claim) -> claim.prefix().length()).reversed());
    }

    private void add(Door door) {
        RouteTable table = new RouteTable();
        door.routes(table);
        table.routes().forEach((path, routes) -> {
            Resource resource = new Resource(door.name(), door.errors(), door.guard(), path, routes);
            if (path.contains("/:")) {
                templated.add(resource);
            } else if (exact.put(path, resource) != null) {
                throw new IllegalStateException(path + " is declared by two doors");
            }
        });
        Resource other = Resource.unmatched(door.name(), door.errors(), door.guard());
        table.prefixes().forEach(prefix -> claims.add(new Claim(prefix, other)));
    }

    /** The shape of errors that belong to no door. */
    ErrorShape fallback() {
        return unmatched.errors();
    }

    /** What is declared at exactly this path; null if nothing is. */
    @Nullable
    Resource exact(String path) {
        return exact.get(path);
    }

    /** What is declared with a placeholder in its path. */
    List<Resource> templated() {
        return templated;
    }

    /** What speaks for a path at which nothing is declared. */
    Resource unmatched(String path) {
        for (Claim claim : claims) {
            if (path.startsWith(claim.prefix())) {
                return claim.resource();
            }
        }
        return unmatched;
    }
}
