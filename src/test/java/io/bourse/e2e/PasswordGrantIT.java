package io.bourse.e2e;

import static io.bourse.e2e.TokenServer.ORDERS;
import static io.bourse.e2e.TokenServer.PASSWORD;
import static io.bourse.e2e.TokenServer.STOCK;
import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6749 section 4.3; reliability.md 22, 24, 27 to 30, 45. */
class PasswordGrantIT {

    private static final TokenServer SERVER = TokenServer.shared();

    @BeforeAll
    static void entries() {
        SERVER.apply("""
                clients:
                  - id: pw-plain
                    project: demo
                    secret: pw-plain-secret
                    grants: [password, refresh_token]
                    scopes: [read]
                    audiences: [https://api.example/pw]
                  - id: pw-only
                    project: demo
                    secret: pw-only-secret
                    grants: [password]
                    scopes: [read]
                    audiences: [https://api.example/pw]
                    access_token_lifetime: 77s
                users:
                  - username: pw-nobody
                    project: demo
                  - username: pw-off
                    project: demo
                    password: password of pw-off
                    enabled: false
                  - username: Pw-Élan
                    project: demo
                    email: Pw.Elan@Example.com
                    password: password of pw-elan
                """);
    }

    @Test
    void aLoginIsAnAccessTokenOfTheUserAndARefreshToken() {
        TokenAnswer answer = SERVER.login();

        assertThat(answer.text("token_type")).isEqualTo("Bearer");
        assertThat(answer.json().get("expires_in").asLong()).isEqualTo(3600);
        assertThat(answer.text("scope")).isEqualTo("read write offline_access");
        assertThat(answer.refreshToken()).startsWith("brt_");
        assertThat(answer.has("issued_token_type")).isFalse();
        assertThat(answer.tokenHeader().get("typ").asText()).isEqualTo("at+jwt");
        assertThat(answer.tokenHeader().get("alg").asText()).isEqualTo("ES256");
        assertThat(answer.claims().get("iss").asText()).isEqualTo(SERVER.issuer());
        assertThat(answer.claims().get("aud").asText()).isEqualTo(ORDERS);
        assertThat(answer.claims().get("client_id").asText()).isEqualTo("demo");
        assertThat(answer.claims().get("sub_type").asText()).isEqualTo("user");
        assertThat(UUID.fromString(answer.claims().get("sub").asText())).isNotNull();
        assertThat(UUID.fromString(answer.claims().get("jti").asText()).version())
                .isEqualTo(7);
        assertThat(answer.claims().get("exp").asLong()
                        - answer.claims().get("iat").asLong())
                .isEqualTo(3600);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"pw-élan", "PW-ÉLAN", " Pw-Élan ", "Pw-E\u0301lan", "pw.elan@example.com", "PW.ELAN@EXAMPLE.COM"
            })
    void everySpellingOfANameAndItsAddressIsTheSameUser(String name) {
        TokenAnswer answer = SERVER.password(name, "password of pw-elan").send().granted();

        assertThat(answer.claims().get("sub"))
                .isEqualTo(SERVER.password("Pw-Élan", "password of pw-elan")
                        .send()
                        .claims()
                        .get("sub"));
    }

    @Test
    void aClientWhoseEntryDoesNotListItIsRefused() {
        SERVER.token()
                .asGateway()
                .grant("password")
                .form("username", "ada")
                .form("password", PASSWORD)
                .send()
                .refused(400, "unauthorized_client");
        SERVER.token()
                .form("client_id", "spa")
                .grant("password")
                .form("username", "ada")
                .form("password", PASSWORD)
                .send()
                .refused(400, "unauthorized_client");
    }

    @Test
    void nobodyIsToldWhyALoginFailed() {
        TokenAnswer wrong = SERVER.password("pw-élan", "not the password").send();

        wrong.refused(400, "invalid_grant");
        for (TokenCall other : List.of(
                SERVER.password("nobody-of-that-name", PASSWORD),
                SERVER.password("pw-nobody", PASSWORD),
                SERVER.password("pw-off", "password of pw-off"),
                SERVER.password("pw-off", "not the password"),
                SERVER.password("x".repeat(400), PASSWORD),
                SERVER.password("pw-élan", "x".repeat(1000)))) {
            assertThat(other.send().refused(400, "invalid_grant").told()).isEqualTo(wrong.told());
        }
    }

    static Stream<String> passwords() {
        return Stream.of(
                "ends with a space ",
                " begins with one",
                "\uD83D\uDD11\uD83D\uDD11\uD83D\uDD11\uD83D\uDD11 keys",
                "x".repeat(71) + "y",
                "x".repeat(72) + "y",
                "x".repeat(127) + "y",
                "pass%77ord+&=word",
                "with NUL \u0000inside");
    }

    @ParameterizedTest
    @MethodSource("passwords")
    void aPasswordCountsWholeAndExactly(String password) {
        String name = "pw-" + UUID.randomUUID();
        SERVER.apply("users: [{project: demo, username: " + name + ", password: \"" + password.replace("\u0000", "\\0")
                + "\"}]");

        SERVER.password(name, password).send().granted();
        SERVER.password(name, password.substring(0, password.length() - 1))
                .send()
                .refused(400, "invalid_grant");
        SERVER.password(name, password + " ").send().refused(400, "invalid_grant");
        SERVER.password(name, password.strip() + "x").send().refused(400, "invalid_grant");
    }

    @Test
    void composedAndDecomposedLettersAreTheSamePassword() {
        SERVER.apply("users: [{project: demo, username: pw-nfc, password: 'Å wie Ångström'}]");

        SERVER.password("pw-nfc", Normalizer.normalize("Å wie Ångström", Normalizer.Form.NFD))
                .send()
                .granted();
        SERVER.password("pw-nfc", Normalizer.normalize("Å wie Ångström", Normalizer.Form.NFC))
                .send()
                .granted();
    }

    @ParameterizedTest
    @CsvSource({"username", "password"})
    void bothParametersAreRequired(String missing) {
        TokenCall call = SERVER.token().asDemo().grant("password").form(missing, "");
        TokenAnswer answer = call.form(missing.equals("username") ? "password" : "username", "ada-or-what")
                .send()
                .refused(400, "invalid_request");

        assertThat(answer.text("error_description")).contains(missing);
    }

    @Nested
    class Scopes {

        @ParameterizedTest
        @CsvSource({
            "read, read, false",
            "write read, write read, false",
            "read read, read, false",
            "read offline_access, read offline_access, true",
            "offline_access, offline_access, true"
        })
        void areThoseAskedForAndOneOfThemAsksForTheRefreshToken(String asked, String granted, boolean refreshable) {
            TokenAnswer answer =
                    SERVER.password("ada", PASSWORD).form("scope", asked).send().granted();

            assertThat(answer.text("scope")).isEqualTo(granted);
            assertThat(answer.claims().get("scope").asText()).isEqualTo(granted);
            assertThat(answer.has("refresh_token")).isEqualTo(refreshable);
            assertThat(answer.claims().has("sid")).isEqualTo(refreshable);
        }

        @ParameterizedTest
        @ValueSource(strings = {"admin", "read admin", "READ", "read,write", "re\"ad", "re\\ad", "rëad", "read\twrite"})
        void thatAreNotTheClientsAreRefused(String asked) {
            SERVER.password("ada", PASSWORD).form("scope", asked).send().refused(400, "invalid_scope");
        }

        @Test
        void aHugeListIsRefusedAtOnce() {
            SERVER.password("ada", PASSWORD)
                    .form("scope", "read ".repeat(6000))
                    .send()
                    .granted();
            StringBuilder many = new StringBuilder();
            for (int i = 0; i < 5000; i++) {
                many.append(i).append(' ');
            }

            SERVER.password("ada", PASSWORD)
                    .form("scope", many.toString())
                    .send()
                    .refused(400, "invalid_scope");
        }

        @Test
        void withoutOfflineAccessInTheEntryTheGrantAloneDecides() {
            assertThat(login("pw-plain").has("refresh_token")).isTrue();
            assertThat(login("pw-only").has("refresh_token")).isFalse();
            assertThat(login("pw-only").json().get("expires_in").asLong()).isEqualTo(77);
        }

        private TokenAnswer login(String client) {
            return SERVER.token()
                    .basic(client, client + "-secret")
                    .grant("password")
                    .form("username", "ada")
                    .form("password", PASSWORD)
                    .send()
                    .granted();
        }
    }

    @Nested
    class Audiences {

        @Test
        void areThoseAskedForByEitherName() {
            TokenAnswer one = SERVER.password("ada", PASSWORD)
                    .form("audience", STOCK)
                    .send()
                    .granted();
            TokenAnswer both = SERVER.password("ada", PASSWORD)
                    .form("resource", STOCK)
                    .form("audience", ORDERS)
                    .form("audience", ORDERS)
                    .send()
                    .granted();

            assertThat(one.claims().get("aud").asText()).isEqualTo(STOCK);
            assertThat(both.claims().get("aud"))
                    .extracting(item -> item.asText())
                    .containsExactly(ORDERS, STOCK);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "https://api.example/admin",
                    "https://api.example/orders/",
                    "https://api.example/orders#x",
                    "orders",
                    "*"
                })
        void thatAreNotTheClientsAreRefusedAlsoBesideOneThatIs(String target) {
            SERVER.password("ada", PASSWORD).form("resource", target).send().refused(400, "invalid_target");
            SERVER.password("ada", PASSWORD)
                    .form("audience", ORDERS)
                    .form("audience", target)
                    .send()
                    .refused(400, "invalid_target");
        }
    }

    @Nested
    class Throttle {

        private static final int LIMIT = 20;

        @Test
        void guessesCountOneByOneWhateverNameWasTypedAndOnWhateverNode() {
            try (TokenServer server = TokenServer.start(2, Map.of("BOURSE_LOGIN_ATTEMPTS", Integer.toString(LIMIT)))) {
                server.apply("""
                        users:
                          - {username: bob, email: bob@example.com, password: password of bob}
                          - {username: eve, password: password of eve}
                        """);
                assertOneByOne(server);
                assertAllAtOnce(server);
                assertThat(server.login().has("access_token")).isTrue();
            }
        }

        private void assertOneByOne(TokenServer server) {
            List<String> names = List.of("bob", "BOB", " bob@example.com", "Bob@Example.Com");
            for (int i = 0; i < LIMIT - 1; i++) {
                guess(server, i % 2, names.get(i % 4), "wrong " + i).send().refused(400, "invalid_grant");
            }
            guess(server, 0, "bob", "password of bob").send().granted();

            String refusal = "";
            for (int i = 0; i < LIMIT; i++) {
                refusal = guess(server, i % 2, names.get(i % 4), "wrong " + i)
                        .send()
                        .told();
            }
            for (String name : names) {
                TokenAnswer locked =
                        guess(server, 1, name, "password of bob").send().refused(400, "invalid_grant");
                assertThat(locked.told()).isEqualTo(refusal);
            }
        }

        private void assertAllAtOnce(TokenServer server) {
            long before = server.database.number("SELECT coalesce(sum(failures), 0) FROM login_attempt");
            List<CompletableFuture<TokenAnswer>> answers = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                answers.add(guess(server, i % 2, "eve", "wrong " + i).sendAsync());
            }
            answers.forEach(answer -> assertThat(answer.join().status()).isIn(400, 503));

            assertThat(server.database.number("SELECT sum(failures) FROM login_attempt") - before)
                    .isEqualTo(LIMIT);
            guess(server, 0, "eve", "password of eve").send().refused(400, "invalid_grant");
        }

        private TokenCall guess(TokenServer server, int node, String name, String password) {
            return server.call(node, "/oauth2/token")
                    .asDemo()
                    .header("X-Forwarded-For", "198.51.100." + node)
                    .grant("password")
                    .form("username", name)
                    .form("password", password);
        }
    }
}
