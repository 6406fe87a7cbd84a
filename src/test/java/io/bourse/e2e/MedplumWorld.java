package io.bourse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.fakes.ScriptedIdentityProvider;
import io.bourse.fakes.ScriptedIdentityProvider.Script;
import io.vertx.core.json.JsonObject;
import java.util.UUID;

/** Clients as Medplum has them, each with an identity provider of its own that answers as it is told. */
final class MedplumWorld {

    static final TokenServer SERVER = TokenServer.shared();
    static final String FHIR = "https://api.example/fhir";

    private static final ScriptedIdentityProvider IDP =
            ScriptedIdentityProvider.start(SERVER.node(0).vertx());

    private MedplumWorld() {}

    /** Registers a client whose provider answers so; its id. */
    static String app(String name, Script userInfo) {
        return app(name, userInfo, "create", "openid, offline_access, profile, email, read");
    }

    static String app(String name, Script userInfo, String provisioning, String scopes) {
        return app(name, userInfo, provisioning, scopes, FHIR);
    }

    static String app(String name, Script userInfo, String provisioning, String scopes, String api) {
        IDP.on("/" + name, userInfo);
        SERVER.apply("""
                clients:
                  - id: medplum-%1$s
                    project: demo
                    authentication: none
                    grants: [convert_token, refresh_token]
                    scopes: [%4$s]
                    audiences: ['%5$s']
                    login_provider: medplum-idp-%1$s
                    access_token_lifetime: 1h
                    refresh_idle: 14d
                    refresh_lifetime: 14d
                providers:
                  - id: medplum-idp-%1$s
                    project: demo
                    clients: [medplum-%1$s]
                    provisioning: %3$s
                    private_addresses: true
                    userinfo: {userinfo_uri: '%2$s', audience_proof: none}
                """.formatted(name, IDP.url("/" + name), provisioning, scopes, api));
        return "medplum-" + name;
    }

    /** A provider that knows whoever comes. */
    static Script everybody(String subject) {
        return ScriptedIdentityProvider.json(new JsonObject()
                .put("sub", subject)
                .put("email", subject + "@example.com")
                .encode());
    }

    static int asked(String name) {
        return IDP.count("/" + name);
    }

    /** A token that no provider has seen before, so that nothing is remembered of it. */
    static String external() {
        return "external-" + UUID.randomUUID();
    }

    static TokenCall json(String path, String body) {
        return SERVER.call(path).contentType("application/json").raw(body);
    }

    static JsonObject body(String client) {
        return new JsonObject().put("clientId", client).put("externalAccessToken", external());
    }

    static TokenCall exchange(JsonObject body) {
        return json("/auth/exchange", body.encode());
    }

    /** As {@code @medplum/core} has it in {@code exchangeExternalAccessToken}. */
    static TokenCall tokenExchange(String client) {
        return SERVER.token()
                .grant(TokenServer.EXCHANGE)
                .form("subject_token_type", TokenServer.ACCESS_TOKEN)
                .form("client_id", client)
                .form("subject_token", external());
    }

    static TokenCall me(String token) {
        return SERVER.call("/auth/me").method("GET").contentType("").header("Authorization", "Bearer " + token);
    }

    static TokenCall logout(String token) {
        return SERVER.call("/oauth2/logout")
                .contentType("application/fhir+json")
                .raw("{}")
                .header("Authorization", "Bearer " + token);
    }

    static TokenCall refresh(String client, String refreshToken) {
        return SERVER.token().grant("refresh_token").form("client_id", client).form("refresh_token", refreshToken);
    }

    /** An OperationOutcome with this text, and nothing else of any other dialect. */
    static TokenAnswer outcome(TokenAnswer answer, int status, String text) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.text("resourceType")).isEqualTo("OperationOutcome");
        assertThat(answer.has("error")).isFalse();
        assertThat(answer.json().at("/issue/0/severity").asText()).isEqualTo("error");
        assertThat(answer.json().at("/issue/0/details/text").asText()).isEqualTo(text);
        return answer;
    }

    /** An error of OAuth with Medplum's text. */
    static TokenAnswer oauth(TokenAnswer answer, int status, String error, String description) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.text("error")).isEqualTo(error);
        assertThat(answer.text("error_description")).isEqualTo(description);
        assertThat(answer.json().properties()).hasSize(2);
        assertThat(answer.decision()).isNotEmpty();
        answer.echoesNothing();
        return answer;
    }
}
