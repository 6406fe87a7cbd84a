package io.bourse.door.medplum;

import io.bourse.audit.AuditLog;
import io.bourse.grant.TokenPipeline;
import io.bourse.http.Accepts;
import io.bourse.http.BearerAuthentication;
import io.bourse.http.Door;
import io.bourse.http.ErrorShape;
import io.bourse.http.RouteTable;
import io.bourse.revocation.TokenRevoker;
import io.bourse.token.LoggedInUsers;
import io.bourse.token.OwnToken;

/**
 * Medplum's dialect, as its client {@code @medplum/core} speaks it. The addresses that it shares with the standards, {@code
 * /oauth2/token}, {@code /oauth2/userinfo} and {@code /oauth2/introspect}, are those of {@code door.oauth}.
 */
public final class MedplumDoor implements Door {

    static final String EXCHANGE = "/auth/exchange";
    static final String ME = "/auth/me";
    static final String LOGOUT = "/oauth2/logout";

    private final ExchangeEndpoint exchange;
    private final MeEndpoint me;
    private final LogoutEndpoint logout;

    public MedplumDoor(
            TokenPipeline pipeline,
            BearerAuthentication<OwnToken> bearer,
            LoggedInUsers users,
            TokenRevoker revoker,
            AuditLog audit) {
        Sessions sessions = new Sessions(bearer, users);
        this.exchange = new ExchangeEndpoint(pipeline);
        this.me = new MeEndpoint(sessions);
        this.logout = new LogoutEndpoint(sessions, revoker, audit);
    }

    @Override
    public String name() {
        return "medplum";
    }

    @Override
    public void routes(RouteTable routes) {
        routes.postFromBrowsers(EXCHANGE, Accepts.JSON_OR_FHIR, exchange::answer)
                .getFromBrowsers(ME, me::answer)
                .postFromBrowsers(LOGOUT, Accepts.NOTHING, logout::answer)
                .claim(EXCHANGE)
                .claim(ME)
                .claim(LOGOUT);
    }

    @Override
    public ErrorShape errors() {
        return new MedplumErrors();
    }
}
