package io.bourse.http;

import io.bourse.door.oauth.OAuthErrors;
import io.bourse.oauth.OAuthException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;

/** Routes like those of a token endpoint, which parse all and tell nothing but counts. */
final class EchoDoor implements Door {

    static final String TOKEN = "/oauth2/token";
    static final int BIG = 4 << 20;

    @Override
    public String name() {
        return "echo";
    }

    @Override
    public void routes(RouteTable routes) {
        routes.postFromBrowsers(TOKEN, Accepts.FORM, EchoDoor::token)
                .post("/json", Accepts.JSON, call -> counted(call.json().names().size()))
                .post("/both", Accepts.FORM_OR_JSON, call -> counted(call.hasJson() ? 1 : 2))
                .post("/raw", Accepts.ANYTHING, call -> counted(call.body().length()))
                .get("/big", call -> Future.succeededFuture(Answer.json(200, Buffer.buffer(new byte[BIG]))))
                .get("/public", call -> counted(0).map(answer -> answer.cacheable(Duration.ofMinutes(5))))
                .get("/items/:id", call -> counted(call.pathParameter("id").length()))
                .route("DELETE", "/items/:id", Accepts.NOTHING, call -> counted(0));
    }

    @Override
    public ErrorShape errors() {
        return new OAuthErrors();
    }

    private static Future<Answer> token(Call call) {
        Form form = call.form();
        form.require("grant_type");
        call.decided("decision-1");
        if (form.optional("refresh_token").isPresent()) {
            return Future.failedFuture(OAuthException.invalidGrant("reuse in family 42"));
        }
        return counted(form.names().size());
    }

    private static Future<Answer> counted(int count) {
        return Future.succeededFuture(Answer.json(200, json -> json.writeNumberField("count", count)));
    }
}
