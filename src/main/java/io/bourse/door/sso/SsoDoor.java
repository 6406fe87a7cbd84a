package io.bourse.door.sso;

import io.bourse.http.Answer;
import io.bourse.http.Door;
import io.bourse.http.ErrorShape;
import io.bourse.http.RouteTable;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * The addresses of mojzu/sso, as its gateway has them and as they are behind the proxy that it comes with. It has two
 * doors, because what is below {@code /auth/} hides why it refuses.
 */
public final class SsoDoor implements Door {

    private static final List<String> BASES = List.of("/v1", "/api/v1");

    private final List<SsoResource> resources;
    private final String claim;
    private final SsoErrors errors;

    private SsoDoor(List<SsoResource> resources, String claim, SsoErrors errors) {
        this.resources = List.copyOf(resources);
        this.claim = claim;
        this.errors = errors;
    }

    /** Both doors. */
    public static List<Door> over(SsoMeans means) {
        Deeds deeds =
                new Deeds(means.directory().deeds(), means.audit(), new FailureAllowance(means.clock()), means.ids());
        Callers callers = new Callers(
                means.directory().keys(),
                means.tokens().authenticator(),
                means.tokens().own(),
                means.tokens().users());
        Procedure procedure = new Procedure(callers, deeds);
        return List.of(
                new SsoDoor(
                        List.of(
                                new UserResource(procedure, means),
                                new KeyResource(procedure, means),
                                new ServiceResource(procedure, means),
                                new AuditResource(
                                        procedure, deeds, means.directory().deeds())),
                        "",
                        SsoErrors.NAMED),
                new SsoDoor(
                        List.of(
                                new IssuingResource(procedure, deeds, means),
                                new TokenResource(procedure, deeds, means),
                                new UserKeyResource(procedure, deeds, means)),
                        "/auth",
                        SsoErrors.REDACTED));
    }

    @Override
    public String name() {
        return "sso";
    }

    @Override
    public void routes(RouteTable routes) {
        for (String base : BASES) {
            resources.forEach(resource -> resource.routes(routes, base));
            routes.claim(base + claim);
        }
        if (errors == SsoErrors.NAMED) {
            routes.get("/ping", call -> Future.succeededFuture(pong()));
        }
    }

    private static Answer pong() {
        return Answer.of(200, "text/plain; charset=utf-8", Buffer.buffer("Pong"));
    }

    @Override
    public ErrorShape errors() {
        return errors;
    }
}
