package io.bourse.e2e;

import static io.bourse.e2e.TokenServer.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;

/** Who takes part in the tests of the drf door, and its calls as its users make them. */
final class DrfWorld {

    static final TokenServer SERVER = TokenServer.shared();
    static final String APP = "dj-app";
    static final String SECRET = "dj-app-secret";
    static final String SPA = "dj-spa";
    static final String PROVIDER = "dj-idp";
    static final String API = "https://api.example/dj";

    /** Every way to make one and the same call. */
    enum Way {
        FORM(BodyType.FORM, ""),
        FORM_WITH_SLASH(BodyType.FORM, "/"),
        MULTIPART(BodyType.MULTIPART, ""),
        MULTIPART_WITH_SLASH(BodyType.MULTIPART, "/"),
        JSON(BodyType.JSON, ""),
        JSON_WITH_SLASH(BodyType.JSON, "/");

        private final BodyType type;
        private final String slash;

        Way(BodyType type, String slash) {
            this.type = type;
            this.slash = slash;
        }

        TokenCall call(String name) {
            return call(name, "");
        }

        /** @param query with its question mark, or empty */
        TokenCall call(String name, String query) {
            return SERVER.call("/auth/" + name + slash + query).as(type);
        }
    }

    private DrfWorld() {}

    /** May be applied by each class of tests: entries that are there already are left as they are. */
    static void entries() {
        SERVER.apply("""
                projects:
                  - id: dj-elsewhere
                clients:
                  - id: dj-app
                    project: demo
                    secret: dj-app-secret
                    grants: [password, refresh_token, convert_token, client_credentials, token-exchange]
                    scopes: [read, write]
                    audiences: [https://api.example/dj]
                    access_token_lifetime: 36000s
                  - id: dj-other
                    project: demo
                    secret: dj-other-secret
                    grants: [password, refresh_token, token-exchange]
                    scopes: [read, write]
                    audiences: [https://api.example/dj, https://api.example/dj-exchanged]
                    serves: [https://api.example/dj]
                  - id: dj-spa
                    project: demo
                    authentication: none
                    grants: [convert_token, refresh_token]
                    scopes: [read, write]
                    audiences: [https://api.example/dj]
                  - id: dj-off
                    project: demo
                    enabled: false
                    authentication: none
                    grants: [convert_token]
                    scopes: [read]
                    audiences: [https://api.example/dj]
                  - id: dj-stranger
                    project: dj-elsewhere
                    authentication: none
                    grants: [convert_token]
                    scopes: [read]
                    audiences: [https://api.example/dj]
                users:
                  - username: dj-ada
                    project: demo
                    email: dj.ada@example.com
                    name: Augusta Ada Lovelace
                    password: correct horse battery staple
                providers:
                  - id: dj-idp
                    project: demo
                    clients: [dj-app, dj-spa]
                    provisioning: create
                    private_addresses: true
                    jwks:
                      issuer: IDP/oidc
                      jwks_uri: IDP/oidc/jwks
                      algorithms: [ES256]
                      types: [JWT]
                      audience: [bourse-demo]
                  - id: dj-link
                    project: demo
                    clients: [dj-app]
                    provisioning: link
                    private_addresses: true
                    jwks:
                      issuer: IDP/oidc
                      jwks_uri: IDP/oidc/jwks
                      algorithms: [ES256]
                      types: [JWT]
                      audience: [bourse-demo]
                  - id: dj-idp-off
                    project: demo
                    enabled: false
                    clients: [dj-app]
                    provisioning: create
                    private_addresses: true
                    userinfo: {userinfo_uri: 'IDP/userinfo', audience_proof: none}
                exchanges:
                  - id: dj-exchange
                    client: dj-other
                    subject: {client: dj-app, audience: 'https://api.example/dj'}
                    targets: [https://api.example/dj-exchanged]
                    scopes: [read, write]
                  - id: dj-delegation
                    client: dj-other
                    mode: delegation
                    subject: {client: dj-app, audience: 'https://api.example/dj'}
                    targets: [https://api.example/dj]
                    scopes: [read, write]
                """.replace("IDP", SERVER.idp.address()));
    }

    static TokenCall call(String name) {
        return Way.FORM.call(name);
    }

    static TokenCall byApp(TokenCall call) {
        return call.form("client_id", APP).form("client_secret", SECRET);
    }

    static TokenCall password(TokenCall call) {
        return byApp(call)
                .form("grant_type", "password")
                .form("username", "dj-ada")
                .form("password", PASSWORD);
    }

    static TokenCall refresh(TokenCall call, TokenAnswer login) {
        return byApp(call).form("grant_type", "refresh_token").form("refresh_token", login.refreshToken());
    }

    static TokenCall convert(TokenCall call, String token) {
        return byApp(call)
                .form("grant_type", "convert_token")
                .form("backend", PROVIDER)
                .form("token", token);
    }

    /** A login of somebody of the provider's; no password is hashed for it. */
    static TokenAnswer login(String subject) {
        return convert(call("convert-token"), SERVER.idp.mintJwt(subject))
                .send()
                .granted();
    }

    static String somebody() {
        return "dj-" + UUID.randomUUID();
    }

    static TokenCall bearing(TokenCall call, TokenAnswer login) {
        return call.header("Authorization", "Bearer " + login.accessToken());
    }

    static boolean isAlive(TokenAnswer login) {
        return SERVER.introspect(login.accessToken())
                .basic("dj-other", "dj-other-secret")
                .send()
                .granted()
                .json()
                .get("active")
                .asBoolean();
    }

    static boolean isRefreshable(TokenAnswer login) {
        return refresh(call("token"), login).send().status() == 200;
    }

    /** 204 and nothing else, by the name of JSON. */
    static void done(TokenAnswer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(204);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.body()).isEmpty();
    }

    /** This body exactly, as JSON that nobody keeps. */
    static TokenAnswer says(TokenAnswer answer, int status, String body) {
        assertThat(answer.body()).isEqualTo(body);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        return answer;
    }
}
