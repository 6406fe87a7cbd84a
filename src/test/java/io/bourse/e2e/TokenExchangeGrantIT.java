package io.bourse.e2e;

import static io.bourse.e2e.TokenServer.ACCESS_TOKEN;
import static io.bourse.e2e.TokenServer.EXCHANGE;
import static io.bourse.e2e.TokenServer.PASSWORD;
import static io.bourse.e2e.TokenServer.STOCK;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8693; reliability.md 49 to 57, 60 to 63. */
class TokenExchangeGrantIT {

    private static final TokenServer SERVER = TokenServer.shared();
    private static final int CHAIN = 5;

    /** Beside the demo's entries: a chain over five APIs, the last of which gives refresh tokens. */
    @BeforeAll
    static void entries() {
        StringBuilder clients = new StringBuilder("""
                clients:
                  - id: te-brief
                    project: demo
                    secret: te-brief-secret
                    grants: [password]
                    scopes: [read, write]
                    audiences: [https://api.example/te-0]
                    access_token_lifetime: 100s
                  - id: te-narrow
                    project: demo
                    secret: te-narrow-secret
                    grants: [token-exchange]
                    scopes: [write]
                    serves: [https://api.example/te-0]
                  - id: te-delegate
                    project: demo
                    secret: te-delegate-secret
                    grants: [token-exchange]
                    scopes: [read]
                    serves: [https://api.example/te-0]
                  - id: te-robot
                    project: demo
                    secret: te-robot-secret
                    grants: [client_credentials]
                    scopes: [read]
                    audiences: [https://api.example/te-0]
                """);
        StringBuilder exchanges = new StringBuilder("""
                exchanges:
                  - id: te-narrow
                    client: te-narrow
                    subject: {client: te-brief}
                    targets: [https://api.example/te-x]
                    scopes: [read, write]
                    lifetime: 7s
                """.replace("scopes: [read, write]", "scopes: [write]"));
        for (String mode : List.of("delegation", "impersonation", "itself")) {
            exchanges.append("""
                      - id: te-%s
                        client: te-delegate
                        mode: %s
                        subject: {client: te-brief}
                        targets: [https://api.example/te-%s]
                        scopes: [read]
                    """.formatted(mode, mode.equals("itself") ? "delegation" : mode, mode));
            if (!mode.equals("itself")) {
                exchanges.append("    actor: {client: te-robot}\n");
            }
        }
        for (int i = 0; i < CHAIN; i++) {
            boolean last = i == CHAIN - 1;
            clients.append("""
                      - id: te-hop-%d
                        project: demo
                        secret: te-hop-secret-%d
                        grants: [token-exchange, refresh_token]
                        scopes: [read]
                        audiences: [https://api.example/te-%d, https://api.example/te-also-%d]
                        serves: [https://api.example/te-%d]
                        access_token_lifetime: 1h
                    """.formatted(i, i, i + 1, i + 1, i));
            exchanges.append("""
                      - id: te-hop-%d
                        client: te-hop-%d
                        subject: {client: %s, audience: https://api.example/te-%d}
                        targets: [https://api.example/te-%d, https://api.example/te-also-%d]
                        scopes: [read]
                        refresh: %s
                    """.formatted(i, i, i == 0 ? "te-brief" : "te-hop-" + (i - 1), i, i + 1, i + 1, last));
        }
        SERVER.apply(clients.append(exchanges).toString());
    }

    private static TokenAnswer briefLogin() {
        return SERVER.token()
                .basic("te-brief", "te-brief-secret")
                .grant("password")
                .form("username", "ada")
                .form("password", PASSWORD)
                .send()
                .granted();
    }

    private static TokenCall hop(int number, String subjectToken) {
        return SERVER.token()
                .basic("te-hop-" + number, "te-hop-secret-" + number)
                .grant(EXCHANGE)
                .form("subject_token", subjectToken)
                .form("subject_token_type", ACCESS_TOKEN);
    }

