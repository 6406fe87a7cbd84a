package io.bourse.e2e;

import static io.bourse.e2e.TokenServer.ACCESS_TOKEN;
import static io.bourse.e2e.TokenServer.EXCHANGE;

import com.fasterxml.jackson.databind.JsonNode;
import io.bourse.config.Secret;
import io.bourse.fakes.ScriptedIdentityProvider;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A server with everybody who takes part in {@link ExchangeMatrixIT}: for each way in which an entry can allow an
 * exchange a holder, an API and a third party of its own, so that no entry gets into another's way.
 */
final class ExchangeWorld implements AutoCloseable {

    static final String API = "https://api.example/mx-api";
    static final String TARGET = "https://api.example/mx-target";
    static final String DESK = "https://api.example/mx-desk";

    /** Nobody serves it. */
    static final String ELSEWHERE = "https://api.example/mx-elsewhere";

    static final String ORIGIN = "https://api.example/mx-origin";
    static final String ORIGIN_OFF = "https://api.example/mx-origin-off";

    static final String APP = "mx-app";
    static final String GONE = "mx-gone";
    static final String US = "mx-us";

    /** Seconds; tokens of our clients live longer, those of the providers less long. */
    static final int LIFETIME = 200;

    private static final int FOREIGN_LIFETIME = 180;

    /** Kinds of callers that are confidential, each with a client for each kind of entry. */
    static final List<String> CALLERS = List.of("holder", "api", "third");

    static final List<String> ENTRIES =
            List.of("none", "unfit", "off", "plain", "delegation", "actor", "impersonation", "refresh");

    private static final String ADMIN_KEY = "the-admin-key-of-the-matrix-0123456789";
    private static final String SIGNED_BY = "https://%s.example";

    final TokenServer server = TokenServer.start(1, Map.of("BOURSE_ADMIN_KEY", ADMIN_KEY));
    private final ScriptedIdentityProvider idp =
            ScriptedIdentityProvider.start(server.node(0).vertx());
    private final Map<String, Secret> secrets = new HashMap<>();
    private final List<String> last = new ArrayList<>();

    ExchangeWorld() {
        idp.on("/introspect", request -> answer(request, true)).on("/userinfo", request -> answer(request, false));
        Entries entries = new Entries(idp.url("/introspect"), idp.url("/userinfo"));
        secrets.putAll(server.node(0).apply(entries.text()).secrets());
        known("mx-app");
    }

