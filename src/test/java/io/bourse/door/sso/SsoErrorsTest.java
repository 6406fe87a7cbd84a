package io.bourse.door.sso;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.db.StoreException;
import io.bourse.http.Answer;
import io.bourse.http.Problem;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Reason;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SsoErrorsTest {

    private static Answer own(SsoErrors shape, SsoFailure failure) {
        return shape.ofOwn(failure, null).orElseThrow();
    }

    private static String body(String name, int code) {
        return "{\"error\":\"%1$s\",\"code\":%2$d,\"message\":\"%1$s\"}".formatted(name, code);
    }

    @Test
    void belowAuthNoNameIsTold() {
        SsoFailure failure = SsoFailure.badRequest("UserNotFound");

        assertThat(own(SsoErrors.NAMED, failure).body().toString()).isEqualTo(body("UserNotFound", 3));
        assertThat(own(SsoErrors.REDACTED, failure).body().toString()).isEqualTo(body("RedactedError", 3));
        assertThat(own(SsoErrors.REDACTED, SsoFailure.validation("name is no text"))
                        .body()
                        .toString())
                .isEqualTo(body("ValidationError", 3));
    }

    @Test
    void onlyWhoShowsNoKeyIsChallenged() {
        assertThat(own(SsoErrors.REDACTED, SsoFailure.unauthenticated("KeyNotFound"))
                        .headers())
                .containsKey("WWW-Authenticate");
        assertThat(own(SsoErrors.NAMED, SsoFailure.notFound("KeyNotFound")).headers())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void everyRefusalOfThePipelineHasACode(OAuthError error) {
        GrpcCode expected = switch (error) {
            case INVALID_CLIENT -> GrpcCode.UNAUTHENTICATED;
            case TEMPORARILY_UNAVAILABLE -> GrpcCode.UNAVAILABLE;
            case SERVER_ERROR -> GrpcCode.INTERNAL;
            default -> GrpcCode.INVALID_ARGUMENT;
        };

        assertThat(SsoFailure.code(error)).isEqualTo(expected);
    }

    @Test
    void aPasswordThatHasToBeReplacedIsForbidden() {
        SsoFailure failure = SsoFailure.of(OAuthException.invalidGrant("x").because(Reason.PASSWORD_REQUIRES_UPDATE));

        assertThat(own(SsoErrors.REDACTED, failure).status()).isEqualTo(403);
        assertThat(own(SsoErrors.REDACTED, failure).body().toString()).isEqualTo(body("RedactedError", 7));
    }

    @Test
    void whatCannotBeSaidNowIsUnavailableHoweverItIsKnown() {
        SsoFailure failure = SsoFailure.of(OAuthException.unavailable("the queue is full"));

        assertThat(own(SsoErrors.NAMED, failure).status()).isEqualTo(503);
        assertThat(own(SsoErrors.NAMED, failure).body().toString()).isEqualTo(body("Unavailable", 14));
        assertThat(own(SsoErrors.NAMED, failure).headers()).containsKey("Retry-After");
        assertThat(SsoFailure.nearest(new StoreException("away")).name()).isEqualTo("Unavailable");
        assertThat(SsoFailure.nearest(new StoreException("away")).code()).isEqualTo(GrpcCode.UNAVAILABLE);
        assertThat(SsoFailure.nearest(new TimeoutException()).code()).isEqualTo(GrpcCode.UNAVAILABLE);
        assertThat(SsoFailure.nearest(new IllegalStateException("a bug")).name())
                .isEqualTo("InternalError");
    }

    @Test
    void whyThePipelineRefusedIsKeptForTheLog() {
        OAuthException refusal = OAuthException.invalidGrant("revoked: FAMILY 7");

        assertThat(SsoFailure.of(refusal)).hasCause(refusal);
        assertThat(own(SsoErrors.NAMED, SsoFailure.of(refusal)).body().toString())
                .isEqualTo(body("invalid_grant", 3));
    }

    @ParameterizedTest
    @CsvSource({"413, 8", "415, 3", "431, 3", "500, 13", "503, 14"})
    void whatHttpRefusesHasItsStatusAndTheNearestCode(int status, int code) {
        Problem problem = new Problem(
                status, OAuthError.INVALID_REQUEST, "x", Map.of(), null, new IllegalStateException("never told"));

        Answer answer = SsoErrors.REDACTED.answer(problem);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body().toString()).isEqualTo(body("RedactedError", code));
    }

    @ParameterizedTest
    @CsvSource({
        "400, ValidationError",
        "401, Unauthenticated",
        "403, PermissionDenied",
        "413, TooLarge",
        "429, TooManyRequests",
        "500, InternalError",
        "503, Unavailable"
    })
    void whatHttpRefusesIsCalledWhatItIs(int status, String name) {
        Problem problem = new Problem(
                status, OAuthError.INVALID_REQUEST, "x", Map.of(), null, new IllegalStateException("never told"));

        assertThat(SsoErrors.NAMED.answer(problem).body().toString()).contains("\"error\":\"" + name + "\"");
    }

    @ParameterizedTest
    @CsvSource({"404, Not Found", "405, Method Not Allowed"})
    void whatIsNotThereIsText(int status, String text) {
        Problem problem = new Problem(
                status, OAuthError.INVALID_REQUEST, "x", Map.of(), null, new IllegalStateException("never told"));

        assertThat(SsoErrors.NAMED.answer(problem).body().toString()).isEqualTo(text);
        assertThat(SsoErrors.REDACTED.answer(problem).body().toString()).isEqualTo(text);
    }
}
