package io.bourse.door.sso;

import io.bourse.http.Answer;
import io.bourse.http.Door;
import io.bourse.http.ErrorShape;
import io.bourse.http.RouteTable;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** What is at the root alone: whether anybody is there. */
final class PingDoor implements Door {

    @Override
    public String name() {
        return SsoDoor.NAME;
    }

    @Override
    public void routes(RouteTable routes) {
        routes.get(
                "/ping",
                call -> Future.succeededFuture(Answer.of(200, "text/plain; charset=utf-8", Buffer.buffer("Pong"))));
    }

    @Override
    public ErrorShape errors() {
        return SsoErrors.NAMED;
    }
}
