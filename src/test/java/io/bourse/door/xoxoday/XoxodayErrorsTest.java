package io.bourse.door.xoxoday;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.http.Answer;
import io.bourse.http.Problem;
import io.bourse.oauth.OAuthError;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class XoxodayErrorsTest {

    private static final XoxodayErrors ERRORS = new XoxodayErrors();
    private static final String ID = "0198c2a4-6f0b-4d51-9c8e-1f2a3b4c5d6e";

    private static Problem problem(OAuthError error) {
        return new Problem(
                error.status(), error, error.description(), Map.of(), ID, new IllegalStateException("private detail"));
    }

    @ParameterizedTest
    @EnumSource(OAuthError.class)
    void everyErrorHasTheTwoMembersOfTheOriginalAndNoOther(OAuthError error) {
        Answer answer = ERRORS.answer(problem(error));

        assertThat(answer.contentType()).isEqualTo("application/json");
        assertThat(answer.body().toJsonObject().fieldNames()).containsExactly("error", "error_description");
        assertThat(answer.body().toString()).doesNotContain("private detail", ID);
    }

    @ParameterizedTest
    @EnumSource(
            value = OAuthError.class,
            names = {"INVALID_TOKEN", "INVALID_GRANT"})
    void whatIsNoGoodHasOneName(OAuthError error) {
        Answer answer = ERRORS.answer(problem(error));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body().toString())
                .isEqualTo("{\"error\":\"invalid_token\",\"error_description\":\"invalid/expired token\"}");
    }

    @ParameterizedTest
    @EnumSource(
            value = OAuthError.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"INVALID_TOKEN", "INVALID_GRANT"})
    void everythingElseIsAsTheStandardsHaveIt(OAuthError error) {
        Answer answer = ERRORS.answer(problem(error));

        assertThat(answer.status()).isEqualTo(error.status());
        assertThat(answer.body().toJsonObject().getString("error")).isEqualTo(error.code());
    }

    @Test
    void failuresOfOthersAreNotItsOwn() {
        assertThat(ERRORS.ofOwn(new IllegalStateException(), ID)).isEmpty();
        assertThat(ERRORS.ofOwn(new NoBearerException(0), ID).orElseThrow().status())
                .isEqualTo(400);
    }
}