    private static List<TokenAnswer> chain() {
        List<TokenAnswer> chain = new ArrayList<>(List.of(briefLogin()));
        for (int i = 0; i < CHAIN; i++) {
            chain.add(hop(i, chain.get(i).accessToken()).send().granted());
        }
        return chain;
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    @Nested
    class Granted {

        @Test
        void theNewTokenSpeaksForTheSameSubjectToTheTarget() {
            TokenAnswer subject = SERVER.login();
            TokenAnswer answer = SERVER.exchange(subject.accessToken()).send().granted();

            assertThat(answer.text("issued_token_type")).isEqualTo(ACCESS_TOKEN);
            assertThat(answer.text("token_type")).isEqualTo("Bearer");
            assertThat(answer.text("scope")).isEqualTo("read");
            assertThat(answer.has("refresh_token")).isFalse();
            assertThat(answer.claims().get("sub")).isEqualTo(subject.claims().get("sub"));
            assertThat(answer.claims().get("client_id").asText()).isEqualTo("gateway");
            assertThat(answer.claims().get("aud").asText()).isEqualTo(STOCK);
            assertThat(answer.claims().has("act")).isFalse();
        }

        @Test
        void itNamesWhatItCameFrom() {
            TokenAnswer subject = SERVER.login();
            TokenAnswer answer = SERVER.exchange(subject.accessToken()).send().granted();

            assertThat(answer.claims().has("sid")).isFalse();
            List<String> lineage = texts(answer.claims().get("lin"));
            assertThat(lineage)
                    .startsWith(
                            subject.claims().get("jti").asText(),
                            subject.claims().get("sid").asText());
            assertThat(lineage.subList(2, lineage.size()).stream().map(each -> each.replaceFirst(":\\w{8}:", ":")))
                    .containsExactly(
                            "client:demo",
                            "user:" + subject.claims().get("sub").asText(),
                            "key:" + subject.tokenHeader().get("kid").asText(),
                            "exchange:gateway-orders-to-stock");
        }

        @Test
        void aTokenOfAClientForItselfIsExchangedLikewise() {
            String subject = SERVER.token()
                    .asDemo()
                    .grant("client_credentials")
                    .send()
                    .granted()
                    .accessToken();
            TokenAnswer answer = SERVER.exchange(subject).send().granted();

            assertThat(answer.claims().get("sub").asText()).isEqualTo("demo");
            assertThat(answer.claims().get("sub_type").asText()).isEqualTo("client");
        }

        @Test
        void alongAChainScopesAndLifeOnlyShrinkAndTheLineageGrows() {
            List<TokenAnswer> chain = chain();
            long end = chain.get(0).claims().get("exp").asLong();
            for (int i = 1; i <= CHAIN; i++) {
                TokenAnswer answer = chain.get(i);
                assertThat(answer.claims().get("exp").asLong()).isLessThanOrEqualTo(end);
                assertThat(answer.json().get("expires_in").asLong()).isLessThanOrEqualTo(100);
                assertThat(answer.text("scope")).isEqualTo("read");
                // token, client and entry for each step; once the user, and the key
                assertThat(answer.claims().get("lin")).hasSize(3 * i + 2);
                assertThat(answer.claims().get("lin").get(0))
                        .isEqualTo(chain.get(i - 1).claims().get("jti"));
            }
        }

        @Test
        void theEntryMayLimitTheLife() {
            TokenAnswer answer = SERVER.token()
                    .basic("te-narrow", "te-narrow-secret")
                    .grant(EXCHANGE)
                    .form("subject_token", briefLogin().accessToken())
                    .form("subject_token_type", ACCESS_TOKEN)
                    .send()
                    .granted();

            assertThat(answer.json().get("expires_in").asLong()).isLessThanOrEqualTo(7);
            assertThat(answer.text("scope")).isEqualTo("write");
        }

        @Test
        void severalTargetsMayBeAskedForByEitherName() {
            TokenAnswer answer = hop(0, briefLogin().accessToken())
                    .form("audience", "https://api.example/te-1")
                    .form("resource", "https://api.example/te-also-1")
                    .form("resource", "https://api.example/te-1")
                    .send()
                    .granted();

            assertThat(texts(answer.claims().get("aud")))
                    .containsExactly("https://api.example/te-1", "https://api.example/te-also-1");
        }

        @Test
        void noneTouchesTheDatabase() {
            String subject = SERVER.login().accessToken();

            withoutTheDatabase(() -> SERVER.exchange(subject));
        }

        @ParameterizedTest
        @ValueSource(strings = {"delegation", "impersonation", "itself"})
        void norDoesOneWithAnActor(String mode) {
            String subject = briefLogin().accessToken();
            String actor = SERVER.token()
                    .basic("te-robot", "te-robot-secret")
                    .grant("client_credentials")
                    .send()
                    .granted()
                    .accessToken();

            withoutTheDatabase(() -> {
                TokenCall call = SERVER.token()
                        .basic("te-delegate", "te-delegate-secret")
                        .grant(EXCHANGE)
                        .form("audience", "https://api.example/te-" + mode)
                        .form("subject_token", subject)
                        .form("subject_token_type", ACCESS_TOKEN);
                return mode.equals("itself")
                        ? call
                        : call.form("actor_token", actor).form("actor_token_type", ACCESS_TOKEN);
            });
        }

        /** The follower of the change log sends statements of its own, though far fewer than there are exchanges. */
        private void withoutTheDatabase(Supplier<TokenCall> exchange) {
            exchange.get().send().granted();
            long before = SERVER.node(0).statements();
            for (int i = 0; i < 200; i++) {
                exchange.get().send().granted();
            }

            assertThat(SERVER.node(0).statements() - before).isLessThan(50);
        }
    }

    @Nested
    class Clients {

        @Test
        void withoutCredentialsAreRefused() {
            SERVER.token()
                    .grant(EXCHANGE)
                    .form("subject_token", SERVER.login().accessToken())
                    .form("subject_token_type", ACCESS_TOKEN)
                    .send()
                    .refused(401, "invalid_client");
        }

        @Test
        void thatArePublicAreRefused() {
            SERVER.token()
                    .form("client_id", "spa")
                    .grant(EXCHANGE)
                    .form("subject_token", SERVER.login().accessToken())
                    .form("subject_token_type", ACCESS_TOKEN)
                    .send()
                    .refused(400, "unauthorized_client");
        }

        @Test
        void thatTheTokenWasNotMeantForAreRefused() {
            String forStock = SERVER.password("ada", PASSWORD)
                    .form("audience", STOCK)
                    .send()
                    .granted()
                    .accessToken();

            SERVER.exchange(forStock).send().refused(400, "invalid_request");
            hop(0, SERVER.login().accessToken()).send().refused(400, "invalid_request");
            hop(1, briefLogin().accessToken()).send().refused(400, "invalid_request");
        }

        @Test
        void withoutAnEntryAreRefusedAlsoIfTheyHoldTheToken() {
            SERVER.token()
                    .asDemo()
                    .grant(EXCHANGE)
                    .form("subject_token", SERVER.login().accessToken())
                    .form("subject_token_type", ACCESS_TOKEN)
                    .send()
                    .refused(400, "invalid_request");
        }
    }

    @Nested
    class Parameters {

        @ParameterizedTest
        @ValueSource(strings = {"subject_token", "subject_token_type"})
        void theRequiredOnesAreNamed(String missing) {
            TokenCall call = SERVER.token().asGateway().grant(EXCHANGE).form(missing, "");
            TokenAnswer answer = (missing.equals("subject_token")
                            ? call.form("subject_token_type", ACCESS_TOKEN)
                            : call.form("subject_token", SERVER.login().accessToken()))
                    .send()
                    .refused(400, "invalid_request");

            assertThat(answer.text("error_description")).contains(missing);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "urn:ietf:params:oauth:token-type:refresh_token",
                    "urn:ietf:params:oauth:token-type:id_token",
                    "urn:ietf:params:oauth:token-type:saml1",
                    "urn:ietf:params:oauth:token-type:saml2",
                    "urn:ietf:params:oauth:token-type:ACCESS_TOKEN",
                    "access_token",
                    "garbage \" of \\ a type"
                })
        void aTypeThatTheTokenIsNotIsRefusedAndSoIsOneThatCannotBeIssued(String type) {
            String token = SERVER.login().accessToken();

            SERVER.token()
                    .asGateway()
                    .grant(EXCHANGE)
                    .form("subject_token", token)
                    .form("subject_token_type", type)
                    .send()
                    .refused(400, "invalid_request");
            SERVER.exchange(token).form("requested_token_type", type).send().refused(400, "invalid_request");
        }

        @Test
        void anAccessTokenMayBeCalledTheJwtThatItIsAndIsNoneToGive() {
            String jwt = "urn:ietf:params:oauth:token-type:jwt";
            String token = SERVER.login().accessToken();

            SERVER.token()
                    .asGateway()
                    .grant(EXCHANGE)
                    .form("subject_token", token)
                    .form("subject_token_type", jwt)
                    .send()
                    .granted();
            SERVER.exchange(token).form("requested_token_type", jwt).send().refused(400, "invalid_request");
        }

        @Test
        void anActorIsRefusedRatherThanPassedOver() {
            String token = SERVER.login().accessToken();

            SERVER.exchange(token)
                    .form("actor_token", token)
                    .form("actor_token_type", ACCESS_TOKEN)
                    .send()
                    .refused(400, "invalid_request");
            SERVER.exchange(token).form("actor_token", token).send().refused(400, "invalid_request");
            SERVER.exchange(token).form("actor_token_type", ACCESS_TOKEN).send().refused(400, "invalid_request");
        }

        @ParameterizedTest
        @ValueSource(strings = {" ", "x", "a.b.c", "eyJhbGciOiJub25lIn0.e30.", "brt_abc", "\uFFFD"})
        void aSubjectTokenThatIsNoneIsNeverReplacedByTheClientItself(String token) {
            SERVER.exchange(token).send().refused(400, "invalid_request");
        }

        @Test
        void aSubjectTokenThatCannotBeReadIsNeverDropped() {
            String form = "grant_type=" + EXCHANGE.replace(":", "%3A") + "&subject_token_type="
                    + ACCESS_TOKEN.replace(":", "%3A") + "&subject_token=";
            for (String value : List.of("%zz", "%C3%28", "%00", "a%0", "a".repeat(32_769))) {
                SERVER.token().asGateway().raw(form + value).send().refused(400, "invalid_request");
            }
        }

        @Test
        void aRefreshTokenIsNoSubject() {
            String token = SERVER.login().refreshToken();

            SERVER.exchange(token).send().refused(400, "invalid_request");
        }
    }

