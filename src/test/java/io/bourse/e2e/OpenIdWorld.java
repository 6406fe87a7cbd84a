package io.bourse.e2e;

import static io.bourse.e2e.TokenServer.ACCESS_TOKEN;
import static io.bourse.e2e.TokenServer.EXCHANGE;
import static io.bourse.e2e.TokenServer.PASSWORD;

/** A client whose logins may be those of OpenID Connect, and a registered API that exchanges its tokens. */
final class OpenIdWorld {

    static final TokenServer SERVER = TokenServer.shared();

    private OpenIdWorld() {}

    /** Applies them; once more changes nothing. */
    static void apply() {
        SERVER.apply("""
                clients:
                  - id: oidc-app
                    project: demo
                    secret: oidc-app-secret
                    grants: [password, refresh_token, convert_token, jwt-bearer, client_credentials, token-exchange]
                    scopes: [read, openid, profile, email]
                    audiences: ['https://api.example/oidc']
                    access_token_lifetime: 10m
                  - id: oidc-api
                    project: demo
                    secret: oidc-api-secret
                    serves: ['https://api.example/oidc']
                    grants: [token-exchange]
                    scopes: [read, openid]
                providers:
                  - id: oidc-provider
                    project: demo
                    clients: [oidc-app]
                    provisioning: create
                    jwks: {issuer: 'https://provider.example/oidc', keys: [%s], algorithms: [RS256], audience: [oidc]}
                targets:
                  - {id: 'https://api.example/oidc', scopes: [read]}
                users:
                  - {username: oidc-grace, project: demo, name: Grace Hopper, locale: en, email: oidc-grace@example.com, password: %s}
                exchanges:
                  - id: oidc-api-for-itself
                    client: oidc-api
                    subject: {client: oidc-app, audience: 'https://api.example/oidc'}
                    targets: ['https://api.example/stock']
                    scopes: [read, openid]
                  - id: oidc-api-acts
                    client: oidc-api
                    mode: delegation
                    subject: {client: oidc-app, audience: 'https://api.example/oidc'}
                    targets: ['https://api.example/shipping']
                    scopes: [read, openid]
                """.formatted(Keys.PROVIDER.publicJwk(), PASSWORD));
    }

    static TokenCall app() {
        return SERVER.token().basic("oidc-app", "oidc-app-secret");
    }

    static TokenCall password(String scope) {
        return app().grant("password")
                .form("username", "oidc-grace")
                .form("password", PASSWORD)
                .form("scope", scope);
    }

    static String foreign() {
        return Keys.sign(Keys.PROVIDER, Keys.claims("https://provider.example/oidc", "subject-of-oidc", "oidc"));
    }

    static TokenAnswer exchanged(String accessToken, String audience) {
        return SERVER.token()
                .basic("oidc-api", "oidc-api-secret")
                .grant(EXCHANGE)
                .form("subject_token", accessToken)
                .form("subject_token_type", ACCESS_TOKEN)
                .form("audience", audience)
                .send()
                .granted();
    }

    static TokenCall userInfo(String token) {
        return SERVER.call("/oauth2/userinfo").method("GET").contentType("").header("Authorization", "Bearer " + token);
    }
}
