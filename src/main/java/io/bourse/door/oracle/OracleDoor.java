package io.bourse.door.oracle;

import io.bourse.grant.TokenPipeline;
import io.bourse.http.Accepts;
import io.bourse.http.Door;
import io.bourse.http.ErrorShape;
import io.bourse.http.RouteTable;
import java.util.Optional;

/** Oracle Cloud's identity domains: {@code POST /oauth2/v1/token}. */
public final class OracleDoor implements Door {

    static final String TOKEN = "/oauth2/v1/token";

    private final TokenEndpoint token;

    public OracleDoor(TokenPipeline pipeline) {
        this.token = new TokenEndpoint(pipeline);
    }

    @Override
    public String name() {
        return "oracle";
    }

    @Override
    public void routes(RouteTable routes) {
        routes.post(TOKEN, Accepts.FORM, token::answer).claim("/oauth2/v1");
    }

    @Override
    public ErrorShape errors() {
        return new OracleErrors();
    }

    @Override
    public Optional<String> requestIdHeader() {
        return Optional.of("opc-request-id");
    }
}