    @Nested
    class Targets {

        @ParameterizedTest
        @CsvSource({
            "audience, https://api.example/orders",
            "audience, https://api.example/unknown",
            "resource, relative",
            "resource, https://api.example/stock#fragment",
            "resource, https://api.example/stock/",
            "audience, *"
        })
        void thatNoEntryListsAreRefusedAlsoBesideOneThatIsListed(String name, String target) {
            String token = SERVER.login().accessToken();

            SERVER.exchange(token).form(name, target).send().refused(400, "invalid_target");
            SERVER.exchange(token)
                    .form("audience", STOCK)
                    .form(name, target)
                    .send()
                    .refused(400, "invalid_target");
        }

        @Test
        void thatIsListedIsExactlyWhatIsGranted() {
            TokenAnswer answer = SERVER.exchange(SERVER.login().accessToken())
                    .form("resource", STOCK)
                    .send()
                    .granted();

            assertThat(answer.claims().get("aud").asText()).isEqualTo(STOCK);
        }
    }

    @Nested
    class Scopes {

        @Test
        void thatTheEntryOrTheClientLacksAreRefused() {
            String token = SERVER.login().accessToken();
            for (String scope : List.of("write", "read write", "admin", "offline_access")) {
                SERVER.exchange(token).form("scope", scope).send().refused(400, "invalid_scope");
            }
        }

