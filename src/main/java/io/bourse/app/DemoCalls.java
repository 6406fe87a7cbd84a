package io.bourse.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.bourse.app.demo.DemoIdentityProvider;
import io.bourse.jose.InvalidJsonException;
import io.bourse.jose.StrictJson;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Calls to try, with real values: some of them are made here first, to have tokens to show. */
final class DemoCalls {

    private static final String STOCK = "https://api.example/stock";
    private static final String SHIPPING = "https://api.example/shipping";
    private static final Map<String, String> DEMO = form("client_id", "demo", "client_secret", "demo-secret");
    private static final Map<String, String> GATEWAY = form("client_id", "gateway", "client_secret", "gateway-secret");
    private static final Map<String, String> REPORTS = form(
            "client_id", "reports", "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    private static final Map<String, String> SPA = form("client_id", "spa");
    private static final Map<String, String> PASSWORD =
            form("grant_type", "password", "username", "ada", "password", "correct horse battery staple");

    private final String issuer;
    private final int managementPort;
    private final String adminKey;
    private final DemoIdentityProvider idp;
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> lines = new ArrayList<>();

    /** @param adminKey as a shell has it between double quotes */
    DemoCalls(String issuer, int managementPort, String adminKey, DemoIdentityProvider idp) {
        this.issuer = issuer;
        this.managementPort = managementPort;
        this.adminKey = adminKey;
        this.idp = idp;
    }

    /** For each call a title and a line that a shell runs as it is. Blocks while it fetches tokens. */
    List<String> lines() {
        JsonNode login = token(DEMO, PASSWORD);
        String accessToken = login.get("access_token").textValue();
        showGrants(accessToken, token(DEMO, PASSWORD).get("refresh_token").textValue());
        show("introspection: what is this token worth?", "/oauth2/introspect", GATEWAY, form("token", accessToken));
        show(
                "introspection of a delegated token: \"act\" says who acts",
                "/oauth2/introspect",
                GATEWAY,
                form(
                        "token",
                        token(GATEWAY, exchange(accessToken, SHIPPING))
                                .get("access_token")
                                .textValue()));
        show(
                "revocation: ends the login, and all that was made from it",
                "/oauth2/revoke",
                DEMO,
                form("token", login.get("refresh_token").textValue()));
        show("metadata", issuer + "/.well-known/oauth-authorization-server");
        show("public keys", issuer + "/.well-known/jwks.json");
        show("readiness", "http://localhost:" + managementPort + "/health/ready");
        show("metrics", "http://localhost:" + managementPort + "/metrics");
        show(
                "admin: an entry of the registry",
                "-H \"Authorization: Bearer " + adminKey + "\" http://localhost:" + managementPort
                        + "/admin/clients/demo");
        show("more external tokens to convert", "-d sub=alan " + idp.address() + "/oidc/token");
        return lines;
    }

    private void showGrants(String accessToken, String refreshToken) {
        String endpoint = "/oauth2/token";
        show("password", endpoint, DEMO, PASSWORD);
        show("refresh_token", endpoint, DEMO, form("grant_type", "refresh_token", "refresh_token", refreshToken));
        show("client_credentials", endpoint, DEMO, form("grant_type", "client_credentials", "scope", "read"));
        show(
                "convert_token: a JWT of another identity provider",
                endpoint,
                DEMO,
                form("grant_type", "convert_token", "backend", "demo-oidc", "token", idp.mintJwt("grace")));
        show(
                "convert_token: an opaque token, by a public client",
                endpoint,
                SPA,
                form("grant_type", "convert_token", "backend", "demo-userinfo", "token", idp.mintOpaque("grace")));
        show(
                "jwt-bearer: the same JWT by the standard's name, without a refresh token",
                endpoint,
                DEMO,
                form(
                        "grant_type",
                        "urn:ietf:params:oauth:grant-type:jwt-bearer",
                        "assertion",
                        idp.mintJwt("grace"),
                        "scope",
                        "read"));
        show(
                "workload: a pod proves itself by the token of its service account, without a secret",
                endpoint,
                REPORTS,
                form(
                        "client_assertion",
                        idp.mintServiceAccount("shop", "reports"),
                        "grant_type",
                        "client_credentials"));
        show(
                "token-exchange: the orders API turns a caller's token into one for stock",
                endpoint,
                GATEWAY,
                exchange(accessToken, STOCK));
        show(
                "delegation: likewise for shipping, and the new token says that the gateway acts",
                endpoint,
                GATEWAY,
                exchange(accessToken, SHIPPING));
    }

    private static Map<String, String> exchange(String accessToken, String audience) {
        return form(
                "grant_type", "urn:ietf:params:oauth:grant-type:token-exchange",
                "subject_token", accessToken,
                "subject_token_type", "urn:ietf:params:oauth:token-type:access_token",
                "audience", audience,
                "scope", "read");
    }

    private void show(String title, String path, Map<String, String> who, Map<String, String> what) {
        Map<String, String> fields = new LinkedHashMap<>(who);
        fields.putAll(what);
        String data = fields.entrySet().stream()
                .map(field -> " --data-urlencode '" + field.getKey() + "=" + field.getValue() + "'")
                .collect(Collectors.joining());
        show(title, issuer + path + data);
    }

    private void show(String title, String call) {
        lines.add("# " + title);
        lines.add("curl -sS " + call);
    }

    private JsonNode token(Map<String, String> who, Map<String, String> grant) {
        Map<String, String> fields = new LinkedHashMap<>(who);
        fields.putAll(grant);
        HttpRequest request = HttpRequest.newBuilder(URI.create(issuer + "/oauth2/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encode(fields)))
                .build();
        try {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() == 200) {
                return StrictJson.parseObject(response.body());
            }
            throw new CommandFailure(Main.FAILED, List.of("a call of the demo's own failed: " + response.statusCode()));
        } catch (IOException | InvalidJsonException e) {
            throw new CommandFailure(Main.FAILED, List.of("a call of the demo's own failed: " + e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(Main.FAILED, List.of("interrupted"));
        }
    }

    private static String encode(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static Map<String, String> form(String... namesAndValues) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }
}
