package io.bourse.e2e;

import static io.bourse.e2e.TokenServer.ACCESS_TOKEN;
import static io.bourse.e2e.TokenServer.EXCHANGE;
import static io.bourse.e2e.TokenServer.PASSWORD;

/** Every grant that issues, asked by one client that may use them all, with a proof that has just been made. */
enum EveryGrant {
    PASSWORD_GRANT {
        @Override
        TokenCall call(TokenServer server) {
            return app(server).grant("password").form("username", "ada").form("password", PASSWORD);
        }
    },
    REFRESH {
        @Override
        TokenCall call(TokenServer server) {
            return refresh(server, login(server));
        }
    },
    CLIENT_CREDENTIALS {
        @Override
        TokenCall call(TokenServer server) {
            return app(server).grant("client_credentials");
        }
    },
    CONVERT {
        @Override
        TokenCall call(TokenServer server) {
            return app(server)
                    .grant("convert_token")
                    .form("backend", "every-idp")
                    .form("token", server.idp.mintJwt("every-somebody"));
        }
    },
    ASSERTION {
        @Override
        TokenCall call(TokenServer server) {
            return app(server)
                    .grant("urn:ietf:params:oauth:grant-type:jwt-bearer")
                    .form("assertion", server.idp.mintJwt("every-somebody"));
        }
    },
    EXCHANGING {
        @Override
        TokenCall call(TokenServer server) {
            return app(server)
                    .grant(EXCHANGE)
                    .form("subject_token_type", ACCESS_TOKEN)
                    .form(
                            "subject_token",
                            login(server, "https://plain.example").accessToken());
        }
    };

    static final String CLIENT = "every-app";

    /** The client; its audiences are the targets of {@link TargetsIT} and one that nobody registered. */
    static void entries(TokenServer server) {
        server.apply("""
                clients:
                  - id: every-app
                    project: demo
                    secret: every-app-secret
                    grants: [password, refresh_token, client_credentials, convert_token, jwt-bearer, token-exchange]
                    scopes: [read, write, admin]
                    audiences: [tg-orders, tg-stock, https://plain.example]
                providers:
                  - id: every-idp
                    project: demo
                    clients: [every-app]
                    provisioning: create
                    private_addresses: true
                    jwks:
                      issuer: IDP/oidc
                      jwks_uri: IDP/oidc/jwks
                      algorithms: [ES256]
                      types: [JWT]
                      audience: [bourse-demo]
                exchanges:
                  - id: every-exchange
                    client: every-app
                    subject: {client: every-app}
                    targets: [tg-orders, tg-stock, https://plain.example]
                    scopes: [read, write, admin]
                """.replace("IDP", server.idp.address()));
    }

    abstract TokenCall call(TokenServer server);

    static TokenCall app(TokenServer server) {
        return app(server, 0);
    }

    static TokenCall app(TokenServer server, int node) {
        return server.call(node, "/oauth2/token").basic(CLIENT, "every-app-secret");
    }

    /** For these audiences, or for the default; without a password to hash. */
    static TokenAnswer login(TokenServer server, String... audiences) {
        TokenCall call = CONVERT.call(server);
        for (String audience : audiences) {
            call.form("audience", audience);
        }
        return call.send().granted();
    }

    static TokenCall refresh(TokenServer server, TokenAnswer login) {
        return app(server).grant("refresh_token").form("refresh_token", login.refreshToken());
    }
}
