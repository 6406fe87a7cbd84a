package io.bourse.e2e;

import static io.bourse.e2e.OracleWorld.ada;
import static io.bourse.e2e.OracleWorld.granted;
import static io.bourse.e2e.OracleWorld.job;
import static io.bourse.e2e.OracleWorld.notAuthenticated;
import static io.bourse.e2e.OracleWorld.quoted;
import static io.bourse.e2e.OracleWorld.refused;
import static io.bourse.e2e.OracleWorld.session;
import static io.bourse.e2e.OracleWorld.sessionToken;
import static io.bourse.e2e.TokenServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.e2e.SignedCall.Reply;
import io.bourse.fakes.RequestSigner;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The calls of Oracle Cloud's identity domains ("Token Exchange Grant Type: Two-Legged"), each signed afresh. */
class OracleDoorIT {

    private static final String REPORT = "grant_type=urn:ietf:params:oauth:grant-type:token-exchange"
            + "&client_id=oci-tools&scope=http://www.docservice.com/report offline_access&isCLI=true"
            + "&requested_token_type=urn:ietf:params:oauth:token-type:access_token";

    private static final TokenServer SERVER = TokenServer.shared();
    private static OracleWorld world;

    @BeforeAll
    static void register() {
        world = OracleWorld.on(SERVER);
    }

    @Test
    void anApiKeyIsExchangedForATokenOfItsUser() {
        Reply reply = granted(world.call(ada()).send());

        assertThat(reply.json().properties()).hasSize(3);
        assertThat(reply.json().get("expires_in").isIntegralNumber()).isTrue();
        assertThat(reply.json().get("expires_in").intValue()).isEqualTo(3600);
        assertThat(reply.claims().path("client_id").asText()).isEqualTo("oci-tools");
        assertThat(reply.claims().path("sub").asText())
                .isNotEqualTo("oci-tools")
                .hasSize(36);
        assertThat(reply.claims().path("scope").asText()).isEqualTo("resume");
        assertThat(reply.claims().path("aud").asText()).isEqualTo("http://www.ocisampleservice.com");
    }

    @Test
    void aKeyWithoutAUserSpeaksForTheClient() {
        Reply reply = granted(world.call(job()).send());

        assertThat(reply.claims().path("sub").asText()).isEqualTo("oci-tools");
    }

    /** User, instance and resource principals differ in what their session token says, and in nothing else. */
    @ParameterizedTest
    @ValueSource(strings = {"ocid1.user.oc1..grace", "ocid1.instance.oc1.phx.one", "ocid1.fnfunc.oc1.phx.resource"})
    void aSessionTokenIsExchangedForATokenOfWhomItSpeaksFor(String subject) {
        Reply first = granted(world.call(session(sessionToken(subject))).send());
        Reply second = granted(world.call(session(sessionToken(subject, OracleWorld.sessionKey())))
                .send());

        assertThat(first.claims().path("sub").asText())
                .hasSize(36)
                .isEqualTo(second.claims().path("sub").asText());
        assertThat(first.claims().path("client_id").asText()).isEqualTo("oci-instances");
        assertThat(first.json().get("expires_in").intValue())
                .as("no longer than the session")
                .isBetween(1700, 1800);
    }

