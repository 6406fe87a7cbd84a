package io.bourse.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bourse.changelog.ChangeLog;
import io.bourse.crypto.Computation;
import io.bourse.db.StoreException;
import io.bourse.entry.Applied;
import io.bourse.entry.Apply;
import io.bourse.entry.EntryCompanion;
import io.bourse.entry.EntryCondition;
import io.bourse.entry.PgCatalog;
import io.bourse.entry.Removal;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Shows, makes, changes and removes the services of one project, whose clients and exchanges are entries like all others. */
public final class ServiceRegistry {

    private static final String CLIENTS = "clients";

    /** One more than can be, so that more are seen. */
    private static final int LOOKED_FOR = TooManyServicesException.MOST + 1;

    /** Whoever begins again does so because another service was made, of which there are not many. */
    private static final int ATTEMPTS = TooManyServicesException.MOST;

    private final Apply apply;
    private final Computation reading;
    private final PgCatalog catalog;
    private final PgServices services;
    private final PgKeys keys;
    private final Supplier<UUID> ids;
    private final ProjectEntries projectEntries;

    /**
     * @param apply must keep what is left away
     * @param reading where the entries of a service are read, which are many if it has partners; no event loop
     * @param services of the project
     */
    public ServiceRegistry(
            Apply apply, Computation reading, PgCatalog catalog, PgServices services, PgKeys keys, Supplier<UUID> ids) {
        this.apply = apply;
        this.reading = reading;
        this.catalog = catalog;
        this.services = services;
        this.keys = keys;
        this.ids = ids;
        this.projectEntries = new ProjectEntries(apply, catalog, services.project());
    }

    /**
     * Makes the project if it is missing. Exchanges are made with the services that are there when the service is and whose
     * entries still list what an exchange needs: of two that are made at once, the later one knows of the earlier. All is
     * made or nothing. Fails with {@link TooManyServicesException} if the exchanges would be too many, with
     * {@link io.bourse.entry.EntryProblems} if the registry refuses the entries.
     */
    public Future<ServiceProfile> create(ServiceDraft wanted) {
        return create(wanted, (transaction, made, applied) -> Future.succeededFuture(made));
    }

    /** As {@link #create}, with a key of the same name by which the service proves itself. */
    public Future<ServiceCreation> createWithKey(ServiceDraft wanted) {
        return create(
                wanted,
                (transaction, made, applied) -> keys.create(transaction, NewKey.ofService(made.name(), made.id()))
                        .map(key -> new ServiceCreation(made, key.orElseThrow(), applied.changes())));
    }

    /** What is written with a new service, in the same transaction. */
    @FunctionalInterface
    private interface With<T> {

        Future<T> join(ChangeLog.Transaction transaction, ServiceProfile made, Applied applied);
    }

    private <T> Future<T> create(ServiceDraft wanted, With<T> more) {
        return create(ids.get().toString(), wanted, more, ATTEMPTS);
    }

    private <T> Future<T> create(String id, ServiceDraft wanted, With<T> more, int attempts) {
        if (attempts == 0) {
            return Future.failedFuture(new StoreException("services are made all the time"));
        }
        return partners(wanted, () -> services.exchanging(id, LOOKED_FOR))
                .compose(partners -> entries(id, wanted, partners)
                        .compose(entries -> make(
                                entries,
                                (transaction, applied) -> requireStill(transaction, id, wanted, partners)
                                        .compose(same -> services.create(transaction, id, wanted))
                                        .compose(made -> more.join(transaction, made, applied)))))
                .recover(failure -> failure instanceof ChangedMeanwhile
                        ? create(id, wanted, more, attempts - 1)
                        : Future.failedFuture(failure));
    }

    private Future<ObjectNode> entries(String id, ServiceDraft wanted, List<String> partners) {
        String project = services.project();
        return catalog.find("projects", project)
                .map(found -> ServiceEntries.of(id, project, found.isEmpty(), wanted.enabled(), partners));
    }

    private <T> Future<T> make(ObjectNode entries, EntryCompanion<T> companion) {
        return reading.run(() -> apply.run("service.json", entries.toString(), EntryCondition.NONE, companion))
                .compose(made -> made);
    }

    private static Future<List<String>> partners(ServiceDraft wanted, Supplier<Future<List<String>>> exchanging) {
        if (!wanted.exchanging()) {
            return Future.succeededFuture(List.of());
        }
        return exchanging.get().map(found -> {
            if (found.size() == LOOKED_FOR) {
                throw new TooManyServicesException();
            }
            return found;
        });
    }

    /** Nobody else makes a service meanwhile, for entries are written by one at a time. */
    private Future<Void> requireStill(
            ChangeLog.Transaction transaction, String id, ServiceDraft wanted, List<String> partners) {
        return partners(wanted, () -> services.exchanging(transaction, id, LOOKED_FOR))
                .map(now -> {
                    if (!now.equals(partners)) {
                        throw new ChangedMeanwhile();
                    }
                    return null;
                });
    }

    /** Makes the project to which services will belong, if it is missing. */
    public Future<Void> createProject() {
        String project = services.project();
        ObjectNode entries = ServiceEntries.object();
        entries.putArray("projects").add(ServiceEntries.object().put("id", project));
        return catalog.find("projects", project)
                .compose(found -> found.isPresent()
                        ? Future.succeededFuture()
                        : apply.run("project.json", entries.toString(), false).mapEmpty());
    }

    /** The service with this id. */
    public Future<Optional<ServiceProfile>> find(String id) {
        return services.find(id);
    }

    /** Those that people call so, for nothing keeps names apart. */
    public Future<List<ServiceProfile>> named(String name) {
        return services.all()
                .map(all -> all.stream()
                        .filter(service -> service.name().equals(name))
                        .toList());
    }

    /**
     * At most as many as the page has.
     *
     * @param enabled null for both
     * @param ids empty for any
     */
    public Future<List<ServiceProfile>> list(@Nullable Boolean enabled, List<String> ids, Page page) {
        return services.list(enabled, ids, page);
    }

    /** A service of this project as it is then, with all of the change or nothing of it; empty if it is gone. */
    public Future<Optional<ServiceProfile>> change(String id, ServiceChange change) {
        Boolean enabled = change.enabled();
        return enabled == null
                ? services.change(id, change)
                : projectEntries
                        .edit(
                                CLIENTS,
                                id,
                                client -> client.put("enabled", enabled),
                                (transaction, applied) -> services.change(transaction, id, change))
                        .map(changed -> changed.flatMap(found -> found));
    }

    /** As {@link ServiceRemoval#remove}. */
    public Future<Removal> delete(String id) {
        return new ServiceRemoval(catalog, services).remove(id, false);
    }
}
