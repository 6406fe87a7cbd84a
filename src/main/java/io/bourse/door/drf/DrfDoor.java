package io.bourse.door.drf;

import io.bourse.audit.AuditLog;
import io.bourse.client.ClientAuthenticator;
import io.bourse.client.ClientStore;
import io.bourse.door.EndpointAudit;
import io.bourse.grant.TokenPipeline;
import io.bourse.http.Accepts;
import io.bourse.http.BearerAuthentication;
import io.bourse.http.Door;
import io.bourse.http.Endpoint;
import io.bourse.http.ErrorShape;
import io.bourse.http.RouteTable;
import io.bourse.revocation.OwnAccount;
import io.bourse.revocation.TokenRevoker;
import io.bourse.token.OwnToken;
import io.bourse.user.UserStore;

/** Below {@code /auth/}, as drf-social-oauth2 is mounted; each address with and without a slash at its end. */
public final class DrfDoor implements Door {

    private static final String ROOT = "/auth";
    private static final String PREFIX = ROOT + "/";

    private final TokenEndpoint token;
    private final ConvertTokenEndpoint convertToken;
    private final RevokeTokenEndpoint revokeToken;
    private final AccountEndpoints account;

    public DrfDoor(
            TokenPipeline pipeline,
            ClientAuthenticator authenticator,
            BearerAuthentication<OwnToken> bearer,
            ClientStore clients,
            UserStore users,
            TokenRevoker revoker,
            OwnAccount account,
            AuditLog audit) {
        Applications applications = new Applications(clients);
        this.token = new TokenEndpoint(pipeline);
        this.convertToken =
                new ConvertTokenEndpoint(pipeline, applications, users, new EndpointAudit(audit, "convert_token"));
        this.revokeToken = new RevokeTokenEndpoint(
                applications, authenticator, bearer, revoker, new EndpointAudit(audit, "revoke"));
        this.account = new AccountEndpoints(bearer, account, audit);
    }

    @Override
    public String name() {
        return "drf";
    }

    @Override
    public void routes(RouteTable routes) {
        post(routes, "token", token::answer);
        post(routes, "convert-token", convertToken::answer);
        post(routes, "revoke-token", revokeToken::answer);
        post(routes, "invalidate-sessions", account.sessions());
        post(routes, "invalidate-refresh-tokens", account.refreshTokens());
        post(routes, "disconnect-backend", account.backend());
        routes.claim(ROOT);
    }

    private static void post(RouteTable routes, String name, Endpoint endpoint) {
        routes.postFromBrowsers(PREFIX + name, Accepts.FORM_MULTIPART_OR_JSON, endpoint)
                .postFromBrowsers(PREFIX + name + "/", Accepts.FORM_MULTIPART_OR_JSON, endpoint);
    }

    @Override
    public ErrorShape errors() {
        return new DrfErrors();
    }
}
