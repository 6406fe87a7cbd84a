package io.bourse.service;

import io.bourse.entry.PgCatalog;
import io.bourse.entry.Removal;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Removes services of one project with the exchanges that came with them. */
public record ServiceRemoval(PgCatalog catalog, PgServices services) {

    /**
     * What became of a service and its exchanges, in one transaction. Entries that others wrote keep it and all of them, and
     * are told.
     *
     * @param dryRun change nothing, only say what would become of it
     */
    public Future<Removal> remove(String id, boolean dryRun) {
        return services.find(id)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(new Removal.Unknown())
                        : catalog.removeWith(
                                transaction -> services.exchangesOf(transaction, id), "clients", id, dryRun));
    }

    /** Whether the project has a service with this id. */
    public Future<Boolean> isService(String id) {
        return services.find(id).map(Optional::isPresent);
    }

    /** The ids of the services that have this name, which tells none apart. */
    public Future<List<String>> called(String name) {
        return services.all()
                .map(all -> all.stream()
                        .filter(service -> service.name().equals(name))
                        .map(ServiceProfile::id)
                        .toList());
    }
}
