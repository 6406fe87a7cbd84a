package io.bourse.admin;

import io.bourse.entry.PgCatalog;
import io.bourse.http.Call;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which entry an address names: the one with this id. A user may be named by user name too, for all that is not written
 * as an id of ours; the name may be one of several projects, then {@code project} must say which.
 */
final class EntryAddress {

    static final String PROJECT = "project";

    private final PgCatalog catalog;

    EntryAddress(PgCatalog catalog) {
        this.catalog = catalog;
    }

    /** The query of a call with an entry: what belongs to the address, and these. */
    static AdminQuery query(String section, Call call, String... others) {
        Set<String> names = new TreeSet<>(List.of(others));
        if (PgCatalog.areUsers(section)) {
            names.add(PROJECT);
        }
        AdminQuery query = AdminQuery.of(call, names);
        if (query.text(PROJECT).isPresent() && !isByName(section, call)) {
            throw needlessProject();
        }
        return query;
    }

    /** Whoever says which project means a user of that project, and would not learn that it is another's. */
    static AdminFailure needlessProject() {
        return AdminFailure.badRequest(
                "project goes with a user name; an id names one user of all projects, so leave project away.");
    }

    /** Whether the address names a user by user name. */
    static boolean isByName(String section, Call call) {
        return PgCatalog.areUsers(section) && !PgCatalog.isId(section, call.pathParameter("id"));
    }

    static AdminFailure unknown() {
        return AdminFailure.notFound("There is no such entry.");
    }

    /** The id; fails with 404 if it is a user name that nobody has, with 400 if several have it. */
    Future<String> require(String section, Call call, AdminQuery query) {
        return isByName(section, call)
                ? userNamed(call, query.text(PROJECT).orElse(null)).map(id -> id.orElseThrow(EntryAddress::unknown))
                : Future.succeededFuture(call.pathParameter("id"));
    }

    /** The user that the address names by user name; empty if nobody is called so. */
    Future<Optional<String>> userNamed(Call call, @Nullable String project) {
        String username = call.pathParameter("id");
        if (username.chars().anyMatch(Character::isISOControl)) {
            return Future.succeededFuture(Optional.empty());
        }
        return catalog.usersNamed(username, project).map(projects -> {
            if (projects.size() > 1) {
                throw AdminFailure.badRequest("Several projects have a user of this name; say which by ?project=.");
            }
            return projects.keySet().stream().findFirst();
        });
    }
}
