package io.bourse.e2e;

import static io.bourse.e2e.TokenServer.ORDERS;
import static io.bourse.e2e.TokenServer.PASSWORD;
import static io.bourse.e2e.TokenServer.STOCK;
import static io.bourse.e2e.TokenServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 6749 section 6, RFC 9700 section 4.14.2; reliability.md 30, 33 to 37, 42 to 44. */
class RefreshTokenGrantIT {

    private final TokenServer server = TokenServer.shared();

    @Test
    void everyUseGivesANewRefreshToken() {
        String first = server.login().refreshToken();
        TokenAnswer second = server.refresh(first).send().granted();
        TokenAnswer third = server.refresh(second.refreshToken()).send().granted();

        assertThat(second.refreshToken()).isNotEqualTo(first);
        assertThat(third.refreshToken()).isNotEqualTo(second.refreshToken());
        assertThat(third.claims().get("sid")).isEqualTo(second.claims().get("sid"));
    }

    @Nested
    class Replaced {

        @Test
        void aRetryWithTheImmediatePredecessorGivesTheSameSuccessor() {
            String first = server.login().refreshToken();
            TokenAnswer answer = server.refresh(first).send().granted();
            TokenAnswer retried = server.refresh(first).send().granted();

            assertThat(retried.refreshToken()).isEqualTo(answer.refreshToken());
            assertThat(retried.accessToken()).isNotEqualTo(answer.accessToken());
        }

        @Test
        void reuseOfAnAncestorKillsTheFamilyAndItsAccessTokens() {
            String first = server.login().refreshToken();
            String second = server.refresh(first).send().granted().refreshToken();
            TokenAnswer third = server.refresh(second).send().granted();
            assertThat(server.active(third.accessToken())).isTrue();

            server.refresh(first).send().refused(400, "invalid_grant");

            server.refresh(third.refreshToken()).send().refused(400, "invalid_grant");
            assertThat(server.active(third.accessToken())).isFalse();
        }

        @Test
        void theImmediatePredecessorIsReuseOnceItsWindowHasClosed() {
            String first = server.login().refreshToken();
            TokenAnswer second = server.refresh(first).send().granted();
            server.database.execute("UPDATE family SET rotated_at = rotated_at - interval '11 seconds' WHERE id = '"
                    + second.claims().get("sid").asText() + "'");

            server.refresh(first).send().refused(400, "invalid_grant");

            server.refresh(second.refreshToken()).send().refused(400, "invalid_grant");
            assertThat(server.active(second.accessToken())).isFalse();
        }
    }

    @Nested
    class Foreign {

        @Test
        void anotherClientGetsNothingAndDoesNoHarm() {
            TokenAnswer login = server.login();

            server.token()
                    .form("client_id", "spa")
                    .grant("refresh_token")
                    .form("refresh_token", login.refreshToken())
                    .send()
                    .refused(400, "invalid_grant");

            assertThat(server.active(login.accessToken())).isTrue();
            server.refresh(login.refreshToken()).send().granted();
        }

        @Test
        void whatWasNotIssuedIsRefusedBeforeTheDatabaseHearsOfIt() {
            String good = server.login().refreshToken();
            String other = server.login().refreshToken();
            long before = server.node(0).statements();
            for (String bad : List.of(
                    "x",
                    "brt_",
                    "brt_" + "A".repeat(76),
                    "brt_" + "!".repeat(good.length() - 4),
                    good.substring(0, good.length() - 1),
                    good + "A",
                    good.toLowerCase(java.util.Locale.ROOT),
                    good.substring(0, 40) + other.substring(40),
                    flipped(good, 10),
                    flipped(good, 35),
                    flipped(good, good.length() - 2),
                    server.token().asDemo().grant("client_credentials").send().accessToken())) {
                server.refresh(bad).send().refused(400, "invalid_grant");
            }

            assertThat(server.node(0).statements() - before).isLessThan(20);
            server.refresh(good).send().granted();
        }

        private String flipped(String token, int at) {
            return token.substring(0, at) + (token.charAt(at) == 'A' ? 'B' : 'A') + token.substring(at + 1);
        }

