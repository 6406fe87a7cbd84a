package io.bourse.door.drf;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.db.StoreException;
import io.bourse.http.Answer;
import io.bourse.http.Problem;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Reason;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What no call of the tests brings about, and that no reason is left without words. */
class DrfErrorsTest {

    private final DrfErrors errors = new DrfErrors();

    private Answer answer(OAuthError error, Throwable cause) {
        return errors.answer(new Problem(error.status(), error, error.description(), Map.of(), "d-1", cause));
    }

    private static OAuthException refusal(OAuthError error) {
        return switch (error) {
            case INVALID_TARGET -> OAuthException.invalidTarget("private detail");
            case INVALID_SCOPE -> OAuthException.invalidScope("private detail");
            case TEMPORARILY_UNAVAILABLE -> OAuthException.unavailable("private detail");
            default -> OAuthException.invalidRequest("private detail");
        };
    }

    @Test
    void whatNobodyExpectedIsOneText() {
        Answer answer = answer(OAuthError.SERVER_ERROR, new IllegalStateException("private detail"));

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body().toString()).isEqualTo("{\"error\":\"An unexpected error occurred.\"}");
    }

    @Test
    void aDatabaseThatIsAwayIsToldAsSuch() {
        Answer answer = answer(OAuthError.TEMPORARILY_UNAVAILABLE, new StoreException("private detail"));

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body().toString())
                .isEqualTo("{\"error\":\"temporarily_unavailable\","
                        + "\"error_description\":\"The service cannot answer now; try again later.\"}");
    }

    @ParameterizedTest
    @CsvSource({"INVALID_TARGET, 400, true", "INVALID_SCOPE, 400, false", "TEMPORARILY_UNAVAILABLE, 503, true"})
    void otherRefusalsHaveTheStandardsCode(OAuthError error, int status, boolean described) {
        Answer answer = answer(error, refusal(error));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body().toString())
                .startsWith("{\"error\":\"" + error.code() + "\"")
                .doesNotContain("private detail");
        assertThat(answer.body().toString().contains("error_description")).isEqualTo(described);
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"OTHER_PROJECT", "BUSY_PROVIDER", "UNREACHABLE_PROVIDER"})
    void everyReasonOfThisDialectHasWords(Reason reason) {
        OAuthException refusal = OAuthException.invalidGrant("private detail").because(reason);

        Answer answer = answer(OAuthError.INVALID_GRANT, refusal);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().toString())
                .contains("\"error_description\":\"")
                .doesNotContain("private detail");
    }

    @Test
    void theFirstReasonCounts() {
        OAuthException refusal = OAuthException.invalidGrant("x")
                .because(Reason.REFUSED_BY_PROVIDER)
                .because(Reason.UNPROVED);

        assertThat(refusal.reason()).contains(Reason.REFUSED_BY_PROVIDER);
        assertThat(refusal).hasMessage("x");
    }
}
