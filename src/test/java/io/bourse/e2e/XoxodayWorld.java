package io.bourse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Xoxoday's calls, at the root of one server and below the prefix of another, where no retry is answered. */
final class XoxodayWorld {

    static final String TOKEN = "/v1/oauth/token";
    static final String SECRET = "a secret of xoxoday's client";

    private static final String ENTRIES = """
            clients:
              - id: xoxo
                project: demo
                secret: %1$s
                grants: [password, refresh_token, client_credentials]
                scopes: [read, write]
                audiences: [https://api.example/orders]
                access_token_lifetime: 30d
                refresh_idle: 60d
                refresh_lifetime: 60d
              - id: xoxo-brief
                project: demo
                secret: %1$s
                grants: [client_credentials]
                scopes: [read]
                audiences: [https://api.example/orders]
                access_token_lifetime: 1h
              - id: xoxo-web
                project: demo
                secret: %1$s
                grants: [password]
                scopes: [openid]
                audiences: [https://api.example/orders]
              - id: xoxo-api
                project: demo
                secret: %1$s
                grants: ["urn:ietf:params:oauth:grant-type:token-exchange"]
                scopes: [read]
                audiences: [https://api.example/stock]
                serves: [https://api.example/orders]
            exchanges:
              - id: xoxo-api-for-users
                client: xoxo-api
                subject: {client: xoxo, audience: https://api.example/orders}
                targets: [https://api.example/stock]
                scopes: [read]
            """.formatted(SECRET);

    private static TokenServer root;
    private static TokenServer prefixed;

    final TokenServer server;
    final String prefix;

    private XoxodayWorld(TokenServer server, String prefix) {
        this.server = server;
        this.prefix = prefix;
    }

    /** @param prefix empty for the root */
    static synchronized XoxodayWorld below(String prefix) {
        if (prefix.isEmpty()) {
            if (root == null) {
                root = TokenServer.shared();
                root.apply(ENTRIES);
            }
            return new XoxodayWorld(root, prefix);
        }
        if (prefixed == null) {
            prefixed = TokenServer.start(1, Map.of("BOURSE_XOXODAY_PREFIX", prefix, "BOURSE_REPLAY_WINDOW", "0s"));
            prefixed.apply(ENTRIES);
            Runtime.getRuntime().addShutdownHook(new Thread(prefixed::close));
        }
        return new XoxodayWorld(prefixed, prefix);
    }

    TokenCall call(String path) {
        return server.call(prefix + path);
    }

    TokenCall json(String kind, ObjectNode body) {
        return call(TOKEN + "/" + kind).contentType("application/json").raw(body.toString());
    }

    static ObjectNode body(String grant) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("grant_type", grant)
                .put("client_id", "xoxo")
                .put("client_secret", SECRET);
    }

    static ObjectNode refresh(String refreshToken) {
        return body("refresh_token").put("refresh_token", refreshToken);
    }

    /** A login at the standard endpoint: this dialect gets its first refresh token from somewhere else too. */
    TokenAnswer login() {
        return server.token()
                .post("xoxo", SECRET)
                .grant("password")
                .form("username", "ada")
                .form("password", TokenServer.PASSWORD)
                .send()
                .granted();
    }

    TokenCall validate(String authorization) {
        return call(TOKEN).method("GET").contentType("application/json").header("Authorization", authorization);
    }

    static void refused(TokenAnswer answer, int status, String error, String description) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.text("error")).isEqualTo(error);
        assertThat(answer.text("error_description")).isEqualTo(description);
        assertThat(answer.json().properties()).hasSize(2);
        answer.echoesNothing();
    }

    static void invalid(TokenAnswer answer) {
        refused(answer, 401, "invalid_token", "invalid/expired token");
    }
}
