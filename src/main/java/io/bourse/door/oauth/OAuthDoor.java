package io.bourse.door.oauth;

import io.bourse.audit.AuditLog;
import io.bourse.client.ClientAuthenticator;
import io.bourse.client.ClientStore;
import io.bourse.grant.TokenPipeline;
import io.bourse.http.Accepts;
import io.bourse.http.BearerAuthentication;
import io.bourse.http.Door;
import io.bourse.http.ErrorShape;
import io.bourse.http.RouteTable;
import io.bourse.jose.KeyRing;
import io.bourse.revocation.TokenRevoker;
import io.bourse.token.Introspector;
import io.bourse.token.LoggedInUsers;
import io.bourse.token.OwnToken;
import java.util.Set;

/** The standards' own dialect: RFC 6749, 7009, 7662, 8414, 8693 and 9701, and OpenID Connect without its pages. */
public final class OAuthDoor implements Door {

    static final String TOKEN = "/oauth2/token";
    static final String REVOKE = "/oauth2/revoke";
    static final String INTROSPECT = "/oauth2/introspect";
    static final String JWKS = "/.well-known/jwks.json";
    static final String METADATA = "/.well-known/oauth-authorization-server";
    static final String OPENID_METADATA = "/.well-known/openid-configuration";
    static final String USER_INFO = "/oauth2/userinfo";

    private final TokenEndpoint token;
    private final RevocationEndpoint revocation;
    private final IntrospectionEndpoint introspection;
    private final UserInfoEndpoint userInfo;
    private final MetadataEndpoint metadata;
    private final JwksEndpoint jwks;

    /** @param assertionAlgorithms what {@code private_key_jwt} may be signed with */
    public OAuthDoor(
            String issuer,
            TokenPipeline pipeline,
            ClientAuthenticator authenticator,
            BearerAuthentication<OwnToken> bearer,
            ClientStore clients,
            TokenRevoker revoker,
            Introspector introspector,
            SignedIntrospection signedIntrospection,
            LoggedInUsers users,
            KeyRing keys,
            Set<String> assertionAlgorithms,
            AuditLog audit) {
        this.token = new TokenEndpoint(pipeline);
        this.revocation = new RevocationEndpoint(authenticator, revoker, audit);
        this.introspection = new IntrospectionEndpoint(
                issuer, authenticator, bearer, clients, introspector, signedIntrospection, audit);
        this.userInfo = new UserInfoEndpoint(bearer, users);
        this.metadata = new MetadataEndpoint(issuer, clients, pipeline.grantTypes(), assertionAlgorithms, keys);
        this.jwks = new JwksEndpoint(keys);
    }

    @Override
    public String name() {
        return "oauth";
    }

    @Override
    public void routes(RouteTable routes) {
        routes.postFromBrowsers(TOKEN, Accepts.FORM, token::answer)
                .postFromBrowsers(REVOKE, Accepts.FORM, revocation::answer)
                .post(INTROSPECT, Accepts.FORM, introspection::answer)
                .getFromBrowsers(USER_INFO, userInfo::answer)
                .postFromBrowsers(USER_INFO, Accepts.NOTHING, userInfo::answer)
                .getFromBrowsers(METADATA, metadata::answer)
                .getFromBrowsers(OPENID_METADATA, metadata::answer)
                .getFromBrowsers(JWKS, jwks::answer);
    }

    @Override
    public ErrorShape errors() {
        return new OAuthErrors();
    }
}
