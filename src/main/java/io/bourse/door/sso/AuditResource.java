package io.bourse.door.sso;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bourse.http.Accepts;
import io.bourse.http.Answer;
import io.bourse.http.Call;
import io.bourse.http.RouteTable;
import io.bourse.service.Deed;
import io.bourse.service.DeedFilter;
import io.bourse.service.PgDeeds;
import io.vertx.core.Future;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What was done by keys: a service sees its own, a root key all; what is written stays, and can only be added to. */
final class AuditResource implements SsoResource {

    private static final String NOT_FOUND = "AuditNotFound";
    private static final int MAX_STATUS = 999;
    private static final String[] ASKED = {
        "ge", "le", "limit", "offset_id", "id", "type", "subject", "service_id", "user_id"
    };

    private final Procedure procedure;
    private final Deeds deeds;
    private final PgDeeds rows;

    AuditResource(Procedure procedure, Deeds deeds, PgDeeds rows) {
        this.procedure = procedure;
        this.deeds = deeds;
        this.rows = rows;
    }

    private record Custom(
            String type,
            @Nullable String subject,
            @Nullable UUID user,
            @Nullable UUID userKey,
            ObjectNode data) {}

    private record Named(UUID id, @Nullable String subject) {}

    private record Addition(
            UUID id, @Nullable Integer statusCode, @Nullable String subject, ObjectNode data) {}

    @Override
    public void routes(RouteTable routes, String base) {
        routes.get(base + "/audit", procedure.endpoint(Operation.AUDIT_LIST, AuditResource::listed, this::list));
        routes.post(
                base + "/audit",
                Accepts.ANYTHING,
                procedure.endpoint(Operation.AUDIT_CREATE, AuditResource::custom, this::create));
        routes.get(base + "/audit/:id", procedure.endpoint(Operation.AUDIT_READ, AuditResource::named, this::read));
        routes.route(
                "PATCH",
                base + "/audit/:id",
                Accepts.ANYTHING,
                procedure.endpoint(Operation.AUDIT_UPDATE, AuditResource::addition, this::add));
    }

    private static Query listed(Call call) {
        Query query = Query.of(call, "id", "type", "subject", "service_id", "user_id");
        filter(query, null);
        return query;
    }

    private static DeedFilter filter(Query query, @Nullable String mask) {
        return new DeedFilter(
                mask,
                query.time("ge"),
                query.time("le"),
                query.id("offset_id"),
                query.limit(),
                query.ids("id"),
                query.texts("type"),
                query.texts("subject"),
                query.ids("service_id").stream().map(UUID::toString).toList(),
                query.ids("user_id"));
    }

    private Future<Done> list(Asked<Query> asked) {
        Query query = asked.message();
        return rows.list(filter(query, asked.caller().mask()))
                .map(found -> Done.of(Fields.answer(fields -> {
                    fields.message("meta", meta -> query.write(meta, ASKED));
                    fields.messages("data", found, Fields::deed);
                })));
    }

    private static Custom custom(Call call) {
        Message message = Message.of(call);
        return new Custom(
                Check.deedType(message.text("type").orElse("")),
                message.text("subject").map(Check::text).orElse(null),
                message.text("user_id").map(Check::id).orElse(null),
                message.text("user_key_id").map(Check::id).orElse(null),
                message.object("data"));
    }

    private Future<Done> create(Asked<Custom> asked) {
        Custom custom = asked.message();
        return deeds.custom(
                        asked,
                        custom.type(),
                        custom.subject(),
                        custom.user() == null
                                ? asked.caller().user()
                                : custom.user().toString(),
                        custom.userKey() == null
                                ? asked.caller().userKey()
                                : custom.userKey().toString(),
                        custom.data())
                .map(deed -> Done.of(shown(deed)));
    }

    private static Named named(Call call) {
        return new Named(
                UserResource.named(call),
                Query.of(call).text("subject").map(Check::text).orElse(null));
    }

    private Future<Done> read(Asked<Named> asked) {
        return find(asked.caller(), asked.message()).map(deed -> Done.of(shown(deed)));
    }

    private Future<Deed> find(Caller caller, Named named) {
        return rows.find(named.id(), caller.mask(), named.subject())
                .map(found -> found.orElseThrow(() -> SsoFailure.notFound(NOT_FOUND)));
    }

    private static Deed requireCustom(Deed deed, Caller caller) {
        if (!deed.isCustom(caller.mask())) {
            throw SsoFailure.notFound(NOT_FOUND);
        }
        return deed;
    }

    private static Answer shown(Deed deed) {
        return Fields.answer(fields -> fields.message("data", data -> data.deed(deed)));
    }

    private static Addition addition(Call call) {
        Message message = Message.of(call);
        return new Addition(
                UserResource.named(call),
                message.number("status_code", MAX_STATUS).orElse(null),
                message.text("subject").map(Check::text).orElse(null),
                message.object("data"));
    }

    private Future<Done> add(Asked<Addition> asked) {
        Addition addition = asked.message();
        return find(asked.caller(), new Named(addition.id(), null))
                .map(there -> requireCustom(there, asked.caller()))
                .compose(there -> rows.add(
                        addition.id(),
                        asked.caller().mask(),
                        addition.statusCode(),
                        addition.subject(),
                        addition.data().toString()))
                .map(added -> Done.of(shown(
                        added.orElseThrow(() -> SsoFailure.validation("data would be too much with what is there")))));
    }
}
