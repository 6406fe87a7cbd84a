package io.bourse.service;

import io.bourse.entry.PgCatalog;
import io.bourse.entry.Removal;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.Stream;

/** Removes services of one project with the exchanges that came with them. */
public record ServiceRemoval(PgCatalog catalog, PgServices services) {

    /**
     * What became of a service and its exchanges, in one transaction. Entries that others wrote keep it and all of them, and
     * are told.
     *
     * @param dryRun change nothing, only say what would become of it
     */
    public Future<Removal> remove(String id, boolean dryRun) {
        return services.all()
                .compose(all -> all.stream().noneMatch(it -> it.id().equals(id))
                        ? Future.succeededFuture(new Removal.Unknown())
                        : catalog.removeWith("exchanges", exchanges(id, all), "clients", id, dryRun));
    }

    private static List<String> exchanges(String id, List<ServiceProfile> all) {
        return all.stream()
                .map(ServiceProfile::id)
                .flatMap(other -> Stream.of(ServiceEntries.exchangeId(id, other), ServiceEntries.exchangeId(other, id)))
                .toList();
    }
}
