package io.bourse.service;

import io.bourse.entry.PgCatalog;
import io.bourse.entry.Removal;
import io.vertx.core.Future;

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
}
