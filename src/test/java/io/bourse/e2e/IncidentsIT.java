package io.bourse.e2e;

import static io.bourse.e2e.TokenServer.ACCESS_TOKEN;
import static io.bourse.e2e.TokenServer.EXCHANGE;
import static io.bourse.e2e.TokenServer.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.jose.SigningKey;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/*
 * Of the incidents in reliability.md that concern exchange, foreign tokens, key sets and scopes, these are shown
 * elsewhere:
 *
 * | incident                                    | test                                                            |
 * |---------------------------------------------|-----------------------------------------------------------------|
 * | Keycloak CVE-2026-9704, subject_token lost  | TokenExchangeGrantIT.Parameters: aSubjectTokenThatCannotBeRead-  |
 * |                                             | IsNeverDropped, ...IsNeverReplacedByTheClientItself             |
 * | Keycloak CVE-2022-1245, any client          | ExchangeMatrixIT, "by third"                                    |
 * | Keycloak GHSA-wv3h-x6c4-r867, disabled user | ExchangeMatrixIT, "user off"                                    |
 * | ZITADEL CVE-2023-22492, CVE-2024-47000      | ExchangeMatrixIT, "user off" and "client off"                   |
 * | Keycloak CVE-2026-15572, type swap          | RefusalTest                                                     |
 * | Keycloak #34869, missing claims             | ForeignTokenIncidentsTest.nothingThatIsMissingIsAnAccident      |
 * | Keycloak #43505, replay at the far edge     | ForeignExchangeTest.UsedOnce.outlastsTheLeeway                 |
 * | Hydra CVE-2020-5300, fosite CVE-2020-15222  | ClientAuthenticationIT.itWorksOnce                              |
 * | Octo-STS CVE-2025-52477, iss is fetched     | ForeignTokenIncidentsTest.anIssuerInATokenIsNoAddress,          |
 * |                                             | ForeignExchangeTest.Issuers.aJwtOfAnotherIssuerIsShownToNobody  |
 * | better-auth #10830, discovery address       | ForeignTokenIncidentsTest.noKindOfAddressLeadsInside            |
 * | Entra CVE-2025-55241, tenant                | ForeignTokenIncidentsTest.aTokenOfAnotherTenantIsRefused        |
 * | Storm-0558, at the provider's own proof     | ForeignTokenIncidentsTest.aKeyIsGoodForItsOwnIssuerOnly         |
 * | Google Cloud 12 Jun 2025, blank policy      | PgExchangeStoreIT, PgProviderStoreIT: a broken row              |
 * | CVE-2022-21449, -2018-0114, -2016-10555,    | JwtInputsIT, ForeignJwtVerifierTest                             |
 * | -2015-9235; p2c, nesting, zip, JWE as JWS   |                                                                 |
 */

/** What went wrong elsewhere with exchanges, each a test; the comment above lists those that are tests already. */
class IncidentsIT {

    private static final TokenServer SERVER = TokenServer.shared();
    private static final String DESK = "https://api.example/in-desk";
    private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final String US = "in-us";

    /** A client, and a provider of the same name. */
    private static final String TWIN = "in-twin";

