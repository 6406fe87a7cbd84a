package io.bourse.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bourse.crypto.Computation;
import io.bourse.entry.Applied;
import io.bourse.entry.Apply;
import io.bourse.entry.PgCatalog;
import io.bourse.entry.Removal;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes, changes and removes the services of one project, whose clients and exchanges are entries like all others. */
public final class ServiceRegistry {

    private static final String CLIENTS = "clients";
    private static final String EXCHANGES = "exchanges";

    private final Apply apply;
    private final Computation reading;
    private final PgCatalog catalog;
    private final PgServices services;
    private final Supplier<UUID> ids;
    private final String project;
    private final ProjectEntries projectEntries;

    /**
     * @param apply must keep what is left away
     * @param reading where the entries of a service are read, which are many if it has partners; no event loop
     */
    public ServiceRegistry(
            Apply apply,
            Computation reading,
            PgCatalog catalog,
            PgServices services,
            Supplier<UUID> ids,
            String project) {
        this.apply = apply;
        this.reading = reading;
        this.catalog = catalog;
        this.services = services;
        this.ids = ids;
        this.project = project;
        this.projectEntries = new ProjectEntries(apply, catalog, project);
    }

    /**
     * Makes the project if it is missing. Exchanges are made with the services that are there and whose entries still list
     * what an exchange needs; of two services that are made at once, neither may know of the other. A failure leaves a
     * client without keys at most, which nobody can use. Fails with {@link TooManyServicesException} if the exchanges
     * would be too many, with {@link io.bourse.entry.EntryProblems} if the registry refuses the entries.
     */
    public Future<ServiceCreation> create(ServiceDraft wanted) {
        String id = ids.get().toString();
        return partners(wanted)
                .compose(partners -> catalog.find("projects", project)
                        .map(found -> ServiceEntries.of(id, project, found.isEmpty(), wanted.enabled(), partners)))
                .compose(this::apply)
                .compose(applied -> services.create(id, wanted.name(), wanted.url(), wanted.localUrl())
                        .map(new ServiceCreation(id, applied.changes())));
    }

    private Future<Applied> apply(ObjectNode entries) {
        return reading.run(() -> apply.run("service.json", entries.toString(), false))
                .compose(applied -> applied);
    }

    private Future<List<String>> partners(ServiceDraft wanted) {
        if (!wanted.exchanging()) {
            return Future.succeededFuture(List.of());
        }
        return services.exchanging(project, TooManyServicesException.MOST + 1).map(found -> {
            if (found.size() > TooManyServicesException.MOST) {
                throw new TooManyServicesException();
            }
            return found;
        });
    }

    /** Makes the project to which services will belong, if it is missing. */
    public Future<Void> createProject() {
        ObjectNode entries = ServiceEntries.object();
        entries.putArray("projects").add(ServiceEntries.object().put("id", project));
        return catalog.find("projects", project)
                .compose(found -> found.isPresent()
                        ? Future.succeededFuture()
                        : apply.run("project.json", entries.toString(), false).mapEmpty());
    }

    /** The service of this project. */
    public Future<Optional<ServiceProfile>> find(String id) {
        return services.find(id)
                .map(found -> found.filter(service -> service.project().equals(project)));
    }

    /**
     * Changes a service of this project.
     *
     * @param enabled null leaves it, as do the others
     */
    public Future<Void> change(
            ServiceProfile service,
            @Nullable Boolean enabled,
            @Nullable String name,
            @Nullable String url,
            @Nullable String localUrl) {
        return enable(service, enabled).compose(done -> services.change(service.id(), name, url, localUrl));
    }

    private Future<Void> enable(ServiceProfile service, @Nullable Boolean enabled) {
        return enabled == null || enabled == service.enabled()
                ? Future.succeededFuture()
                : projectEntries
                        .edit(CLIENTS, service.id(), client -> client.put("enabled", enabled))
                        .mapEmpty();
    }

    /**
     * Removes a service with the exchanges that came with it, in one transaction. Entries that others wrote keep it and
     * all of them, and are told.
     */
    public Future<Removal> delete(ServiceProfile service) {
        return services.of(project).compose(others -> {
            List<String> exchanges = others.stream()
                    .flatMap(other -> Stream.of(
                            ServiceEntries.exchangeId(service.id(), other.id()),
                            ServiceEntries.exchangeId(other.id(), service.id())))
                    .toList();
            return catalog.removeWith(EXCHANGES, exchanges, CLIENTS, service.id());
        });
    }
}