    /** An opaque token of the matrix is what is to be said of it. */
    private void answer(HttpServerRequest request, boolean introspection) {
        List<ScriptedIdentityProvider.Call> calls = idp.calls(request.path());
        ScriptedIdentityProvider.Call call = calls.get(calls.size() - 1);
        String token = introspection
                ? call.body().replaceFirst("(?s).*\\btoken=([^&]*).*", "$1")
                : call.headers().get("authorization").substring("Bearer ".length());
        JsonObject said = new JsonObject(new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8));
        ScriptedIdentityProvider.json(said.put("active", true).encode()).answer(request);
    }

    static String opaque(JsonObject said) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(said.encode().getBytes(StandardCharsets.UTF_8));
    }

    /** The claims of a token that the provider of this name issues for us. */
    static JsonObject foreignClaims(String provider, String subject) {
        return Keys.claims(SIGNED_BY.formatted(provider), subject, US)
                .put("exp", Keys.now() + FOREIGN_LIFETIME)
                .put("jti", UUID.randomUUID().toString());
    }

    TokenCall as(String client) {
        return server.token().basic(client, secrets.get(client).reveal());
    }

    /** The call, in which the client says who it is in the body, with its secret if it has one. */
    TokenCall identified(TokenCall call, String client) {
        Secret secret = secrets.get(client);
        return secret == null ? call.form("client_id", client) : call.post(client, secret.reveal());
    }

    /** The call, with the client's secret in its header if it has one. */
    TokenCall authenticated(TokenCall call, String client) {
        Secret secret = secrets.get(client);
        return secret == null ? call : call.basic(client, secret.reveal());
    }

    TokenCall revoke(String client, String token) {
        return server.revoke(token).basic(client, secrets.get(client).reveal());
    }

    /** The client whose entry names this provider for its logins. */
    static String loginsBy(String provider) {
        return "mx-logins-by-" + provider;
    }

    /** A login of the subject at the client by another provider's token. */
    TokenAnswer login(String client, String subject, String audience, String provider) {
        return as(client)
                .grant("convert_token")
                .form("backend", provider)
                .form("token", Keys.sign(Keys.PROVIDER, foreignClaims(provider, subject)))
                .form("audience", audience)
                .send()
                .granted();
    }

    TokenAnswer login(String client, String audience) {
        return login(client, "grace", audience, "mx-login");
    }

    /** The client's own exchange of a login for another token of its own. */
    TokenAnswer exchanged(String client, String accessToken, String audience, String type) {
        return as(client)
                .grant(EXCHANGE)
                .form("subject_token", accessToken)
                .form("subject_token_type", ACCESS_TOKEN)
                .form("audience", audience)
                .form("requested_token_type", type)
                .send()
                .granted();
    }

    /** A token that the server itself signs, with claims that it would not have written. */
    String signed(String typ, JsonNode claims, Map<String, Object> odd) {
        JsonObject changed = new JsonObject(claims.toString());
        odd.forEach(changed::put);
        return server.node(0).sign(typ, changed.encode());
    }

    /** An administrator revokes a foreign token by its lineage id. */
    void revokeForeign(String id) {
        server.management("/admin/revoke")
                .method("POST")
                .header("Authorization", "Bearer " + ADMIN_KEY)
                .contentType("application/json")
                .raw(new JsonObject().put("kind", "foreign-token").put("id", id).encode())
                .send()
                .granted();
    }

    /** An administrator switches an entry off. */
    void off(String kind, String id) {
        String path = "/admin/" + kind + "/" + id;
        JsonObject shown = new JsonObject(server.management(path)
                .header("Authorization", "Bearer " + ADMIN_KEY)
                .send()
                .granted()
                .body());
        server.management(path)
                .method("PUT")
                .header("If-Match", "*")
                .header("Authorization", "Bearer " + ADMIN_KEY)
                .contentType("application/json")
                .raw(shown.put("enabled", false).encode())
                .send()
                .granted();
    }

    /** Clients that make themselves tokens to be exchanged. */
    static List<String> holders() {
        List<String> holders = new ArrayList<>(List.of(APP, GONE));
        ENTRIES.forEach(entry -> holders.add("mx-holder-" + entry));
        return holders;
    }

    /** Waits until the server knows of everything that was applied before; it learns in the order of the changes. */
    void settle() {
        String sentinel = "mx-sentinel-" + last.size();
        last.add(sentinel);
        Map<String, Secret> made =
                server.node(0).apply("""
                        clients:
                          - {id: %s, project: demo, secret: generate, grants: [client_credentials], scopes: [read],
                             audiences: [%s]}
                        """.formatted(sentinel, DESK)).secrets();
        secrets.putAll(made);
        known(sentinel);
    }

    private void known(String client) {
        TokenServer.eventually(
                () -> as(client).grant("client_credentials").send().status() != 401);
    }

    @Override
    public void close() {
        idp.close();
        server.close();
    }

    /** The entry file. */
    private static final class Entries {

        private final StringBuilder clients = new StringBuilder("clients:\n");
        private final StringBuilder exchanges = new StringBuilder("exchanges:\n");
        private final StringBuilder providers = new StringBuilder("providers:\n");
        private final String introspectionUri;
        private final String userInfoUri;

        Entries(String introspectionUri, String userInfoUri) {
            this.introspectionUri = introspectionUri;
            this.userInfoUri = userInfoUri;
        }

        String text() {
            List<String> holders = new ArrayList<>(List.of(APP, GONE));
            List<String> trusted = new ArrayList<>(List.of(APP));
            for (String entry : ENTRIES) {
                client("mx-api-" + entry, List.of(API, DESK));
                client("mx-third-" + entry, List.of(DESK));
                client("mx-holder-" + entry, List.of(DESK));
                holders.add("mx-holder-" + entry);
                trusted.add("mx-api-" + entry);
            }
            client(APP, List.of());
            client(GONE, List.of());
            for (String kind : List.of("jwt", "introspected", "userinfo")) {
                for (String provider : List.of("mx-" + kind, "mx-" + kind + "-off")) {
                    client(loginsBy(provider), List.of());
                    clients.append("    login_provider: ").append(provider).append('\n');
                    trusted.add(loginsBy(provider));
                }
            }
            for (String robot : List.of("mx-robot", "mx-robot-off", "mx-stranger")) {
                client(robot, List.of());
                clients.append("    access_token_lifetime: 190s\n");
            }
            clients.append("""
                      - {id: mx-spa, project: demo, authentication: none, grants: [convert_token], scopes: [read],
                         audiences: [%s]}
                    """.formatted(API));
            holders.forEach(this::origins);
            ENTRIES.forEach(this::entries);
            providers(holders, trusted);
            return clients.append(providers).append(exchanges).toString();
        }

        private void client(String id, List<String> serves) {
            clients.append("""
                      - id: %s
                        project: demo
                        secret: generate
                        grants: [convert_token, refresh_token, client_credentials, token-exchange]
                        scopes: [read, write]
                        audiences: [%s]
                        serves: %s
                    """.formatted(
                            id,
                            String.join(", ", DESK, API, ELSEWHERE, ORIGIN, ORIGIN_OFF, TARGET),
                            serves.isEmpty() ? "[]" : serves));
        }

        /** By which a holder makes itself tokens that have ancestors; one of the entries is switched off later. */
        private void origins(String holder) {
            for (String audience : List.of(ORIGIN, ORIGIN_OFF)) {
                exchanges.append("""
                          - id: %s-%s
                            client: %s
                            subject: {client: %s, audience: '%s'}
                            targets: [%s, %s]
                            scopes: [read, write]
                            issues: [access_token, jwt, refresh_token]
                            refresh: true
                        """.formatted(
                                holder,
                                audience.substring(audience.lastIndexOf('/') + 1),
                                holder,
                                holder,
                                audience,
                                API,
                                ELSEWHERE));
            }
        }

        private void entries(String entry) {
            if (entry.equals("none")) {
                return;
            }
            String api = "mx-api-" + entry;
            if (entry.equals("unfit")) {
                exchange(api, "app", "{client: mx-stranger}", "plain", "");
                exchange("mx-third-unfit", "app", "{client: mx-stranger}", "plain", "");
                exchange("mx-holder-unfit", "own", "{client: mx-stranger}", "plain", "");
                return;
            }
            exchange(api, "app", ours(APP), entry, "{client: mx-robot}");
            exchange(api, "gone", ours(GONE), entry, "{client: mx-robot}");
            for (String kind : List.of("jwt", "introspected", "userinfo", "cluster")) {
                for (String provider : List.of("mx-" + kind, "mx-" + kind + "-off")) {
                    exchange(api, provider.substring(3), "{provider: " + provider + "}", entry, "{client: mx-robot}");
                }
            }
            exchange(
                    "mx-third-" + entry,
                    "app",
                    "{client: mx-app, types: [access_token, jwt]}",
                    entry,
                    "{client: mx-robot}");
            exchange(
                    "mx-holder-" + entry,
                    "own",
                    "{client: mx-holder-" + entry + ", audience: '" + API
                            + "', types: [access_token, jwt, refresh_token]}",
                    entry,
                    "{client: mx-robot}");
            if (entry.equals("actor") || entry.equals("impersonation")) {
                exchange(api, "by-user", ours(APP), entry, "{client: mx-app, audience: '" + DESK + "'}");
                exchange(api, "by-robot-off", ours(APP), entry, "{client: mx-robot-off}");
                exchange(api, "by-pod", ours(APP), entry, "{provider: mx-cluster}");
            }
        }

        private static String ours(String client) {
            return "{client: " + client + ", audience: '" + API + "', types: [access_token, jwt]}";
        }

        private void exchange(String client, String name, String subject, String entry, String actor) {
            boolean acting = entry.equals("actor") || entry.equals("impersonation");
            String mode = entry.equals("actor") ? "delegation" : acting || entry.equals("delegation") ? entry : "plain";
            exchanges.append("""
                      - id: %s-by-%s
                        enabled: %s
                        client: %s
                        mode: %s
                        subject: %s
                        targets: [%s]
                        scopes: [read]
                        lifetime: %ds
                        refresh: %s
                    """.formatted(
                            client,
                            name,
                            !entry.equals("off"),
                            client,
                            mode,
                            subject,
                            TARGET,
                            LIFETIME,
                            entry.equals("refresh")));
            if (acting) {
                exchanges.append("    actor: ").append(actor).append('\n');
            }
        }

        private void providers(List<String> holders, List<String> trusted) {
            for (String login : List.of("mx-login", "mx-login-off")) {
                provider(login, holders, true, jwks(login));
            }
            for (String off : List.of("", "-off")) {
                provider("mx-jwt" + off, trusted, true, jwks("mx-jwt" + off));
                provider("mx-introspected" + off, trusted, true, "introspection: " + introspection());
                provider(
                        "mx-userinfo" + off,
                        trusted,
                        true,
                        "userinfo: {userinfo_uri: '" + userInfoUri + "', audience_proof: " + introspection() + "}");
                provider("mx-cluster" + off, trusted, false, "preset: kubernetes\n    " + cluster("mx-cluster" + off));
            }
        }

        private void provider(String id, List<String> trusted, boolean users, String proof) {
            providers.append("""
                      - id: %s
                        project: demo
                        clients: %s
                        private_addresses: true
                        %s
                    """.formatted(id, trusted, proof));
            if (users) {
                providers.append("    provisioning: create\n");
            }
        }

        private static String jwks(String id) {
            return "jwks: {issuer: '" + SIGNED_BY.formatted(id) + "', keys: [" + Keys.PROVIDER.publicJwk()
                    + "], algorithms: [RS256], audience: [" + US + "]}";
        }

        private static String cluster(String id) {
            return "jwks: {issuer: '" + SIGNED_BY.formatted(id) + "', keys: [" + Keys.PROVIDER.publicJwk()
                    + "], audience: [" + US + "]}";
        }

        private String introspection() {
            return "{introspection_uri: '" + introspectionUri + "', client_id: " + US
                    + ", client_secret: the-secret-there}";
        }
    }
}
