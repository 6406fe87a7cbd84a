package io.bourse.door.sso;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bourse.entry.EntryProblems;
import io.bourse.entry.Removal;
import io.bourse.http.Accepts;
import io.bourse.http.Answer;
import io.bourse.http.Call;
import io.bourse.http.RouteTable;
import io.bourse.service.ServiceChange;
import io.bourse.service.ServiceChange.LocalUrl;
import io.bourse.service.ServiceDraft;
import io.bourse.service.ServiceProfile;
import io.bourse.service.ServiceRegistry;
import io.bourse.service.TooManyServicesException;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/** Services: a root key makes and lists them, each sees and changes itself. */
final class ServiceResource implements SsoResource {

    private static final String NOT_FOUND = "ServiceNotFound";
    private static final String LOCAL_URL = "provider_local_url";
    private static final String[] ASKED = {"gt", "lt", "limit", "id", "is_enabled"};

    private final Procedure procedure;
    private final ServiceRegistry services;

    ServiceResource(Procedure procedure, ServiceRegistry services) {
        this.procedure = procedure;
        this.services = services;
    }

    private record Change(UUID id, ServiceChange change) {}

    @Override
    public void routes(RouteTable routes, String base) {
        routes.get(base + "/service", procedure.endpoint(Operation.SERVICE_LIST, ServiceResource::listed, this::list));
        routes.post(
                base + "/service",
                Accepts.ANYTHING,
                procedure.endpoint(Operation.SERVICE_CREATE, ServiceResource::created, this::create));
        routes.get(base + "/service/:id", procedure.endpoint(Operation.SERVICE_READ, UserResource::named, this::read));
        routes.route(
                "PATCH",
                base + "/service/:id",
                Accepts.ANYTHING,
                procedure.endpoint(Operation.SERVICE_UPDATE, ServiceResource::changed, this::update));
        routes.route(
                "DELETE",
                base + "/service/:id",
                Accepts.NOTHING,
                procedure.endpoint(Operation.SERVICE_DELETE, UserResource::named, this::delete));
    }

    private static Query listed(Call call) {
        Query query = Query.of(call, "id");
        query.ids("id");
        query.flag("is_enabled");
        query.page();
        return query;
    }

    private Future<Done> list(Asked<Query> asked) {
        Query query = asked.message();
        return services.list(
                        query.flag("is_enabled"),
                        query.ids("id").stream().map(UUID::toString).toList(),
                        query.page())
                .map(found -> Done.of(Fields.answer(fields -> {
                    fields.message("meta", meta -> query.write(meta, ASKED));
                    fields.messages("data", found, Fields::service);
                })));
    }

    private static ServiceDraft created(Call call) {
        Message message = Message.of(call);
        return new ServiceDraft(
                Check.name(message.text("name").orElse("")),
                Check.url(message.text("url").orElse("")),
                localUrl(message).map(LocalUrl::value).orElse(null),
                message.flag("is_enabled").orElse(true),
                true);
    }

    private Future<Done> create(Asked<ServiceDraft> asked) {
        return services.create(asked.message())
                .recover(failure -> Future.failedFuture(refusal(failure)))
                .map(service -> Done.of(shown(service)).to(service.id()));
    }

    /** What operators wrote in the registry, or how much is there, does not let it be. */
    private static Throwable refusal(Throwable failure) {
        if (failure instanceof TooManyServicesException) {
            return SsoFailure.badRequest("ServiceExchangeLimit");
        }
        return failure instanceof EntryProblems problems
                ? SsoFailure.badRequest(
                        "ServiceRefusedByEntries", problems.problems().get(0).text())
                : failure;
    }

    private Future<Done> read(Asked<UUID> asked) {
        return find(asked.caller(), asked.message().toString()).map(service -> Done.of(shown(service)));
    }

    private Future<ServiceProfile> find(Caller caller, String id) {
        String mask = caller.mask();
        return mask != null && !mask.equals(id)
                ? Future.failedFuture(SsoFailure.notFound(NOT_FOUND))
                : services.find(id).map(found -> found.orElseThrow(() -> SsoFailure.notFound(NOT_FOUND)));
    }

    private static Answer shown(ServiceProfile service) {
        return Fields.answer(fields -> fields.message("data", data -> data.service(service)));
    }

    private static Change changed(Call call) {
        Message message = Message.of(call);
        return new Change(
                UserResource.named(call),
                new ServiceChange(
                        message.flag("is_enabled").orElse(null),
                        message.text("name").map(Check::name).orElse(null),
                        message.text("url").map(Check::url).orElse(null),
                        localUrl(message).orElse(null)));
    }

    /** It may be "", which is none. */
    private static Optional<LocalUrl> localUrl(Message message) {
        return message.text(LOCAL_URL).map(url -> new LocalUrl(url.isEmpty() ? null : Check.url(url)));
    }

    private Future<Done> update(Asked<Change> asked) {
        Change wanted = asked.message();
        return find(asked.caller(), wanted.id().toString())
                .compose(before -> services.change(before.id(), wanted.change())
                        .recover(failure -> Future.failedFuture(refusal(failure)))
                        .map(found -> found.orElseThrow(() -> SsoFailure.notFound(NOT_FOUND)))
                        .map(after -> Done.of(shown(after))
                                .to(after.id())
                                .telling(Diff.between(members(before), members(after)))));
    }

    private static ObjectNode members(ServiceProfile service) {
        Fields fields = new Fields(Deeds.object());
        fields.service(service);
        return fields.object();
    }

    private Future<Done> delete(Asked<UUID> asked) {
        return find(asked.caller(), asked.message().toString())
                .compose(service -> services.delete(service.id()).map(removal -> {
                    if (removal instanceof Removal.Needed) {
                        throw SsoFailure.badRequest("ServiceIsNamedByEntries");
                    }
                    return Done.of(Fields.answer(fields -> {})).to(service.id());
                }));
    }
}
