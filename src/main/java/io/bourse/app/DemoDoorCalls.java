package io.bourse.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.bourse.app.demo.DemoIdentityProvider;
import io.bourse.app.demo.DemoPrincipal;
import io.bourse.config.Secret;
import java.net.URI;
import java.net.http.HttpRequest;

/** Calls to try at the doors that are open, as the callers of the systems make them whose dialects they speak. */
final class DemoDoorCalls {

    private final DemoLines lines;
    private final DoorsConfig doors;
    private final DemoIdentityProvider idp;
    private final DemoPrincipal principal;
    private final DemoServices.DemoKeys keys;

    DemoDoorCalls(
            DemoLines lines,
            DoorsConfig doors,
            DemoIdentityProvider idp,
            DemoPrincipal principal,
            DemoServices.DemoKeys keys) {
        this.lines = lines;
        this.doors = doors;
        this.idp = idp;
        this.principal = principal;
        this.keys = keys;
    }

    /** Adds the calls. Blocks while it fetches tokens. */
    void show() {
        showIfOpen("sso", this::showSso);
        showIfOpen("drf", this::showDrf);
        showIfOpen("oracle", this::showOracle);
        showIfOpen("medplum", this::showMedplum);
        showIfOpen("xoxoday", this::showXoxoday);
        showIfOpen("docs", this::showDocs);
    }

    private void showIfOpen(String door, Runnable show) {
        if (doors.isOpen(door)) {
            show.run();
        }
    }

    private void showDrf() {
        lines.show(
                "drf: a token for a user, as drf-social-oauth2 gives it",
                "/auth/token",
                DemoCalls.DEMO,
                DemoCalls.PASSWORD);
        lines.show(
                "drf: a provider's token against ours, and who its bearer is here",
                "/auth/convert-token",
                DemoCalls.SPA,
                DemoLines.form("grant_type", "convert_token", "backend", "demo-oidc", "token", idp.mintJwt("grace")));
    }

    private void showXoxoday() {
        JsonNode login = lines.token(DemoCalls.DEMO, DemoCalls.PASSWORD);
        String url = lines.issuer() + doors.xoxoday().prefix() + "/v1/oauth/token";
        lines.show(
                "xoxoday: a new pair for a refresh token, which works once",
                "-H 'Content-Type: application/json' " + url + "/user -d '{\"grant_type\":"
                        + "\"refresh_token\",\"refresh_token\":\""
                        + login.get("refresh_token").textValue()
                        + "\",\"client_id\":\"demo\",\"client_secret\":\"demo-secret\"}'");
        lines.show(
                "xoxoday: is this token valid?",
                "-H 'Authorization: Bearer " + login.get("access_token").textValue() + "' " + url);
    }

    private void showOracle() {
        lines.show(
                "oracle: a token for whoever signs the request; bash and openssl sign it",
                principal.call(lines.issuer()));
    }

    private void showMedplum() {
        lines.show(
                "medplum: auth/exchange, a login by the token of the client's identity provider",
                "-H 'Content-Type: application/json' -d '{\"projectId\": \"demo\", \"clientId\": \"medplum-app\","
                        + " \"externalAccessToken\": \"" + idp.mintOpaque("grace") + "\"}' " + lines.issuer()
                        + "/auth/exchange");
        String login = lines.token(
                        DemoLines.form("client_id", "medplum-app"),
                        DemoLines.form("grant_type", "convert_token", "token", idp.mintOpaque("grace")))
                .get("access_token")
                .textValue();
        lines.show(
                "medplum: auth/me, who is logged in",
                "-H 'Authorization: Bearer " + login + "' " + lines.issuer() + "/auth/me");
    }

    private void showSso() {
        String login = "{\"email\": \"" + DemoServices.EMAIL + "\", \"password\": \"" + DemoServices.PASSWORD + "\"}";
        String path = "/api/v1/auth/provider/local/login";
        String refreshToken = lines.send(HttpRequest.newBuilder(URI.create(lines.issuer() + path))
                        .header("Authorization", keys.shop().reveal())
                        .POST(HttpRequest.BodyPublishers.ofString(login))
                        .build())
                .at("/refresh/token")
                .textValue();
        lines.show("sso: a user logs in at a service", json(keys.shop(), login, path));
        lines.show(
                "sso: another service exchanges the refresh token that the first handed on",
                json(keys.till(), "{\"token\": \"" + refreshToken + "\"}", "/api/v1/auth/token/exchange"));
    }

    private String json(Secret key, String body, String path) {
        return "-H 'Authorization: " + key.reveal() + "' -d '" + body + "' " + lines.issuer() + path;
    }

    private void showDocs() {
        lines.show(
                "openapi: the calls of every door in one document; " + lines.issuer() + "/docs shows it",
                lines.issuer() + "/openapi.json");
    }
}
