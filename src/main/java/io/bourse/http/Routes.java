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
    private final List<Declared> declared = new ArrayList<>();
    private final Resource unmatched;

    private record Claim(String prefix, Resource resource) {

        /** By whole segments: what only begins alike is somebody else's. */
        boolean covers(String path) {
            return path.startsWith(prefix) && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
        }
    }

    /**
     * A route as its door declared it.
     *
     * @param path with {@code :name} for a segment that may be anything
     */
    public record Declared(String door, String method, String path, Accepts accepts) {}

    /**
     * Collects the routes.
     *
     * @param fallback the shape of errors at addresses that belong to no door
     * @throws IllegalStateException if two doors declare the same path
     */
    public Routes(List<Door> doors, ErrorShape fallback) {
        this.unmatched = Resource.nobodys(fallback);
        doors.forEach(this::add);
        claims.sort(
                Comparator.comparing((Claim claim) -> claim.prefix().length()).reversed());
    }

    private void add(Door door) {
        RouteTable table = new RouteTable();
        door.routes(table);
        table.routes().forEach((path, routes) -> {
            routes.values()
                    .forEach(route -> declared.add(new Declared(door.name(), route.method(), path, route.accepts())));
            Resource resource = Resource.of(door, path, routes);
            if (path.contains("/:")) {
                templated.add(resource);
            } else if (exact.put(path, resource) != null) {
                throw new IllegalStateException(path + " is declared by two doors");
            }
        });
        Resource other = Resource.of(door, Resource.UNMATCHED, Map.of());
        table.prefixes().forEach(prefix -> claims.add(new Claim(prefix, other)));
    }

    /** Every route, in the order of the doors. */
    public List<Declared> declared() {
        return List.copyOf(declared);
    }

    /**
     * The shape of errors at this path, whether or not something is declared there.
     *
     * @param path null if it was not read
     */
    ErrorShape errors(@Nullable String path) {
        if (path == null) {
            return unmatched.errors();
        }
        Resource declared = exact(path);
        return declared == null ? unmatched(path).errors() : declared.errors();
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
            if (claim.covers(path)) {
                return claim.resource();
            }
        }
        return unmatched;
    }
}
