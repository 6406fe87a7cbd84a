package io.bourse.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bourse.entry.Apply;
import io.bourse.entry.PgCatalog;
import io.bourse.http.Answer;
import io.bourse.http.Call;
import io.bourse.http.JsonBody;
import io.bourse.user.LoginName;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * {@code PUT /admin/clients/:id}: makes an entry, or makes it what the body says. That is applied as a text with this one
 * entry, so it is checked as every file is; the body stays as it was sent, so that problems name its lines.
 */
public final class EntryPut {

    private static final String ID = "id";
    private static final String USERNAME = "username";

    private final PgCatalog catalog;
    private final EntryAddress address;
    private final Apply apply;

    /** @param apply must take no secret from outside of the text */
    public EntryPut(PgCatalog catalog, Apply apply) {
        this.catalog = catalog;
        this.address = new EntryAddress(catalog);
        this.apply = apply;
    }

    Future<Answer> answer(String section, Call call) {
        call.note(Deed.on(section, call, false));
        AdminQuery query = EntryAddress.query(section, call, AdminQuery.DRY_RUN);
        boolean dryRun = query.dryRun();
        call.note(Deed.on(section, call, dryRun));
        Preconditions condition = Preconditions.ofPut(call, dryRun);
        JsonBody body = call.json();
        return name(section, call, query, body).compose(name -> {
            Deed deed = Optional.ofNullable(name.get(ID))
                    .map(id -> Deed.on(section, call, dryRun).to(section, id))
                    .orElse(Deed.on(section, call, dryRun));
            call.note(deed);
            return apply.run("body.json", text(section, call, body, name), dryRun, condition)
                    .onSuccess(applied -> call.note(deed.done(applied.changes())))
                    .map(Changes::answer);
        });
    }

    /** The members by which the body names its entry, as the address does. */
    private Future<Map<String, String>> name(String section, Call call, AdminQuery query, JsonBody body) {
        if (EntryAddress.isByName(section, call)) {
            return userNamed(call, query, body);
        }
        String id = call.pathParameter("id");
        requireSame(body, ID, id);
        return PgCatalog.areUsers(section)
                ? catalog.find(section, id)
                        .map(found -> found.map(user -> Map.of(ID, id)).orElseThrow(EntryAddress::unknown))
                : Future.succeededFuture(Map.of(ID, id));
    }

    private Future<Map<String, String>> userNamed(Call call, AdminQuery query, JsonBody body) {
        String username = call.pathParameter("id");
        Optional<String> project = query.text(EntryAddress.PROJECT);
        project.ifPresent(id -> requireSame(body, EntryAddress.PROJECT, id));
        if (body.optional(USERNAME)
                .filter(given -> !LoginName.of(given).equals(LoginName.of(username)))
                .isPresent()) {
            throw other(USERNAME);
        }
        Optional<String> named = project.or(() -> body.optional(EntryAddress.PROJECT));
        return address.userNamed(call, named.orElse(null))
                .map(known -> known.map(id -> ofKnown(body, id)).orElseGet(() -> ofNew(username, project)));
    }

    private static Map<String, String> ofKnown(JsonBody body, String id) {
        requireSame(body, ID, id);
        return Map.of(ID, id);
    }

    private static Map<String, String> ofNew(String username, Optional<String> project) {
        Map<String, String> members = new LinkedHashMap<>(Map.of(USERNAME, username));
        project.ifPresent(id -> members.put(EntryAddress.PROJECT, id));
        return members;
    }

    private static void requireSame(JsonBody body, String member, String value) {
        if (body.optional(member).filter(given -> !given.equals(value)).isPresent()) {
            throw other(member);
        }
    }

    private static AdminFailure other(String member) {
        return AdminFailure.badRequest("The " + member + " of the body is not that of the address.");
    }

    /** The body as the only entry of its section, with the members that it leaves away, before its first line ends. */
    private static String text(String section, Call call, JsonBody body, Map<String, String> name) {
        String sent = call.body().toString(StandardCharsets.UTF_8);
        int open = sent.indexOf('{');
        StringBuilder text = new StringBuilder(sent.substring(0, open))
                .append("{\"")
                .append(section)
                .append("\":[{");
        String comma = "";
        for (Map.Entry<String, String> member : name.entrySet()) {
            if (!body.names().contains(member.getKey())) {
                text.append(comma).append(quoted(member.getKey())).append(':').append(quoted(member.getValue()));
                comma = ",";
            }
        }
        return text.append(body.names().isEmpty() ? "" : comma)
                .append(sent.substring(open + 1))
                .append("]}")
                .toString();
    }

    private static String quoted(String text) {
        return JsonNodeFactory.instance.textNode(text).toString();
    }
}
