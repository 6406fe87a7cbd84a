package io.bourse.e2e;

import static io.bourse.e2e.XoxodayWorld.SECRET;
import static io.bourse.e2e.XoxodayWorld.TOKEN;
import static io.bourse.e2e.XoxodayWorld.body;
import static io.bourse.e2e.XoxodayWorld.invalid;
import static io.bourse.e2e.XoxodayWorld.refresh;
import static io.bourse.e2e.XoxodayWorld.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Xoxoday's token management: refresh, and whatever grant a client's entry lists, for as long as the path says. */
@ParameterizedClass
@ValueSource(strings = {"", "/chef"})
class XoxodayDoorIT {

    private final String prefix;
    private final XoxodayWorld world;

    XoxodayDoorIT(String prefix) {
        this.prefix = prefix;
        this.world = XoxodayWorld.below(prefix);
    }

    @Nested
    class Refreshing {

        @Test
        void givesANewPairInTheShapeOfTheOriginal() {
            String first = world.login().refreshToken();
            Instant before = Instant.now();
            TokenAnswer answer = world.json("user", refresh(first)).send().granted();

            assertThat(answer.json().fieldNames())
                    .toIterable()
                    .containsExactlyInAnyOrder(
                            "access_token",
                            "token_type",
                            "expires_in",
                            "scope",
                            "refresh_token",
                            "access_token_expiry",
                            "refresh_token_expiry");
            assertThat(answer.text("token_type")).isEqualTo("bearer");
            assertThat(answer.json().get("expires_in").isInt()).isTrue();
            assertThat(answer.json().get("access_token_expiry").longValue())
                    .isEqualTo(answer.claims().get("exp").longValue() * 1000);
            assertThat(Duration.ofMillis(
                            answer.json().get("refresh_token_expiry").longValue() - before.toEpochMilli()))
                    .isBetween(Duration.ofDays(59), Duration.ofDays(60));
            assertThat(answer.refreshToken()).isNotEqualTo(first);
            assertThat(answer.header("Bourse-Decision")).isNotEmpty();

            TokenAnswer next =
                    world.json("user", refresh(answer.refreshToken())).send().granted();
            world.validate("Bearer " + next.accessToken()).send().granted();
        }

        @Test
        void makesTheOldOneWorthNothing() {
            String first = world.login().refreshToken();
            TokenAnswer second = world.json("user", refresh(first)).send().granted();
            TokenAnswer last = second;
            if (prefix.isEmpty()) {
                // Within the replay window whoever lost the answer gets it again, and nothing more.
                assertThat(world.json("user", refresh(first)).send().granted().refreshToken())
                        .isEqualTo(second.refreshToken());
                last = world.json("user", refresh(second.refreshToken())).send().granted();
            }

            invalid(world.json("user", refresh(first)).send());

            // Used again means stolen: the login has ended.
            invalid(world.json("user", refresh(last.refreshToken())).send());
            invalid(world.validate("Bearer " + last.accessToken()).send());
        }

        @Test
        void byTwoAtOnceNeverMakesTwoPairs() {
            String first = world.login().refreshToken();
            CompletableFuture<TokenAnswer> one =
                    world.json("user", refresh(first)).sendAsync();
            CompletableFuture<TokenAnswer> other =
                    world.json("user", refresh(first)).sendAsync();

            assertThat(Stream.of(one.join(), other.join())
                            .filter(answer -> answer.status() == 200)
                            .map(TokenAnswer::refreshToken)
                            .distinct())
                    .hasSize(1);
        }

        @Test
        void takesAFormToo() {
            TokenAnswer answer = world.call(TOKEN + "/user")
                    .post("xoxo", SECRET)
                    .grant("refresh_token")
                    .form("refresh_token", world.login().refreshToken())
                    .send()
                    .granted();

            assertThat(answer.text("token_type")).isEqualTo("bearer");
        }

        /** As programs send it that show their access token with whatever they send. */
        @Test
        void isDoneWhateverAccessTokenIsShownBesides() {
            world.json("user", refresh(world.login().refreshToken()))
                    .header("Authorization", "Bearer stale")
                    .send()
                    .granted();
            refused(
                    world.json("user", refresh("brt_x"))
                            .header("Authorization", "Bearer stale")
                            .header("Authorization", "Bearer staler")
                            .send(),
                    400,
                    "invalid_request",
                    "The request is malformed or a parameter is missing or repeated.");
        }

        @ParameterizedTest
        @ValueSource(strings = {"brt_AAAA", "064be187f42e9238122ef9d7a985c8800dff3752", "x", "brt_\u00fc"})
        void ofWhatIsNoTokenOfOursIsRefused(String token) {
            invalid(world.json("user", refresh(token)).send());
        }

