package io.bourse.door.medplum;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.http.Answer;
import io.bourse.http.Problem;
import io.bourse.oauth.OAuthError;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What no call of the tests brings about, and that no status is left without words. */
class MedplumErrorsTest {

    private static final MedplumErrors ERRORS = new MedplumErrors();
    private static final String ID = "0198c2a4-6f0b-4d51-9c8e-1f2a3b4c5d6e";

    private static Answer answer(int status, OAuthError error, String id) {
        return ERRORS.answer(new Problem(
                status, error, error.description(), Map.of(), id, new IllegalStateException("private detail")));
    }

    @ParameterizedTest
    @CsvSource({
        "400, INVALID_REQUEST, invalid, The request is malformed or a parameter is missing or repeated.",
        "401, INVALID_TOKEN, login, Unauthorized",
        "403, INSUFFICIENT_SCOPE, forbidden, Forbidden",
        "404, INVALID_REQUEST, not-found, Not found",
        "405, INVALID_REQUEST, not-supported, Method not allowed",
        "413, INVALID_REQUEST, too-long, File too large",
        "415, INVALID_REQUEST, not-supported, Unsupported content type",
        "417, INVALID_REQUEST, invalid, The request is malformed or a parameter is missing or repeated.",
        "429, INVALID_REQUEST, throttled, Too Many Requests",
        "431, INVALID_REQUEST, invalid, The request is malformed or a parameter is missing or repeated.",
        "500, SERVER_ERROR, exception, Internal server error",
        "503, TEMPORARILY_UNAVAILABLE, transient, The service cannot answer now; try again later.",
    })
    void everyStatusIsAnOutcome(int status, OAuthError error, String code, String text) {
        Answer answer = answer(status, error, ID);
        JsonObject outcome = answer.body().toJsonObject();
        JsonObject issue = outcome.getJsonArray("issue").getJsonObject(0);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.contentType()).isEqualTo("application/json");
        assertThat(outcome.fieldNames()).containsExactly("resourceType", "id", "issue");
        assertThat(outcome.getString("resourceType")).isEqualTo("OperationOutcome");
        assertThat(outcome.getString("id")).isEqualTo(ID);
        assertThat(outcome.getJsonArray("issue")).hasSize(1);
        assertThat(issue.getString("severity")).isEqualTo("error");
        assertThat(issue.getString("code")).isEqualTo(code);
        assertThat(issue.getJsonObject("details").getString("text")).isEqualTo(text);
        assertThat(answer.body().toString()).doesNotContain("private detail");
    }

    @Test
    void whereNothingWasDecidedThereIsNoId() {
        assertThat(answer(404, OAuthError.INVALID_REQUEST, null)
                        .body()
                        .toJsonObject()
                        .fieldNames())
                .containsExactly("resourceType", "issue");
    }

    @Test
    void failuresOfOthersAreNotItsOwn() {
        assertThat(ERRORS.ofOwn(new IllegalStateException(), ID)).isEmpty();
    }
}
