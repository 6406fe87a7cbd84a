package io.bourse.door.sso;

import io.bourse.audit.AuditLog;
import io.bourse.crypto.PasswordStrength;
import io.bourse.http.Answer;
import io.bourse.http.Door;
import io.bourse.http.ErrorShape;
import io.bourse.http.RouteTable;
import io.bourse.service.ServiceDirectory;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

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

    /**
     * Both doors.
     *
     * @param strength says how strong passwords are
     * @param ids makes ids of deeds
     */
    public static List<Door> over(
            ServiceDirectory directory,
            SsoTokens tokens,
            PasswordStrength strength,
            AuditLog audit,
            InstantSource clock,
            Supplier<UUID> ids) {
        Deeds deeds = new Deeds(directory.deeds(), audit, ids);
        Callers callers = new Callers(directory, tokens.authenticator(), tokens.own(), clock);
        Procedure procedure = new Procedure(callers, deeds);
        Scores scores = new Scores(strength);
        return List.of(
                new SsoDoor(
                        List.of(
                                new UserResource(procedure, directory.accounts(), scores),
                                new KeyResource(procedure, directory),
                                new ServiceResource(procedure, directory.services()),
                                new AuditResource(procedure, deeds, directory.deeds())),
                        "",
                        SsoErrors.NAMED),
                new SsoDoor(
                        List.of(
                                new IssuingResource(procedure, deeds, tokens.pipeline(), directory.accounts(), scores),
                                new TokenResource(procedure, deeds, tokens, directory),
                                new UserKeyResource(procedure, deeds, directory)),
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