        @Test
        void ofAnotherClientsTokenIsRefused() {
            invalid(world.json("user", refresh(world.server.login().refreshToken()))
                    .send());
        }
    }

    @Nested
    class Lifetimes {

        @ParameterizedTest
        @CsvSource({"user, 15", "company, 30"})
        void followThePath(String kind, long days) {
            TokenAnswer answer = world.json(kind, refresh(world.login().refreshToken()))
                    .send()
                    .granted();

            long seconds = answer.json().get("expires_in").longValue();
            assertThat(seconds).isEqualTo(Duration.ofDays(days).toSeconds());
            assertThat(answer.claims().get("exp").longValue()
                            - answer.claims().get("iat").longValue())
                    .isEqualTo(seconds);
        }

        @ParameterizedTest
        @ValueSource(strings = {"user", "company"})
        void neverExceedTheEntry(String kind) {
            TokenAnswer answer = world.json(kind, body("client_credentials").put("client_id", "xoxo-brief"))
                    .send()
                    .granted();

            assertThat(answer.json().get("expires_in").longValue()).isEqualTo(3600);
            assertThat(answer.has("refresh_token")).isFalse();
            assertThat(answer.has("refresh_token_expiry")).isFalse();
        }
    }

    @Nested
    class Grants {

        @Test
        void areThoseOfTheClientsEntry() {
            world.json("company", body("client_credentials").put("scope", "read"))
                    .send()
                    .granted();
            world.json("user", body("password").put("username", "ada").put("password", TokenServer.PASSWORD))
                    .send()
                    .granted();

            refused(
                    world.json(
                                    "user",
                                    body("password")
                                            .put("client_id", "xoxo-brief")
                                            .put("username", "ada"))
                            .send(),
                    400,
                    "unauthorized_client",
                    "The client may not use this grant type.");
        }

        @ParameterizedTest
        @ValueSource(strings = {"authorization_code", "access_token", "REFRESH_TOKEN", "implicit"})
        void thatAreNotOfferedAreCalledSo(String grant) {
            refused(
                    world.json("user", body(grant).put("code", "abc").put("refresh_token", "brt_x"))
                            .send(),
                    400,
                    "unsupported_grant_type",
                    "The grant type is not supported.");
        }

        @Test
        void aWrongPasswordIsCalledAsAnyThatIsNoGood() {
            invalid(world.json("user", body("password").put("username", "ada").put("password", "wrong password"))
                    .send());
        }
    }

    @Nested
    class Members {

        @Test
        void thatAnExchangeMustTellAreTold() {
            TokenAnswer answer = world.json(
                            "company",
                            body("urn:ietf:params:oauth:grant-type:token-exchange")
                                    .put("client_id", "xoxo-api")
                                    .put("subject_token", world.login().accessToken())
                                    .put("subject_token_type", "urn:ietf:params:oauth:token-type:access_token")
                                    .put("audience", "https://api.example/stock"))
                    .send()
                    .granted();

            assertThat(answer.text("issued_token_type")).isEqualTo("urn:ietf:params:oauth:token-type:access_token");
            assertThat(answer.text("token_type")).isEqualTo("bearer");
            assertThat(answer.text("scope")).isEqualTo("read");
        }

        @Test
        void anIdTokenIsHandedOut() {
            TokenAnswer answer = world.json(
                            "user",
                            body("password")
                                    .put("client_id", "xoxo-web")
                                    .put("username", "ada")
                                    .put("password", TokenServer.PASSWORD))
                    .send()
                    .granted();

            assertThat(answer.text("id_token")).startsWith("eyJ");
            assertThat(answer.text("scope")).isEqualTo("openid");
        }
    }

    @Nested
    class Clients {

        @ParameterizedTest
        @CsvSource({"xoxo, wrong secret", "nobody, a secret of xoxoday's client", "xoxo, ''"})
        void thatAreNotWhoTheySayAreRefusedAlike(String id, String secret) {
            refused(
                    world.json(
                                    "user",
                                    refresh(world.login().refreshToken())
                                            .put("client_id", id)
                                            .put("client_secret", secret))
                            .send(),
                    401,
                    "invalid_client",
                    "Client authentication failed.");
        }
    }

    @Test
    void withAPrefixThereIsNothingAtTheRoot() {
        int status =
                world.server.call(TOKEN).method("GET").contentType("").send().status();

        assertThat(status).isEqualTo(prefix.isEmpty() ? 400 : 404);
    }
}
