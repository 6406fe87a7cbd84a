package io.bourse.door.sso;

import io.bourse.audit.AuditLog;
import io.bourse.crypto.PasswordStrength;
import io.bourse.http.Door;
import io.bourse.http.ErrorShape;
import io.bourse.http.RouteTable;
import io.bourse.service.ServiceDirectory;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The addresses of mojzu/sso, as its gateway has them and as they are behind the proxy that it comes with. There is one door
 * more for what is below {@code /auth/}, which hides why it refuses, and one for what is at the root alone.
 */
public final class SsoDoor implements Door {

    static final String NAME = "sso";
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
     * All three doors.
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
        Deeds deeds = new Deeds(directory.deeds(), new FailureAllowance(clock), audit, ids);
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
                        SsoErrors.REDACTED),
                new PingDoor());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void routes(RouteTable routes) {
        for (String base : BASES) {
            resources.forEach(resource -> resource.routes(routes, base));
            routes.claim(base + claim);
        }
    }

    @Override
    public ErrorShape errors() {
        return errors;
    }
}
