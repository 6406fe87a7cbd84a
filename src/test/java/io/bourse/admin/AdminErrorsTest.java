package io.bourse.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.db.StoreException;
import io.bourse.http.Problem;
import io.bourse.oauth.OAuthError;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What callers are told when it is unknown what became of their change. */
class AdminErrorsTest {

    private static String body(StoreException failure) {
        Problem problem = new Problem(
                503, OAuthError.TEMPORARILY_UNAVAILABLE, "The service is unavailable.", Map.of(), "d-1", failure);
        return new AdminErrors().answer(problem).body().toString();
    }

    @Test
    void aSecretThatNobodySawIsToldOf() {
        StoreException late = new StoreException("connection to 10.0.0.1 lost");

        assertThat(body(late.with("A generated secret may have been stored that nobody saw.")))
                .contains("\"The service is unavailable. A generated secret may have been stored that nobody saw.\"")
                .contains("\"decision_id\":\"d-1\"")
                .doesNotContain("10.0.0.1");
        assertThat(body(late)).contains("\"The service is unavailable.\"").doesNotContain("10.0.0.1");
    }
}