        @Test
        void thatTheSubjectTokenLacksAreRefused() {
            String token = SERVER.password("ada", PASSWORD)
                    .form("scope", "write")
                    .send()
                    .granted()
                    .accessToken();

            SERVER.exchange(token).form("scope", "read").send().refused(400, "invalid_scope");
            SERVER.exchange(token).send().refused(400, "invalid_scope");
        }
    }

    @Nested
    class Dead {

        private final TokenAnswer login = SERVER.login();

        private JsonObject claims() {
            return new JsonObject(login.claims().toString());
        }

        private void refused(String type, JsonObject claims) {
            SERVER.exchange(SERVER.node(0).sign(type, claims.encode())).send().refused(400, "invalid_request");
        }

        @Test
        void subjectsAreRefusedWhateverTheyDiedOf() {
            SERVER.exchange(SERVER.node(0).sign("at+jwt", claims().encode()))
                    .send()
                    .granted();

            refused("at+jwt", claims().put("exp", Keys.now() - 11));
            refused("at+jwt", claims().put("iss", "https://elsewhere.example"));
            refused("JWT", claims());
            refused("at+jwt", claims().put("sub", UUID.randomUUID().toString()));
            refused("at+jwt", claims().put("client_id", "no-such-client"));
            SERVER.exchange(Keys.sign(Keys.STRANGER, claims())).send().refused(400, "invalid_request");
        }