        @Test
        void withoutATokenTheRequestIsMalformed() {
            server.token().asDemo().grant("refresh_token").send().refused(400, "invalid_request");
            server.refresh("").send().refused(400, "invalid_request");
        }

        @Test
        void aClientWithoutTheGrantIsRefused() {
            server.token()
                    .asGateway()
                    .grant("refresh_token")
                    .form("refresh_token", server.login().refreshToken())
                    .send()
                    .refused(400, "unauthorized_client");
        }
    }

    @Nested
    class Scopes {

        @Test
        void fewerAreForThisAccessTokenOnly() {
            TokenAnswer narrow = server.refresh(server.login().refreshToken())
                    .form("scope", "read")
                    .send()
                    .granted();
            TokenAnswer next = server.refresh(narrow.refreshToken()).send().granted();

            assertThat(narrow.text("scope")).isEqualTo("read");
            assertThat(narrow.claims().get("scope").asText()).isEqualTo("read");
            assertThat(next.text("scope")).isEqualTo("read write offline_access");
        }

        @Test
        void moreThanTheLoginWasGrantedAreRefusedAndTheTokenIsNotSpent() {
            String token = server.password("ada", PASSWORD)
                    .form("scope", "read offline_access")
                    .send()
                    .granted()
                    .refreshToken();
            for (String wider : List.of("read write", "write", "admin")) {
                server.refresh(token).form("scope", wider).send().refused(400, "invalid_scope");
            }
            TokenAnswer next = server.refresh(token).send().granted();

            assertThat(next.text("scope")).isEqualTo("read offline_access");
            server.refresh(token).form("scope", "write").send().refused(400, "invalid_scope");
        }

        @Test
        void thatTheClientHasLostAreNoLongerGranted() {
            applyShrinking("read write");
            TokenAnswer login = shrinkingLogin();
            applyShrinking("read");
            eventually(
                    () -> !refreshShrinking(login.refreshToken()).text("scope").contains("write"));
            TokenAnswer one = refreshShrinking(login.refreshToken());

            assertThat(one.text("scope")).isEqualTo("read");
            applyShrinking("other");
            eventually(() -> refreshShrinking(one.refreshToken()).status() == 400);
            refreshShrinking(one.refreshToken()).refused(400, "invalid_scope");
        }

        private void applyShrinking(String scopes) {
            server.apply("clients: [{id: rt-shrinking, project: demo, secret: rt-shrinking-secret, scopes: ["
                    + scopes.replace(" ", ", ")
                    + "], grants: [password, refresh_token], audiences: [https://api.example/rt]}]");
        }

        private TokenAnswer shrinkingLogin() {
            return server.token()
                    .basic("rt-shrinking", "rt-shrinking-secret")
                    .grant("password")
                    .form("username", "ada")
                    .form("password", PASSWORD)
                    .send()
                    .granted();
        }

        private TokenAnswer refreshShrinking(String token) {
            return server.token()
                    .basic("rt-shrinking", "rt-shrinking-secret")
                    .grant("refresh_token")
                    .form("refresh_token", token)
                    .send();
        }
    }

    @Nested
    class Audiences {

        @Test
        void ofALoginForNothingInParticularAreAllOfTheClients() {
            TokenAnswer stock = server.refresh(server.login().refreshToken())
                    .form("resource", STOCK)
                    .send()
                    .granted();
            TokenAnswer next = server.refresh(stock.refreshToken()).send().granted();

            assertThat(stock.claims().get("aud").asText()).isEqualTo(STOCK);
            assertThat(next.claims().get("aud").asText()).isEqualTo(ORDERS);
        }

        @Test
        void ofALoginForOneStayThatOne() {
            String token = server.password("ada", PASSWORD)
                    .form("audience", STOCK)
                    .send()
                    .granted()
                    .refreshToken();
            server.refresh(token).form("audience", ORDERS).send().refused(400, "invalid_target");
            server.refresh(token)
                    .form("audience", STOCK)
                    .form("audience", ORDERS)
                    .send()
                    .refused(400, "invalid_target");
            TokenAnswer next = server.refresh(token).send().granted();

            assertThat(next.claims().get("aud").asText()).isEqualTo(STOCK);
        }

