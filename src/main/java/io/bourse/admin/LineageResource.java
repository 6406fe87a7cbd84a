package io.bourse.admin;

import io.bourse.http.Accepts;
import io.bourse.http.Answer;
import io.bourse.http.Call;
import io.bourse.http.RouteTable;
import io.bourse.token.LineageReports;
import io.vertx.core.Future;
import java.util.Set;

/** {@code POST /admin/lineage}: what a token came from, and whether it lives. */
public final class LineageResource implements AdminResource {

    private static final String TOKEN = "token";

    private final LineageReports reports;

    public LineageResource(LineageReports reports) {
        this.reports = reports;
    }

    @Override
    public void routes(RouteTable routes) {
        routes.post(AdminDoor.PREFIX + "lineage", Accepts.JSON, this::answer);
    }

    private Future<Answer> answer(Call call) {
        AdminQuery.of(call, Set.of());
        String token = AdminBody.of(call, Set.of(TOKEN)).require(TOKEN);
        return reports.report(token).map(report -> Answer.json(200, report::writeTo));
    }
}