        @Test
        void aRevokedAncestorKillsAllThatCameFromItAndEndsTheChain() {
            List<TokenAnswer> chain = chain();
            TokenAnswer middle = chain.get(2);
            SERVER.revoke(chain.get(0).accessToken())
                    .basic("te-brief", "te-brief-secret")
                    .send();

            for (int i = 0; i < CHAIN; i++) {
                SERVER.introspect(chain.get(i + 1).accessToken())
                        .basic("te-hop-" + i, "te-hop-secret-" + i)
                        .send()
                        .inactive();
            }
            hop(2, middle.accessToken()).send().refused(400, "invalid_request");
            SERVER.token()
                    .basic("te-hop-4", "te-hop-secret-4")
                    .grant("refresh_token")
                    .form("refresh_token", chain.get(CHAIN).refreshToken())
                    .send()
                    .refused(400, "invalid_grant");
        }

        @Test
        void aRevokedLinkLeavesWhatItCameFromAlive() {
            List<TokenAnswer> chain = chain();
            SERVER.revoke(chain.get(2).accessToken())
                    .basic("te-hop-1", "te-hop-secret-1")
                    .send();

            assertActive(0, chain.get(1), true);
            assertActive(1, chain.get(2), false);
            assertActive(4, chain.get(5), false);
            hop(0, chain.get(0).accessToken()).send().granted();
        }

        @Test
        void theEndOfALoginIsTheEndOfWhatWasExchangedFromIt() {
            TokenAnswer exchanged = SERVER.exchange(login.accessToken()).send().granted();
            assertThat(SERVER.active(exchanged.accessToken())).isTrue();
            SERVER.revoke(login.refreshToken()).asDemo().send();

            assertThat(SERVER.active(exchanged.accessToken())).isFalse();
            SERVER.exchange(login.accessToken()).send().refused(400, "invalid_request");
        }

        private void assertActive(int hop, TokenAnswer token, boolean active) {
            TokenAnswer told = SERVER.introspect(token.accessToken())
                    .basic("te-hop-" + hop, "te-hop-secret-" + hop)
                    .send()
                    .granted();
            assertThat(told.json().get("active").asBoolean()).isEqualTo(active);
        }
    }

    @Test
    void aRefreshTokenComesOnlyByTheEntryAndKeepsTheLineage() {
        List<TokenAnswer> chain = chain();
        TokenAnswer last = chain.get(CHAIN);
        TokenAnswer refreshed = SERVER.token()
                .basic("te-hop-4", "te-hop-secret-4")
                .grant("refresh_token")
                .form("refresh_token", last.refreshToken())
                .send()
                .granted();

        for (int i = 1; i < CHAIN; i++) {
            assertThat(chain.get(i).has("refresh_token")).isFalse();
        }
        assertThat(refreshed.claims().get("lin")).isEqualTo(last.claims().get("lin"));
        assertThat(refreshed.claims().get("sid")).isEqualTo(last.claims().get("sid"));
        assertThat(refreshed.text("scope")).isEqualTo("read");
    }
}