        @Test
        void thatAreNotTheClientsAreRefused() {
            String token = server.login().refreshToken();

            server.refresh(token)
                    .form("resource", "https://api.example/admin")
                    .send()
                    .refused(400, "invalid_target");
            server.refresh(token).send().granted();
        }
    }

    @Nested
    class Ends {

        @Test
        void areAsTheClientsEntrySays() {
            server.apply("clients: [{id: rt-brief, project: demo, secret: rt-brief-secret, scopes: [read],"
                    + " grants: [password, refresh_token], audiences: [https://api.example/rt],"
                    + " access_token_lifetime: 61s, refresh_idle: 1h, refresh_lifetime: 90m}]");
            TokenAnswer login = server.token()
                    .basic("rt-brief", "rt-brief-secret")
                    .grant("password")
                    .form("username", "ada")
                    .form("password", PASSWORD)
                    .send()
                    .granted();
            TokenAnswer told = introspected(login.refreshToken());
            long iat = told.json().get("iat").asLong();

            assertThat(login.json().get("expires_in").asLong()).isEqualTo(61);
            assertThat(told.json().get("exp").asLong() - iat).isEqualTo(3600);

            moveBack(
                    login,
                    "created_at = created_at - interval '50 minutes', ends_at = ends_at - interval '50 minutes'");
            TokenAnswer next = server.token()
                    .basic("rt-brief", "rt-brief-secret")
                    .grant("refresh_token")
                    .form("refresh_token", login.refreshToken())
                    .send()
                    .granted();

            assertThat(introspected(next.refreshToken()).json().get("exp").asLong())
                    .isEqualTo(iat + 90 * 60 - 50 * 60);
        }

        private TokenAnswer introspected(String token) {
            return server.introspect(token)
                    .basic("rt-brief", "rt-brief-secret")
                    .send()
                    .granted();
        }

        static Stream<String> ends() {
            return Stream.of(
                    "idle_until = now() - interval '1 second'",
                    "idle_until = now() - interval '2 second', ends_at = now() - interval '1 second'");
        }

        @ParameterizedTest
        @MethodSource("ends")
        void areTheEndOfTheLogin(String end) {
            TokenAnswer login = server.login();
            moveBack(login, end);

            server.refresh(login.refreshToken()).send().refused(400, "invalid_grant");
            server.introspect(login.refreshToken()).asDemo().send().inactive();
        }

        private void moveBack(TokenAnswer login, String assignment) {
            server.database.execute("UPDATE family SET " + assignment + " WHERE id = '"
                    + login.claims().get("sid").asText() + "'");
        }
    }

    @Nested
    class OfAUser {

        @Test
        void whoIsSwitchedOffIsRefusedEverywhere() {
            server.apply("users: [{project: demo, username: rt-off, password: password of rt-off}]");
            TokenAnswer login =
                    server.password("rt-off", "password of rt-off").send().granted();
            server.apply("users: [{project: demo, username: rt-off, password: password of rt-off, enabled: false}]");
            eventually(() -> !server.active(login.accessToken()));

            server.refresh(login.refreshToken()).send().refused(400, "invalid_grant");
            server.password("rt-off", "password of rt-off").send().refused(400, "invalid_grant");
            server.exchange(login.accessToken()).send().refused(400, "invalid_request");
            server.introspect(login.refreshToken()).asDemo().send().inactive();
        }

        @Test
        void whosePasswordWasChangedMustLogInAgain() {
            server.apply("users: [{project: demo, username: rt-new, password: the old password}]");
            TokenAnswer login =
                    server.password("rt-new", "the old password").send().granted();
            server.apply("users: [{project: demo, username: rt-new, password: the new password}]");
            eventually(() -> !server.active(login.accessToken()));

            server.refresh(login.refreshToken()).send().refused(400, "invalid_grant");
            server.password("rt-new", "the old password").send().refused(400, "invalid_grant");
            server.refresh(server.password("rt-new", "the new password")
                            .send()
                            .granted()
                            .refreshToken())
                    .send()
                    .granted();
        }
    }
}
