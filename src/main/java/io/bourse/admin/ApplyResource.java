package io.bourse.admin;

import io.bourse.entry.Apply;
import io.bourse.http.Accepts;
import io.bourse.http.Answer;
import io.bourse.http.Call;
import io.bourse.http.RouteTable;
import io.vertx.core.Future;
import java.util.Set;

/** {@code POST /admin/apply}: a whole text of entries, all of it or nothing. */
public final class ApplyResource implements AdminResource {

    /** Short enough to be parsed on an event loop; longer texts are for {@code bourse apply}. */
    private static final int MAX_BYTES = 256 * 1024;

    private final Apply apply;

    /** @param apply must take no secret from outside of the text */
    public ApplyResource(Apply apply) {
        this.apply = apply;
    }

    @Override
    public void routes(RouteTable routes) {
        routes.upload(AdminDoor.PREFIX + "apply", Accepts.JSON_OR_YAML, MAX_BYTES, this::answer);
    }

    private Future<Answer> answer(Call call) {
        boolean dryRun = AdminQuery.of(call, Set.of(AdminQuery.DRY_RUN)).dryRun();
        String name = call.hasJson() ? "body.json" : "body.yaml";
        call.note(Deed.of(dryRun));
        return apply.run(name, call.text(), dryRun)
                .onSuccess(applied -> call.note(Deed.of(dryRun).done(applied.changes())))
                .map(Changes::answer);
    }
}