    @ParameterizedTest
    @EnumSource(RequestSigner.Form.class)
    void eachSdkIsUnderstood(RequestSigner.Form form) {
        granted(world.call(ada()).like(form).send());
        granted(world.call(session(sessionToken("sdk"))).like(form).send());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded",
                "application/x-www-form-urlencoded;charset=utf-8",
                "application/x-www-form-urlencoded; charset=UTF-8"
            })
    void theCharsetMayBeSaid(String type) {
        granted(world.call(ada()).header("content-type", type).send());
    }

    @Test
    void aSessionsHeadersMayBeSignedToo() {
        granted(world.call(ada())
                .header("opc-obo-token", "x")
                .covering("opc-obo-token")
                .send());
    }

    @Test
    void offlineAccessGivesARefreshTokenForTheClientToUse() {
        Reply reply = granted(world.call(ada()).body(REPORT).send());
        assertThat(reply.json().properties()).hasSize(4);
        assertThat(reply.claims().path("aud").asText()).isEqualTo("http://www.docservice.com/");

        TokenAnswer refreshed = refresh(reply.text("refresh_token")).granted();

        assertThat(refreshed.claims().path("sub")).isEqualTo(reply.claims().path("sub"));
        assertThat(refreshed.claims().path("aud").asText()).isEqualTo("http://www.docservice.com/");
        assertThat(refreshed.json().get("expires_in").intValue()).isEqualTo(3600);
        assertThat(refreshed.refreshToken()).startsWith("brt_").isNotEqualTo(reply.text("refresh_token"));
        refresh(refreshed.refreshToken()).granted();
        assertThat(granted(world.call(ada()).send()).json().has("refresh_token"))
                .isFalse();
    }

    private static TokenAnswer refresh(String token) {
        return refreshing(token).send();
    }

    private static TokenCall refreshing(String token) {
        return SERVER.call("/oauth2/v1/token")
                .basic("oci-tools", "oci-tools-secret")
                .grant("refresh_token")
                .form("refresh_token", token);
    }

    /** A refresh that names no scope means the login's. */
    @Test
    void aRefreshMayAskForAShorterLifeAlone() {
        Reply reply = granted(world.call(ada()).body(REPORT).send());

        TokenAnswer refreshed = refreshing(reply.text("refresh_token"))
                .form("scope", "urn:opc:resource:expiry=600")
                .send()
                .granted();

        assertThat(refreshed.json().get("expires_in").intValue()).isEqualTo(600);
        assertThat(refreshed.claims().path("scope")).isEqualTo(reply.claims().path("scope"));
        refreshing(refreshed.refreshToken()).form("scope", " ").send().granted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"urn:opc:resource:expiry=600", " "})
    void whatNamesNoScopeMeansNotAllToAClientEither(String scope) {
        TokenAnswer answer = SERVER.call("/oauth2/v1/token")
                .asDemo()
                .grant("client_credentials")
                .form("scope", scope)
                .send();

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("error")).isEqualTo("invalid_scope");
    }

    /** A key stands for its user, who is not there: nor is it after a refresh. */
    @Test
    void aSignatureLogsNobodyIn() {
        Reply reply = granted(world.call(ada())
                .body(REPORT.replace("offline_access", "openid offline_access") + "&nonce=n")
                .send());
        TokenAnswer refreshed = refresh(reply.text("refresh_token")).granted();

        assertThat(reply.json().has("id_token")).isFalse();
        assertThat(refreshed.has("id_token")).isFalse();
        assertThat(refreshed.claims().path("scope").asText()).contains("openid");
        for (String token : new String[] {reply.text("access_token"), refreshed.accessToken()}) {
            SERVER.call("/oauth2/userinfo")
                    .method("GET")
                    .contentType("")
                    .header("Authorization", "Bearer " + token)
                    .send()
                    .refused(401, "invalid_token");
            assertThat(SERVER.call("/auth/invalidate-sessions")
                            .header("Authorization", "Bearer " + token)
                            .form("client_id", "oci-tools")
                            .send()
                            .status())
                    .isEqualTo(403);
        }
    }

    /** It is the client's: neither a signature nor another client can use it. */
    @Test
    void aRefreshTokenNeedsItsClient() {
        String token = granted(world.call(ada()).body(REPORT).send()).text("refresh_token");
        String form = "grant_type=refresh_token&scope=report&refresh_token=" + token;

        refused(world.call(ada()).body(form).send(), 400, "unauthorized_client");
        assertThat(SERVER.call("/oauth2/v1/token")
                        .basic("oci-tools", "wrong")
                        .grant("refresh_token")
                        .form("refresh_token", token)
                        .send()
                        .status())
                .isEqualTo(401);
        refresh(token).granted();
    }

    @ParameterizedTest
    @CsvSource({
        "urn:opc:resource:consumer:paas::read, urn:opc:resource:scope:account",
        "urn:opc:resource:consumer:paas:analytics::read, urn:opc:resource:scope:account",
        "urn:opc:resource:consumer:tokengenerator:appid::app1, urn:opc:resource:scope:account",
    })
    void consumerScopesAreThoseOfTheAccount(String scope, String audience) {
        Reply reply = granted(world.call(ada()).scope(scope).send());

        assertThat(reply.claims().path("scope").asText()).isEqualTo(scope);
        assertThat(reply.claims().path("aud").asText()).isEqualTo(audience);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://www.ocisampleservice.com/admin",
                "http://www.ocisampleservice.com.evil.example/resume",
                "http://www.other.example/resume",
                "urn:opc:resource:consumer::all",
                "urn:opc:resource:consumer:paas::all",
                "urn:opc:resource:consumer:iaas::read",
                "urn:opc:resource:consumer:tokengenerator:appid::app2",
                "urn:opc:resource:expiry=59",
                "urn:opc:resource:expiry=31556953",
                "urn:opc:resource:expiry=soon",
                "urn:opc:resource:expiry=600 urn:opc:resource:expiry=700",
                "urn:opc:resource:expiry=600",
                "+",
                "%20",
                "urn:opc:idm:__myscopes__ http://www.ocisampleservice.com/resume",
                "resume \u00e9",
            })
    void whatTheClientMayNotHaveIsAnInvalidScope(String scope) {
        refused(world.call(ada()).scope(scope).send(), 400, "invalid_scope");
    }

    @Test
    void allConsumerResourcesAtOnceStandAlone() {
        String all = "urn:opc:resource:consumer::all";
        RequestSigner instance = session(sessionToken("ocid1.instance.oc1.phx.all"));

        Reply reply = granted(world.call(instance).scope(all).send());

        assertThat(reply.claims().path("scope").asText()).isEqualTo(all);
        granted(world.call(instance)
                .scope("urn:opc:resource:consumer:paas:stack::all")
                .send());
        refused(
                world.call(instance)
                        .scope(all + " http://www.ocisampleservice.com/resume")
                        .send(),
                400,
                "invalid_scope");
    }

    @Test
    void aShorterLifeMayBeAskedForAndNoLongerOne() {
        String scope = "http://www.ocisampleservice.com/resume urn:opc:resource:expiry=";

        assertThat(granted(world.call(ada()).scope(scope + 600).send())
                        .json()
                        .get("expires_in")
                        .intValue())
                .isBetween(598, 600);
        assertThat(granted(world.call(ada()).scope(scope + 31_556_952).send())
                        .json()
                        .get("expires_in")
                        .intValue())
                .isEqualTo(3600);
    }

    @Test
    void myScopesAreAllThatTheClientMayHaveWithoutItsRefreshToken() {
        Reply reply =
                granted(world.call(ada()).scope("urn:opc:idm:__myscopes__").send());

        assertThat(reply.claims().path("scope").asText())
                .contains("resume", "report")
                .doesNotContain("offline_access");
        assertThat(reply.json().has("refresh_token")).isFalse();
    }

    /** With a client's own credentials it is a token endpoint as any other. */
    @Test
    void standardGrantsGoTheStandardWay() {
        TokenAnswer answer = SERVER.call("/oauth2/v1/token")
                .asDemo()
                .grant("client_credentials")
                .form("scope", "read")
                .send()
                .granted();
        TokenAnswer wrong = SERVER.call("/oauth2/v1/token")
                .basic("demo", "wrong")
                .grant("client_credentials")
                .send();

        assertThat(answer.has("scope")).isFalse();
        assertThat(answer.header("opc-request-id")).isNotEmpty();
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.text("error")).isEqualTo("invalid_client");
        assertThat(wrong.header("WWW-Authenticate")).startsWith("Basic ");
    }

    /** The other standard exchange, of RFC 8693, needs a subject token and is refused by its own rules. */
    @Test
    void anExchangeOfASubjectTokenIsThatOfTheStandard() {
        TokenAnswer answer = SERVER.call("/oauth2/v1/token")
                .asGateway()
                .grant(TokenServer.EXCHANGE)
                .form("subject_token", SERVER.login().accessToken())
                .form("subject_token_type", TokenServer.ACCESS_TOKEN)
                .send()
                .granted();

        assertThat(answer.text("issued_token_type")).isEqualTo(TokenServer.ACCESS_TOKEN);
    }

    @Test
    void aSignatureIsNoClientElsewhere() {
        RequestSigner signer = ada();
        String authorization = "Signature version=\"1\",keyId=\"" + signer.keyId()
                + "\",algorithm=\"rsa-sha256\",headers=\"date\",signature=\"AQID\"";

        for (String path : new String[] {"/oauth2/token", "/oauth2/introspect", "/oauth2/revoke"}) {
            assertThat(SERVER.call(path)
                            .header("Authorization", authorization)
                            .grant("signed_request")
                            .form("token", "x")
                            .send()
                            .status())
                    .isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/oauth2/token", "/oauth2/v1/token"})
    void ourNameForTheGrantIsNobodysElse(String path) {
        TokenAnswer answer = SERVER.call(path)
                .basic("oci-tools", "oci-tools-secret")
                .grant("signed_request")
                .form("scope", "resume")
                .send();

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("error")).isEqualTo("unsupported_grant_type");
    }

    @Test
    void whoDoesNotSignIsNotAuthenticated() {
        notAuthenticated(world.call(ada()).authorization(signed -> "").send());
    }

    /** It stands in the header of every request that is signed with its key, and in the logs of whatever is on the way. */
    @Test
    void aSessionTokenOfACloudIsWorthNothingToWhoeverShowsIt() {
        SERVER.apply("""
                clients:
                  - {id: oci-shown, project: oci, secret: oci-shown-secret, scopes: [resume],
                     grants: [signed_request, convert_token, jwt-bearer, token-exchange],
                     audiences: ["http://www.ocisampleservice.com"]}
                  - {id: oci-proved, project: oci, authentication: provider_jwt, grants: [client_credentials],
                     identity: {provider: oci-shown-workloads, subject: ocid1.user.oc1..ivy}, scopes: [resume],
                     audiences: ["http://www.ocisampleservice.com"]}
                exchanges:
                  - {id: oci-shown, client: oci-shown, subject: {provider: oci-shown},
                     targets: ["http://www.ocisampleservice.com"], scopes: [resume]}
                providers:
                  - {id: oci-shown, project: oci, clients: [oci-shown], provisioning: create, jwks: PEOPLE}
                  - {id: oci-shown-workloads, project: oci, clients: [oci-proved], subject: {kind: workload},
                     jwks: WORKLOADS}
                principals:
                  - {id: oci-shown, client: oci-shown, provider: oci-shown}
                """.replace("PEOPLE", OracleWorld.jwks("https://shown.cloud.example"))
                .replace("WORKLOADS", OracleWorld.jwks("https://workloads.cloud.example")));
        String shown = shown("https://shown.cloud.example");
        eventually(() -> world.call(session(shown)).unlikeOthers().send().status() == 200);

        SERVER.convert("oci-shown", shown)
                .basic("oci-shown", "oci-shown-secret")
                .send()
                .refused(400, "invalid_grant");
        SERVER.token()
                .basic("oci-shown", "oci-shown-secret")
                .grant("urn:ietf:params:oauth:grant-type:jwt-bearer")
                .form("assertion", shown)
                .send()
                .refused(400, "invalid_grant");
        SERVER.token()
                .basic("oci-shown", "oci-shown-secret")
                .grant(TokenServer.EXCHANGE)
                .form("subject_token", shown)
                .form("subject_token_type", "urn:ietf:params:oauth:token-type:jwt")
                .send()
                .refused(400, "invalid_request");
        SERVER.token()
                .assertion(shown("https://workloads.cloud.example"))
                .form("client_id", "oci-proved")
                .grant("client_credentials")
                .send()
                .refused(401, "invalid_client");
        granted(world.call(session(shown)).unlikeOthers().send());
    }

    private static String shown(String issuer) {
        return sessionToken(
                issuer, "ocid1.user.oc1..ivy", Instant.now().plusSeconds(600), quoted(OracleWorld.sessionKey()));
    }

    /** Whose the session would be is no guess of ours. */
    @Test
    void anIssuerThatTwoProjectsTrustNeedsAClientId() {
        String issuer = "https://shared.cloud.example";
        for (String tenant : List.of("oci-one", "oci-two")) {
            SERVER.apply(OracleWorld.tenant(tenant, issuer));
        }
        RequestSigner signer = session(sessionToken(
                issuer, "ocid1.user.oc1..ivy", Instant.now().plusSeconds(600), quoted(OracleWorld.sessionKey())));
        eventually(() -> world.call(signer)
                        .unlikeOthers()
                        .body(SignedCall.RESUME + "&client_id=oci-two")
                        .send()
                        .status()
                == 200);

        notAuthenticated(world.call(signer).send());
        for (String tenant : List.of("oci-one", "oci-two")) {
            Reply reply = granted(world.call(signer)
                    .unlikeOthers()
                    .body(SignedCall.RESUME + "&client_id=" + tenant)
                    .send());
            assertThat(reply.claims().get("client_id").textValue()).isEqualTo(tenant);
        }
    }
}
