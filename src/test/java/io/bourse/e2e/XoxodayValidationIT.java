package io.bourse.e2e;

import static io.bourse.e2e.XoxodayWorld.SECRET;
import static io.bourse.e2e.XoxodayWorld.TOKEN;
import static io.bourse.e2e.XoxodayWorld.invalid;
import static io.bourse.e2e.XoxodayWorld.refresh;
import static io.bourse.e2e.XoxodayWorld.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /v1/oauth/token}: whether a token is valid, and for how long. */
@ParameterizedClass
@ValueSource(strings = {"", "/chef"})
class XoxodayValidationIT {

    private static final Duration USER = Duration.ofDays(15);

    private final XoxodayWorld world;

    XoxodayValidationIT(String prefix) {
        this.world = XoxodayWorld.below(prefix);
    }

    @Test
    void echoesTheTokenAndTellsHowLongItLives() {
        String token = world.json("user", refresh(world.login().refreshToken()))
                .send()
                .granted()
                .accessToken();
        TokenAnswer answer = world.validate("Bearer " + token).send().granted();

        assertThat(answer.json().fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("access_token", "token_type", "expires_in", "access_token_expiry");
        assertThat(answer.accessToken()).isEqualTo(token);
        assertThat(answer.text("token_type")).isEqualTo("bearer");
        assertThat(answer.json().get("expires_in").longValue())
                .isLessThan(USER.toSeconds())
                .isGreaterThan(USER.minusMinutes(5).toSeconds());
        assertThat(answer.json().get("access_token_expiry").longValue())
                .isEqualTo(answer.claims().get("exp").longValue() * 1000);
    }

    @Test
    void countsFromNowAndNotFromWhenItWasIssued() {
        long now = Instant.now().getEpochSecond();
        TokenAnswer answer =
                world.validate("Bearer " + endingAt(now + 600)).send().granted();

        assertThat(answer.json().get("expires_in").longValue()).isBetween(300L, 600L);
        assertThat(answer.json().get("access_token_expiry").longValue()).isEqualTo((now + 600) * 1000);
    }

    /** As one that was issued earlier would be by now. */
    private String endingAt(long seconds) {
        ObjectNode claims = (ObjectNode) world.login().claims();
        return world.server.node(0).sign("at+jwt", claims.put("exp", seconds).toString());
    }

    @Test
    void anExpiredOneIsRefused() {
        invalid(world.validate("Bearer " + endingAt(Instant.now().getEpochSecond() - 1))
                .send());
    }

    @Test
    void aRevokedOneIsRefused() {
        TokenAnswer login = world.login();
        world.server.revoke(login.accessToken()).post("xoxo", SECRET).send();

        invalid(world.validate("Bearer " + login.accessToken()).send());
    }

    @Test
    void aRefreshTokenIsNone() {
        String refreshToken = world.login().refreshToken();

        invalid(world.validate("Bearer " + refreshToken).send());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Bearer abc", "Bearer a.b.c", "bearer eyJhbGciOiJub25lIn0.e30.", "Bearer \u00e4", "Bearer x y"})
    void whatIsNoTokenOfOursIsRefused(String authorization) {
        invalid(world.validate(authorization).send());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic eG94bzpzZWNyZXQ=", "Bearer", "Token abc", "abc"})
    void withoutABearerTokenTheHeaderIsMissingOrInvalid(String authorization) {
        refused(
                world.validate(authorization).send(),
                400,
                "invalid_request",
                "missing/invalid parameters authorization header");
    }

    @Test
    void withoutOrWithTwoHeadersLikewise() {
        String text = "missing/invalid parameters authorization header";
        refused(world.call(TOKEN).method("GET").contentType("").send(), 400, "invalid_request", text);
        refused(
                world.call(TOKEN + "?access_token=abcdefgh")
                        .method("GET")
                        .contentType("")
                        .send(),
                400,
                "invalid_request",
                text);
        refused(
                world.validate("Bearer abc")
                        .header("Authorization", "Bearer def")
                        .send(),
                400,
                "invalid_request",
                text);
    }
}
