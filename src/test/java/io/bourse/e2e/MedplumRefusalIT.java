package io.bourse.e2e;

import static io.bourse.e2e.MedplumWorld.SERVER;
import static io.bourse.e2e.MedplumWorld.app;
import static io.bourse.e2e.MedplumWorld.asked;
import static io.bourse.e2e.MedplumWorld.body;
import static io.bourse.e2e.MedplumWorld.everybody;
import static io.bourse.e2e.MedplumWorld.exchange;
import static io.bourse.e2e.MedplumWorld.json;
import static io.bourse.e2e.MedplumWorld.oauth;
import static io.bourse.e2e.MedplumWorld.outcome;
import static io.bourse.e2e.MedplumWorld.tokenExchange;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.bourse.fakes.ScriptedIdentityProvider;
import io.bourse.fakes.ScriptedIdentityProvider.Script;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whom Medplum's door refuses, with each error text of the original. */
class MedplumRefusalIT {

    private static final String NOT_VERIFIED = "Failed to verify code - check your identity provider configuration";
    private static String client;

    @BeforeAll
    static void entries() {
        client = app("refusals", everybody("ada"));
    }

    @Test
    void aProjectThatIsNotTheClientsIsRefused() {
        int before = asked("refusals");

        outcome(exchange(body(client).put("projectId", "another")).send(), 400, "Invalid project");
        assertThat(asked("refusals")).isEqualTo(before);
    }

    @Test
    void unknownAndDisabledAndConfidentialClientsAreOneAnswer() {
        SERVER.apply("""
                clients:
                  - {id: medplum-off, project: demo, enabled: false, authentication: none}
                """);

        for (String id : new String[] {"nobody", "medplum-off", "demo"}) {
            oauth(exchange(body(id)).send(), 400, "invalid_request", "Invalid client");
        }
    }

    @Test
    void aClientWithoutAProviderAndOneWhoseProviderIsOffAreOneAnswer() {
        String off = app("provider-off", everybody("x"));
        SERVER.apply("""
                providers:
                  - id: medplum-idp-provider-off
                    project: demo
                    enabled: false
                    clients: [medplum-provider-off]
                    provisioning: create
                    userinfo: {userinfo_uri: 'https://idp.example/userinfo', audience_proof: none}
                """);

        for (String id : new String[] {"spa", off}) {
            oauth(exchange(body(id)).send(), 400, "invalid_request", "Identity provider not found");
        }
        assertThat(asked("provider-off")).isZero();
    }

    @Test
    void aUserWhomNobodyKnowsIsNotFound() {
        String closed = app("closed", everybody("stranger"), "none", "openid");

        outcome(exchange(body(closed)).send(), 400, "User not found");
        tokenExchange(closed).send().refused(400, "invalid_grant");
    }

    @Test
    void aUserWhoIsSwitchedOffIsTheSameAsOneWhomNobodyKnows() {
        String app = app("dismissed", everybody("dismissed"));
        String user = exchange(body(app)).send().granted().claims().get("sub").asText();
        SERVER.apply("users: [{id: '" + user + "', project: demo, enabled: false}]");

        TokenAnswer refused = exchange(body(app)).send();
        outcome(refused, 400, "User not found");
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                arguments("refuses", ScriptedIdentityProvider.status(401), 400, "invalid_request", NOT_VERIFIED),
                arguments("forbids", ScriptedIdentityProvider.status(403), 400, "invalid_request", NOT_VERIFIED),
                arguments("fails", ScriptedIdentityProvider.status(500), 503, "temporarily_unavailable", NOT_VERIFIED),
                arguments(
                        "text",
                        ScriptedIdentityProvider.body("text/plain", "{\"sub\":\"ada\"}"),
                        503,
                        "temporarily_unavailable",
                        NOT_VERIFIED),
                arguments(
                        "redirects",
                        ScriptedIdentityProvider.redirect("https://elsewhere.example/"),
                        503,
                        "temporarily_unavailable",
                        NOT_VERIFIED),
                arguments("slow", ScriptedIdentityProvider.silence(), 503, "temporarily_unavailable", NOT_VERIFIED),
                arguments(
                        "nameless",
                        ScriptedIdentityProvider.json("{\"email\":\"a@example.com\"}"),
                        400,
                        "invalid_request",
                        NOT_VERIFIED),
                arguments(
                        "throttles",
                        ScriptedIdentityProvider.status(429),
                        429,
                        "invalid_request",
                        "Too Many Requests"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aProviderThatDoesNotVouch(String name, Script script, int status, String error, String description) {
        TokenAnswer answer = exchange(body(app(name, script))).send();

        oauth(answer, status, error, description);
        assertThat(answer.body()).doesNotContain("canary");
        assertThat(answer.header("Retry-After").isEmpty()).isEqualTo(status == 400);
    }

    /** The same at the address that the client itself calls, in the words of the standards. */
    @ParameterizedTest
    @MethodSource("failures")
    void norAtTheOtherAddress(String name, Script script, int status) {
        TokenAnswer answer = tokenExchange(app("token-" + name, script)).send();

        answer.refused(status == 400 ? 400 : 503, status == 400 ? "invalid_grant" : "temporarily_unavailable");
        assertThat(answer.body()).doesNotContain("canary");
        assertThat(answer.header("Retry-After").isEmpty()).isEqualTo(status == 400);
    }

    @ParameterizedTest
    @CsvSource({
        "urn:ietf:params:oauth:token-type:jwt",
        "urn:ietf:params:oauth:token-type:id_token",
        "urn:ietf:params:oauth:token-type:refresh_token",
        "urn:example:other",
    })
    void anotherTypeOfTokenIsNoneThatItsProviderProves(String type) {
        SERVER.token()
                .grant(TokenServer.EXCHANGE)
                .form("client_id", client)
                .form("subject_token", "x.y.z")
                .form("subject_token_type", type)
                .send()
                .refused(400, "invalid_request");
    }

    @Test
    void theTokenExchangeOfAPublicClientIsStillNone() {
        TokenAnswer actor = tokenExchange(client)
                .form("actor_token", "x")
                .form("actor_token_type", TokenServer.ACCESS_TOKEN)
                .send()
                .refused(400, "unauthorized_client");
        TokenAnswer unnamed = tokenExchange("spa").send().refused(400, "unauthorized_client");
        TokenAnswer other = tokenExchange(client)
                .form("requested_token_type", "urn:ietf:params:oauth:token-type:jwt")
                .send()
                .refused(400, "invalid_request");

        assertThat(actor.told()).isEqualTo(unnamed.told());
        assertThat(other.text("error_description")).contains("requested_token_type");
    }

    @Test
    void aScopeThatTheEntryLacksIsRefused() {
        oauth(exchange(body(client).put("scope", "admin")).send(), 400, "invalid_scope", "Invalid scope");
        oauth(exchange(body(client).put("scope", "\u00e9")).send(), 400, "invalid_scope", "Invalid scope");
    }

    @Test
    void allThatIsMissingIsTold() {
        TokenAnswer told = json("/auth/exchange", "{}").send();
        outcome(told, 400, "Missing externalAccessToken");
        assertThat(told.json().at("/issue/1/details/text").asText()).isEqualTo("Missing clientId");
        assertThat(told.json().at("/issue/1/expression/0").asText()).isEqualTo("clientId");
        assertThat(told.text("id")).isEqualTo(told.decision());
    }
}
