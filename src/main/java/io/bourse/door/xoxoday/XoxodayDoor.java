package io.bourse.door.xoxoday;

import io.bourse.audit.AuditLog;
import io.bourse.grant.TokenPipeline;
import io.bourse.http.Accepts;
import io.bourse.http.BearerAuthentication;
import io.bourse.http.Door;
import io.bourse.http.ErrorShape;
import io.bourse.http.RouteTable;
import io.bourse.token.OwnToken;
import java.time.InstantSource;

/** Xoxoday's token management: refresh, and validation of an access token. */
public final class XoxodayDoor implements Door {

    private final String prefix;
    private final TokenPipeline pipeline;
    private final ValidationEndpoint validation;

    public XoxodayDoor(
            XoxodayConfig config,
            TokenPipeline pipeline,
            BearerAuthentication<OwnToken> bearer,
            AuditLog audit,
            InstantSource clock) {
        this.prefix = config.prefix();
        this.pipeline = pipeline;
        this.validation = new ValidationEndpoint(bearer, audit, clock);
    }

    @Override
    public String name() {
        return "xoxoday";
    }

    @Override
    public String prefix() {
        return prefix;
    }

    @Override
    public void routes(RouteTable routes) {
        String base = prefix + "/v1/oauth";
        for (TokenKind kind : TokenKind.values()) {
            routes.post(
                    base + "/token/" + kind.segment(), Accepts.FORM_OR_JSON, new TokenEndpoint(pipeline, kind)::answer);
        }
        routes.get(base + "/token", validation::answer).claim(base);
    }

    @Override
    public ErrorShape errors() {
        return new XoxodayErrors();
    }
}