    @BeforeAll
    static void entries() {
        SERVER.apply("""
                clients:
                  - id: in-api
                    project: demo
                    secret: in-api-secret
                    grants: [token-exchange, jwt-bearer, client_credentials]
                    scopes: [read]
                    audiences: [%1$s]
                    serves: [%1$s, %2$s]
                  - id: in-robot
                    project: demo
                    secret: in-robot-secret
                    grants: [client_credentials]
                    scopes: [read]
                    audiences: [%2$s]
                  - id: in-twin
                    project: demo
                    authentication: private_key_jwt
                    jwks: {keys: [%3$s]}
                    grants: [client_credentials]
                    scopes: [read]
                    audiences: [%2$s]
                  - id: in-pod
                    project: demo
                    authentication: provider_jwt
                    identity: {provider: in-pods, subject: grace}
                    grants: [client_credentials]
                    scopes: [read]
                    audiences: [%2$s]
                providers:
                  - id: in-twin
                    project: demo
                    clients: [in-api]
                    provisioning: create
                    single_use: true
                    jwks: {issuer: 'https://in-twin.example', keys: [%4$s], algorithms: [RS256], audience: [%5$s]}
                  - id: in-one
                    project: demo
                    clients: [in-api]
                    provisioning: create
                    jwks: {issuer: 'https://in-one.example', keys: [%4$s], algorithms: [RS256, ES256], audience: [%5$s]}
                  - id: in-pods
                    project: demo
                    clients: [in-pod]
                    subject: {kind: workload}
                    jwks: {issuer: 'https://in-one.example', keys: [%4$s], algorithms: [RS256, ES256], audience: [%5$s]}
                  - id: in-two
                    project: demo
                    clients: [in-api]
                    provisioning: create
                    jwks: {issuer: 'https://in-two.example', keys: [%3$s], algorithms: [RS256, ES256], audience: [%5$s]}
                exchanges:
                  - {id: in-1, client: in-api, subject: {client: demo, audience: '%1$s'}, targets: [%1$s],
                     scopes: [read]}
                  - {id: in-2, client: in-api, subject: {provider: in-twin}, targets: [%1$s], scopes: [read]}
                  - {id: in-3, client: in-api, mode: delegation, subject: {client: demo}, actor: {client: in-robot},
                     targets: [%1$s], scopes: [read]}
                  - {id: in-4, client: in-api, mode: delegation, subject: {client: demo}, actor: {provider: in-one},
                     targets: [%1$s], scopes: [read]}
                  - {id: in-5, client: in-api, mode: delegation, subject: {client: demo}, actor: {provider: in-two},
                     targets: [%1$s], scopes: [read]}
                  - {id: in-6, client: in-api, subject: {provider: in-one}, targets: [%1$s], scopes: [read]}
                  - {id: in-7, client: in-api, subject: {provider: in-two}, targets: [%1$s], scopes: [read]}
                """.formatted(ORDERS, DESK, Keys.CLIENT.publicJwk(), Keys.PROVIDER.publicJwk(), US));
    }

    private static TokenCall api() {
        return SERVER.token().basic("in-api", "in-api-secret");
    }

    private static TokenCall exchange(String subject) {
        return api().grant(EXCHANGE).form("subject_token", subject).form("subject_token_type", ACCESS_TOKEN);
    }

    private static TokenCall delegation(String subject, String actor) {
        return exchange(subject).form("actor_token", actor).form("actor_token_type", ACCESS_TOKEN);
    }

    private static String robot() {
        return SERVER.token()
                .basic("in-robot", "in-robot-secret")
                .grant("client_credentials")
                .send()
                .granted()
                .accessToken();
    }

    private static String foreign(String provider, SigningKey key, String id) {
        return Keys.sign(
                key,
                Keys.claims("https://" + provider + ".example", "grace", US).put("jti", id));
    }

    private static TokenCall assertion(String id) {
        JsonObject claims = Keys.assertion(TWIN, SERVER.issuer()).put("jti", id);
        return SERVER.token().grant("client_credentials").assertion(Keys.sign(Keys.CLIENT, claims));
    }

    /** CVE-2026-4634: work that grows with the square of the words. */
    @Test
    void keycloakCve20264634HugeScope() {
        String scope = IntStream.range(0, 10_000)
                .mapToObj(i -> Character.toString((char) ('a' + i % 26)))
                .collect(Collectors.joining(" "));
        String login = SERVER.login().accessToken();

        exchange(login).form("scope", scope).send().refused(400, "invalid_scope");
        api().grant("client_credentials").form("scope", scope).send().refused(400, "invalid_scope");
        api().grant(JWT_BEARER)
                .form("assertion", foreign("in-one", Keys.PROVIDER, "scope"))
                .form("scope", scope)
                .send()
                .refused(400, "invalid_scope");
    }

