package io.bourse.e2e;

import static io.bourse.e2e.TokenServer.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.app.TestNode;
import io.bourse.fakes.ScriptedIdentityProvider;
import io.bourse.fakes.TestKeys;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A foreign token against ours; reliability.md 63 to 66, 68, 71, 73. */
class ConvertTokenGrantIT {

    private static final TokenServer SERVER = TokenServer.shared();
    private static final String ISSUER = "https://provider.example/e2e";

    @BeforeAll
    static void entries() {
        SERVER.apply("""
                providers:
                  - id: ct-inline
                    project: demo
                    clients: [demo]
                    provisioning: create
                    jwks: {issuer: '%s', keys: [%s], algorithms: [RS256], audience: [ct-audience]}
                  - id: ct-known-only
                    project: demo
                    clients: [demo]
                    jwks: {issuer: '%s', keys: [%s], algorithms: [RS256], audience: [ct-audience]}
                  - id: ct-down
                    project: demo
                    clients: [demo]
                    provisioning: create
                    private_addresses: true
                    jwks: {issuer: '%s', jwks_uri: 'http://127.0.0.1:%d/jwks', algorithms: [RS256], audience: [x]}
                  - id: ct-userinfo-down
                    project: demo
                    clients: [demo]
                    provisioning: create
                    private_addresses: true
                    userinfo: {userinfo_uri: 'http://127.0.0.1:%d/userinfo', audience_proof: none}
                  - id: ct-once
                    project: demo
                    clients: [demo]
                    provisioning: create
                    single_use: true
                    jwks: {issuer: '%s', keys: [%s], algorithms: [ES256], audience: [ct-audience]}
                  - id: ct-off
                    project: demo
                    enabled: false
                    clients: [demo]
                    provisioning: create
                    jwks: {issuer: '%s', keys: [%s], algorithms: [RS256], audience: [ct-audience]}
                """.formatted(
                        ISSUER,
                        Keys.PROVIDER.publicJwk(),
                        ISSUER,
                        Keys.PROVIDER.publicJwk(),
                        ISSUER,
                        TestNode.freePort(),
                        TestNode.freePort(),
                        ISSUER,
                        Keys.STRANGER.publicJwk(),
                        ISSUER,
                        Keys.PROVIDER.publicJwk()));
    }

    private static String external(String backend, String subject) {
        return SERVER.external(path(backend), subject)
                .form("email", "same@idp.example")
                .send()
                .accessToken();
    }

    private static String path(String backend) {
        return backend.equals("demo-oidc") ? "/oidc/token" : "/userinfo/token";
    }

    private static String signed(JsonObject claims) {
        return Keys.sign(Keys.PROVIDER, claims);
    }

