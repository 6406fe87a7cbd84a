package io.bourse.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bourse.entry.EntryPage;
import io.bourse.entry.PgCatalog;
import io.bourse.entry.Removal;
import io.bourse.http.Accepts;
import io.bourse.http.Answer;
import io.bourse.http.Call;
import io.bourse.http.RouteTable;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The entries of every kind, one by one: {@code /admin/clients}, {@code /admin/clients/:id}. */
public final class EntriesResource implements AdminResource {

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;

    private final PgCatalog catalog;
    private final EntryAddress address;
    private final EntryPut put;

    public EntriesResource(PgCatalog catalog, EntryPut put) {
        this.catalog = catalog;
        this.address = new EntryAddress(catalog);
        this.put = put;
    }

    @Override
    public void routes(RouteTable routes) {
        for (String section : PgCatalog.sections()) {
            String all = AdminDoor.PREFIX + section;
            String one = all + "/:id";
            routes.get(all, call -> list(section, call))
                    .get(one, call -> show(section, call))
                    .route("PUT", one, Accepts.JSON, call -> put.answer(section, call))
                    .route("DELETE", one, Accepts.NOTHING, call -> remove(section, call));
        }
    }

    private Future<Answer> list(String section, Call call) {
        AdminQuery query = AdminQuery.of(call, Set.of("after", "limit"));
        Optional<String> after = query.text("after");
        if (after.filter(id -> !PgCatalog.isId(section, id)).isPresent()) {
            throw AdminFailure.badRequest("after must be the id of an entry, such as next of the page before.");
        }
        return catalog.list(section, after.orElse(null), query.number("limit", DEFAULT_LIMIT, MAX_LIMIT))
                .map(EntriesResource::page);
    }

    private static Answer page(EntryPage page) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode entries = answer.putArray("entries");
        page.entries().forEach(entries::add);
        page.next().ifPresent(next -> answer.put("next", next));
        return json(answer);
    }

    private Future<Answer> show(String section, Call call) {
        Deed deed = Deed.on(section, call, false);
        call.note(deed);
        AdminQuery query = EntryAddress.query(section, call);
        return address.require(section, call, query)
                .onSuccess(id -> call.note(deed.to(section, id)))
                .compose(id -> catalog.find(section, id))
                .map(found -> found.orElseThrow(EntryAddress::unknown))
                .map(entry -> json(entry).with("ETag", Preconditions.tag(entry)));
    }

    private static Answer json(ObjectNode node) {
        return Answer.json(200, Buffer.buffer(node.toString()));
    }

    private Future<Answer> remove(String section, Call call) {
        call.note(Deed.on(section, call, false));
        AdminQuery query = EntryAddress.query(section, call, AdminQuery.DRY_RUN);
        boolean dryRun = query.dryRun();
        Deed deed = Deed.on(section, call, dryRun);
        call.note(deed);
        Preconditions condition = Preconditions.ofDelete(call);
        return address.require(section, call, query)
                .onSuccess(id -> call.note(deed.to(section, id)))
                .compose(id -> catalog.remove(section, id, dryRun, condition)
                        .map(removal -> removed(removal, call, deed.to(section, id))));
    }

    private static Answer removed(Removal removal, Call call, Deed deed) {
        boolean dryRun = deed.dryRun();
        if (removal instanceof Removal.Removed gone) {
            call.note(deed.done(List.of(gone.line())));
            return Changes.answer(200, List.of(gone.line()), dryRun);
        }
        if (removal instanceof Removal.Needed needed) {
            throw AdminFailure.conflict("Other entries name it; remove or change these first.", needed.by());
        }
        throw EntryAddress.unknown();
    }
}