    /** #34869: subject_issuer was missing, and the answer was 500. */
    @Test
    void keycloak34869EachOptionalParameterAbsent() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("subject_token", SERVER.login().accessToken());
        parameters.put("subject_token_type", ACCESS_TOKEN);
        parameters.put("actor_token", robot());
        parameters.put("actor_token_type", ACCESS_TOKEN);
        parameters.put("subject_issuer", SERVER.issuer());
        parameters.put("actor_issuer", SERVER.issuer());
        parameters.put("requested_token_type", ACCESS_TOKEN);
        parameters.put("audience", ORDERS);
        parameters.put("resource", ORDERS);
        parameters.put("scope", "read");
        List<String> names = List.copyOf(parameters.keySet());
        for (int subset = 0; subset < 1 << names.size(); subset++) {
            TokenCall call = api().grant(EXCHANGE);
            List<String> given = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                if ((subset & 1 << i) != 0) {
                    given.add(names.get(i));
                    call.form(names.get(i), parameters.get(names.get(i)));
                }
            }
            boolean whole = given.containsAll(List.of("subject_token", "subject_token_type"))
                    && given.contains("actor_token") == given.contains("actor_token_type");
            TokenAnswer answer = call.send();
            if (whole) {
                assertThat(answer.granted().claims().has("act")).isEqualTo(given.contains("actor_token"));
            } else {
                answer.refused(400, "invalid_request");
            }
        }
    }

    /** CVE-2026-4282, CVE-2026-4325: what was used up as one thing counted as used up as another. */
    @Test
    void keycloakCve20264282SingleUseNamespaces() {
        String token = foreign(TWIN, Keys.PROVIDER, UUID.randomUUID().toString());
        TokenAnswer exchanged = exchange(token).send().granted();
        String id = exchanged.claims().get("lin").get(0).asText();

        // the client of the same name, with the very text under which the token was noted as used
        assertion(id).send().granted();
        assertion(id).send().refused(401, "invalid_client");
        exchange(token).send().refused(400, "invalid_request");

        // and the other way round
        String jti = UUID.randomUUID().toString();
        assertion(jti).send().granted();
        exchange(foreign(TWIN, Keys.PROVIDER, jti)).send().granted();
        exchange(foreign(TWIN, Keys.PROVIDER, jti)).send().refused(400, "invalid_request");
    }

    /** CVE-2020-5300 for tokens of providers: used once, however many come at once and whatever they come as. */
    @Test
    void hydraCve20205300OneOfManyAtOnce() {
        String token = foreign(TWIN, Keys.PROVIDER, UUID.randomUUID().toString());
        List<CompletableFuture<TokenAnswer>> answers = IntStream.range(0, 40)
                .mapToObj(i -> i % 2 == 0
                        ? exchange(token).sendAsync()
                        : api().grant(JWT_BEARER).form("assertion", token).sendAsync())
                .toList();
        List<TokenAnswer> granted = new ArrayList<>();
        for (CompletableFuture<TokenAnswer> each : answers) {
            TokenAnswer answer = each.join();
            if (answer.status() == 200) {
                granted.add(answer);
            } else {
                assertThat(answer.text("error")).isIn("invalid_request", "invalid_grant");
            }
        }

        assertThat(granted).hasSize(1);
    }

    /** CVE-2025-55241: an unsigned envelope said for whom, and the signed actor token within was proof enough. */
    @Test
    void entraCve202555241UnsignedEnvelope() {
        TokenAnswer login = SERVER.login();
        String actor = robot();
        for (JsonObject said : List.of(
                new JsonObject(login.claims().toString()),
                Keys.claims("https://in-one.example", "grace", US),
                Keys.claims("https://in-two.example", "grace", US))) {
            String envelope = Stream.of(
                            "{\"alg\":\"none\",\"typ\":\"JWT\"}",
                            said.put("actortoken", actor)
                                    .put("act", new JsonObject().put("sub", "in-robot"))
                                    .encode())
                    .map(part -> Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(part.getBytes(StandardCharsets.UTF_8)))
                    .collect(Collectors.joining("."));
            for (String unsigned : List.of(envelope + ".", envelope, envelope + "." + actor.split("\\.")[2])) {
                exchange(unsigned).send().refused(400, "invalid_request");
                delegation(unsigned, actor).send().refused(400, "invalid_request");
            }
        }
        delegation(login.accessToken(), actor).send().granted();
    }

    /** Storm-0558: a key that is trusted for one issuer signed in another's name. */
    @Test
    void stormKeyOfAnotherIssuer() {
        String login = SERVER.login().accessToken();
        String one = foreign("in-one", Keys.PROVIDER, "storm-1");
        String two = foreign("in-two", Keys.CLIENT, "storm-2");
        for (String good : Set.of(one, two)) {
            exchange(good).send().granted();
            delegation(login, good).send().granted();
            api().grant(JWT_BEARER).form("assertion", good).send().granted();
        }
        SERVER.token()
                .grant("client_credentials")
                .form("client_id", "in-pod")
                .assertion(one)
                .send()
                .granted();

        for (String forged :
                Set.of(foreign("in-one", Keys.CLIENT, "storm-3"), foreign("in-two", Keys.PROVIDER, "storm-4"))) {
            exchange(forged).send().refused(400, "invalid_request");
            exchange(forged).form("subject_issuer", "in-one").send().refused(400, "invalid_request");
            exchange(forged).form("subject_issuer", "in-two").send().refused(400, "invalid_request");
            delegation(login, forged).send().refused(400, "invalid_request");
            api().grant(JWT_BEARER).form("assertion", forged).send().refused(400, "invalid_grant");
            SERVER.token()
                    .grant("client_credentials")
                    .form("client_id", "in-pod")
                    .assertion(forged)
                    .send()
                    .refused(401, "invalid_client");
        }
    }
}