    private static JsonObject claims() {
        return Keys.claims(ISSUER, "subject-of-the-table", "ct-audience");
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo-oidc", "demo-userinfo"})
    void aNewSubjectBecomesAUserWhoIsFoundAgain(String backend) {
        String subject = UUID.randomUUID().toString();
        TokenAnswer first = SERVER.convert(backend, external(backend, subject))
                .asDemo()
                .send()
                .granted();
        TokenAnswer second = SERVER.convert(backend, external(backend, subject))
                .asDemo()
                .send()
                .granted();
        TokenAnswer other = SERVER.convert(backend, external(backend, subject + "x"))
                .asDemo()
                .send()
                .granted();

        assertThat(first.claims().get("sub_type").asText()).isEqualTo("user");
        assertThat(first.claims().get("sub").asText()).isNotEqualTo(subject);
        assertThat(second.claims().get("sub")).isEqualTo(first.claims().get("sub"));
        assertThat(other.claims().get("sub")).isNotEqualTo(first.claims().get("sub"));
        assertThat(first.claims().get("aud").asText()).isEqualTo(ORDERS);
        assertThat(first.text("scope")).isEqualTo("read write offline_access");
        assertThat(SERVER.refresh(first.refreshToken())
                        .send()
                        .granted()
                        .claims()
                        .get("sub"))
                .isEqualTo(first.claims().get("sub"));
    }

    @Test
    void theSameAddressAtTwoProvidersIsTwoUsersAndNeverALocalOne() {
        String subject = UUID.randomUUID().toString();
        TokenAnswer oidc = SERVER.convert("demo-oidc", external("demo-oidc", subject))
                .asDemo()
                .send()
                .granted();
        TokenAnswer userInfo = SERVER.convert("demo-userinfo", external("demo-userinfo", subject))
                .asDemo()
                .send()
                .granted();
        String adas = SERVER.external("/oidc/token", subject + "a")
                .form("email", "ada@example.com")
                .send()
                .accessToken();
        TokenAnswer notAda = SERVER.convert("demo-oidc", adas).asDemo().send().granted();

        assertThat(oidc.claims().get("sub")).isNotEqualTo(userInfo.claims().get("sub"));
        assertThat(notAda.claims().get("sub"))
                .isNotEqualTo(SERVER.login().claims().get("sub"));
    }

    @Test
    void anIdTokenWillDoAsWell() {
        String idToken =
                SERVER.external("/oidc/token", "id-token-bearer").send().text("id_token");

        SERVER.convert("demo-oidc", idToken).asDemo().send().granted();
    }

    @Test
    void aPublicClientNamesItselfAndGetsWhatItsEntryLists() {
        TokenAnswer answer = SERVER.convert("demo-oidc", external("demo-oidc", "browser"))
                .form("client_id", "spa")
                .send()
                .granted();

        assertThat(answer.claims().get("client_id").asText()).isEqualTo("spa");
        assertThat(answer.text("scope")).isEqualTo("read");
        SERVER.token()
                .form("client_id", "spa")
                .grant("refresh_token")
                .form("refresh_token", answer.refreshToken())
                .send()
                .granted();
    }

    @Test
    void scopesAndAudiencesAreWithinTheClientsEntry() {
        String token = external("demo-oidc", "asks");

        SERVER.convert("demo-oidc", token)
                .asDemo()
                .form("scope", "admin")
                .send()
                .refused(400, "invalid_scope");
        SERVER.convert("demo-oidc", token)
                .asDemo()
                .form("audience", "https://api.example/admin")
                .send()
                .refused(400, "invalid_target");
        TokenAnswer read = SERVER.convert("demo-oidc", token)
                .asDemo()
                .form("scope", "read")
                .send()
                .granted();
        assertThat(read.text("scope")).isEqualTo("read");
        assertThat(read.has("refresh_token")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo-oidc", "demo-userinfo"})
    void aTokenOfAnotherApplicationIsRefused(String backend) {
        String token = SERVER.external(path(backend), "stolen")
                .form("aud", "another-application")
                .send()
                .accessToken();

        SERVER.convert(backend, token).asDemo().send().refused(400, "invalid_grant");
    }

    @Test
    void aTokenOfAnotherProviderIsRefused() {
        SERVER.convert("demo-userinfo", external("demo-oidc", "swapped"))
                .asDemo()
                .send()
                .refused(400, "invalid_grant");
        SERVER.convert("demo-oidc", external("demo-userinfo", "swapped"))
                .asDemo()
                .send()
                .refused(400, "invalid_grant");
        SERVER.convert("demo-oidc", signed(claims().put("aud", "bourse-demo")))
                .asDemo()
                .send()
                .refused(400, "invalid_grant");
        SERVER.convert(
                        "demo-oidc",
                        signed(claims().put("iss", SERVER.idp.issuer()).put("aud", "bourse-demo")))
                .asDemo()
                .send()
                .refused(400, "invalid_grant");
        SERVER.convert("ct-inline", SERVER.login().accessToken())
                .asDemo()
                .send()
                .refused(400, "invalid_grant");
    }

    @Test
    void aTokenOfAPinnedKeyIsTaken() {
        TokenAnswer answer =
                SERVER.convert("ct-inline", signed(claims())).asDemo().send().granted();

        assertThat(answer.claims().get("lin")).hasSize(2);
        assertThat(answer.claims().get("lin").get(0).asText()).startsWith("x");
        assertThat(answer.claims().get("lin").get(1).asText()).matches("provider:\\w+:ct-inline");
    }

    /** Without a jti it is known by itself, and its second signature, which everybody can make, is no second token. */
    @Test
    void aTokenForOneUseIsUsedUpWithItsTwin() {
        for (boolean twinFirst : new boolean[] {false, true}) {
            String token = Keys.sign(Keys.STRANGER, claims().put("nonce", twinFirst));
            String twin = TestKeys.twin(token);

            SERVER.convert("ct-once", twinFirst ? twin : token).asDemo().send().granted();
            SERVER.convert("ct-once", twinFirst ? token : twin).asDemo().send().refused(400, "invalid_grant");
        }
    }

    @Test
    void aTokenThatWasUsedMakesNobodyAgain() {
        String token = Keys.sign(Keys.STRANGER, claims().put("sub", "removed"));
        TokenAnswer login = SERVER.convert("ct-once", token).asDemo().send().granted();
        SERVER.database.execute(
                "DELETE FROM app_user WHERE id = '" + login.claims().get("sub").asText() + "'");

        SERVER.convert("ct-once", token).asDemo().send().refused(400, "invalid_grant");

        assertThat(SERVER.database.number("SELECT count(*) FROM user_identity WHERE subject = 'removed'"))
                .isZero();
    }

    static Stream<Arguments> flaws() {
        return Stream.of(
                flaw("no issuer", claims -> claims.remove("iss")),
                flaw("another issuer", claims -> claims.put("iss", ISSUER + "/")),
                flaw("an issuer that is a list", claims -> claims.put("iss", List.of(ISSUER))),
                flaw("no audience", claims -> claims.remove("aud")),
                flaw("another audience", claims -> claims.put("aud", "ct-audience2")),
                flaw("no expiry", claims -> claims.remove("exp")),
                flaw("expired", claims -> claims.put("exp", Keys.now() - 11)),
                flaw("an expiry that is a text", claims -> claims.put("exp", "9999999999")),
                flaw("not valid yet", claims -> claims.put("nbf", Keys.now() + 60)),
                flaw("issued in the future", claims -> claims.put("iat", Keys.now() + 60)),
                flaw("no subject", claims -> claims.remove("sub")),
                flaw("an empty subject", claims -> claims.put("sub", "")),
                flaw("a subject that is a number", claims -> claims.put("sub", 7)),
                flaw("a subject with NUL", claims -> claims.put("sub", "a\u0000b")),
                flaw("a subject that is too long", claims -> claims.put("sub", "x".repeat(5000))));
    }

    private static Arguments flaw(String name, Consumer<JsonObject> change) {
        return Arguments.of(name, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("flaws")
    void aFlawedTokenIsRefusedAndMakesNobody(String name, Consumer<JsonObject> change) {
        JsonObject claims = claims();
        change.accept(claims);
        long before = SERVER.database.number("SELECT count(*) FROM app_user");

        SERVER.convert("ct-inline", signed(claims)).asDemo().send().refused(400, "invalid_grant");

        assertThat(SERVER.database.number("SELECT count(*) FROM app_user")).isEqualTo(before);
    }

    @Test
    void aTokenOfASubjectNobodyIsLinkedToIsRefusedUnlessTheEntryMakesUsers() {
        SERVER.convert("ct-known-only", signed(claims())).asDemo().send().refused(400, "invalid_grant");
    }

    @Test
    void aUserWhoIsSwitchedOffIsRefused() {
        String subject = UUID.randomUUID().toString();
        SERVER.database.execute("""
                WITH off AS (INSERT INTO app_user (id, project, enabled)
                             VALUES (gen_random_uuid(), 'demo', false) RETURNING id)
                INSERT INTO user_identity (project, provider, subject, user_id)
                SELECT 'demo', 'demo-oidc', '%s', id FROM off
                """.formatted(subject));

        SERVER.convert("demo-oidc", external("demo-oidc", subject))
                .asDemo()
                .send()
                .refused(400, "invalid_grant");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "not a token",
                "a.b.c",
                "eyJhbGciOiJub25lIn0.e30.",
                "x\r\nX-Injected: 1",
                "../../admin",
                "тoken"
            })
    void garbageIsRefused(String garbage) {
        for (String backend : List.of("demo-oidc", "demo-userinfo", "ct-inline")) {
            SERVER.convert(backend, garbage).asDemo().send().refused(400, "invalid_grant");
        }
    }

    @Test
    void anUnsignedTokenIsRefused() {
        String[] parts = signed(claims()).split("\\.", -1);
        String none = "eyJhbGciOiJub25lIn0";

        SERVER.convert("ct-inline", none + "." + parts[1] + ".").asDemo().send().refused(400, "invalid_grant");
        SERVER.convert("ct-inline", parts[0] + "." + parts[1] + ".")
                .asDemo()
                .send()
                .refused(400, "invalid_grant");
    }

    @Test
    void bothParametersAreRequired() {
        SERVER.token()
                .asDemo()
                .grant("convert_token")
                .form("token", "token-without-backend")
                .send()
                .refused(400, "invalid_request");
        SERVER.convert("demo-oidc", "").asDemo().send().refused(400, "invalid_request");
    }

    @Test
    void unknownAndSwitchedOffAndNotForThisClientIsOneAnswerAndNobodyIsCalled() {
        try (ScriptedIdentityProvider listener =
                ScriptedIdentityProvider.start(SERVER.node(0).vertx())) {
            SERVER.apply("""
                    providers:
                      - id: ct-not-for-spa
                        project: demo
                        clients: [demo]
                        provisioning: create
                        private_addresses: true
                        userinfo: {userinfo_uri: '%s', audience_proof: none}
                    """.formatted(listener.url("/userinfo")));
            TokenAnswer unknown = SERVER.convert("ct-no-such-provider", "some-token")
                    .asDemo()
                    .send()
                    .refused(400, "invalid_request");
            TokenAnswer off =
                    SERVER.convert("ct-off", signed(claims())).asDemo().send().refused(400, "invalid_request");
            TokenAnswer notForSpa = SERVER.convert("ct-not-for-spa", "some-token")
                    .form("client_id", "spa")
                    .send()
                    .refused(400, "invalid_request");

            assertThat(off.told()).isEqualTo(unknown.told());
            assertThat(notForSpa.told()).isEqualTo(unknown.told());
            assertThat(listener.count("/userinfo")).isZero();
        }
    }

    @Test
    void aClientWithoutTheGrantIsRefused() {
        SERVER.convert("demo-oidc", "some-token").asGateway().send().refused(400, "unauthorized_client");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ct-down", "ct-userinfo-down"})
    void whenTheProviderIsDownTheCallerMayTryAgain(String backend) {
        TokenAnswer answer =
                SERVER.convert(backend, signed(claims())).asDemo().send().refused(503, "temporarily_unavailable");

        assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 5);
    }

    @Test
    void whatIsLongButATokenWorksAndWhatIsOverTheCapIsRefused() {
        JsonObject roles = claims().put("roles", "r".repeat(9 * 1024));

        SERVER.convert("ct-inline", signed(roles)).asDemo().send().granted();
        SERVER.convert("ct-inline", signed(claims().put("roles", "r".repeat(20 * 1024))))
                .asDemo()
                .send()
                .refused(400, "invalid_grant");
        SERVER.convert("ct-inline", "r".repeat(32_769)).asDemo().send().refused(400, "invalid_request");
        SERVER.convert("ct-inline", "r".repeat(70_000)).asDemo().send().refused(413, "invalid_request");
    }
}
