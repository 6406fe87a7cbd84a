package io.bourse.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.bourse.app.demo.DemoIdentityProvider;
import java.util.Map;

/** Calls of the standards to try, with real values: some of them are made here first, to have tokens to show. */
final class DemoCalls {

    private static final String STOCK = "https://api.example/stock";
    private static final String SHIPPING = "https://api.example/shipping";
    static final Map<String, String> DEMO = DemoLines.form("client_id", "demo", "client_secret", "demo-secret");
    private static final Map<String, String> GATEWAY =
            DemoLines.form("client_id", "gateway", "client_secret", "gateway-secret");
    private static final Map<String, String> REPORTS = DemoLines.form(
            "client_id", "reports", "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    static final Map<String, String> SPA = DemoLines.form("client_id", "spa");
    static final Map<String, String> PASSWORD =
            DemoLines.form("grant_type", "password", "username", "ada", "password", "correct horse battery staple");

    private final DemoLines lines;
    private final int managementPort;
    private final String adminKey;
    private final DemoIdentityProvider idp;

    /** @param adminKey as a shell has it between double quotes */
    DemoCalls(DemoLines lines, int managementPort, String adminKey, DemoIdentityProvider idp) {
        this.lines = lines;
        this.managementPort = managementPort;
        this.adminKey = adminKey;
        this.idp = idp;
    }

    /** Adds the calls that need no door but the standards' own. Blocks while it fetches tokens. */
    void show() {
        JsonNode login = lines.token(DEMO, PASSWORD);
        String accessToken = login.get("access_token").textValue();
        showGrants(accessToken, lines.token(DEMO, PASSWORD).get("refresh_token").textValue());
        lines.show(
                "introspection: what is this token worth?",
                "/oauth2/introspect",
                GATEWAY,
                DemoLines.form("token", accessToken));
        lines.show(
                "introspection of a delegated token: \"act\" says who acts",
                "/oauth2/introspect",
                GATEWAY,
                DemoLines.form(
                        "token",
                        lines.token(GATEWAY, exchange(accessToken, SHIPPING))
                                .get("access_token")
                                .textValue()));
        lines.show(
                "revocation: ends the login, and all that was made from it: try the exchanges and introspections again",
                "/oauth2/revoke",
                DEMO,
                DemoLines.form("token", login.get("refresh_token").textValue()));
        lines.show("metadata", lines.issuer() + "/.well-known/oauth-authorization-server");
        lines.show("public keys", lines.issuer() + "/.well-known/jwks.json");
        lines.show("readiness", "http://localhost:" + managementPort + "/health/ready");
        lines.show("metrics", "http://localhost:" + managementPort + "/metrics");
        lines.show(
                "admin: an entry of the registry",
                "-H \"Authorization: Bearer " + adminKey + "\" http://localhost:" + managementPort
                        + "/admin/clients/demo");
        lines.show("more external tokens to convert", "-d sub=alan " + idp.address() + "/oidc/token");
    }

    private void showGrants(String accessToken, String refreshToken) {
        String endpoint = "/oauth2/token";
        lines.show("password", endpoint, DEMO, PASSWORD);
        lines.show(
                "refresh_token: works once, for the answer brings the next one",
                endpoint,
                DEMO,
                DemoLines.form("grant_type", "refresh_token", "refresh_token", refreshToken));
        lines.show(
                "client_credentials",
                endpoint,
                DEMO,
                DemoLines.form("grant_type", "client_credentials", "scope", "read"));
        lines.show(
                "convert_token: a JWT of another identity provider",
                endpoint,
                DEMO,
                DemoLines.form("grant_type", "convert_token", "backend", "demo-oidc", "token", idp.mintJwt("grace")));
        lines.show(
                "convert_token: an opaque token, by a public client",
                endpoint,
                SPA,
                DemoLines.form(
                        "grant_type", "convert_token", "backend", "demo-userinfo", "token", idp.mintOpaque("grace")));
        lines.show(
                "jwt-bearer: the same JWT by the standard's name, without a refresh token",
                endpoint,
                DEMO,
                DemoLines.form(
                        "grant_type",
                        "urn:ietf:params:oauth:grant-type:jwt-bearer",
                        "assertion",
                        idp.mintJwt("grace"),
                        "scope",
                        "read"));
        lines.show(
                "workload: a pod proves itself by the token of its service account, without a secret",
                endpoint,
                REPORTS,
                DemoLines.form(
                        "client_assertion",
                        idp.mintServiceAccount("shop", "reports"),
                        "grant_type",
                        "client_credentials"));
        lines.show(
                "token-exchange: the gateway turns a caller's token for orders into one for stock",
                endpoint,
                GATEWAY,
                exchange(accessToken, STOCK));
        lines.show(
                "delegation: likewise for shipping, and the new token says that the gateway acts",
                endpoint,
                GATEWAY,
                exchange(accessToken, SHIPPING));
    }

    private static Map<String, String> exchange(String accessToken, String audience) {
        return DemoLines.form(
                "grant_type", "urn:ietf:params:oauth:grant-type:token-exchange",
                "subject_token", accessToken,
                "subject_token_type", "urn:ietf:params:oauth:token-type:access_token",
                "audience", audience,
                "scope", "read");
    }
}
