package io.bourse.door.medplum;

import io.bourse.db.StoreException;
import io.bourse.door.medplum.OperationOutcome.Issue;
import io.bourse.http.Answer;
import io.bourse.http.RetryAfter;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Reason;
import java.util.List;
import java.util.Optional;

/**
 * Why an exchange was refused, in Medplum's words.
 *
 * @param decisionId under which log and audit say more
 */
record ExchangeRefusal(String decisionId) {

    private static final String NOT_VERIFIED = "Failed to verify code - check your identity provider configuration";
    private static final String INVALID_REQUEST = OAuthError.INVALID_REQUEST.code();
    private static final String UNAVAILABLE = OAuthError.TEMPORARILY_UNAVAILABLE.code();

    /** The answer to a failure of the decision; empty if nobody foresaw it. */
    Optional<Answer> answer(Throwable failure) {
        if (failure instanceof StoreException) {
            return Optional.of(unavailable(OAuthError.TEMPORARILY_UNAVAILABLE.description()));
        }
        return failure instanceof OAuthException refusal
                ? Optional.of(
                        refusal.reason().map(reason -> because(reason, refusal)).orElseGet(() -> plain(refusal)))
                : Optional.empty();
    }

    private Answer because(Reason reason, OAuthException refusal) {
        return switch (reason) {
            case UNKNOWN_PROVIDER -> withoutProvider();
            case OTHER_PROJECT -> outcome("Invalid project");
            case REFUSED_BY_PROVIDER, UNPROVED -> oauth(400, INVALID_REQUEST, NOT_VERIFIED);
            case UNREACHABLE_PROVIDER -> unavailable(NOT_VERIFIED);
            case BUSY_PROVIDER ->
                oauth(429, INVALID_REQUEST, "Too Many Requests").with(RetryAfter.HEADER, RetryAfter.soon());
            case UNKNOWN_SUBJECT, DISABLED_SUBJECT -> outcome("User not found");
            case WRONG_PASSWORD, PASSWORD_REQUIRES_UPDATE -> plain(refusal);
        };
    }

    private Answer plain(OAuthException refusal) {
        return switch (refusal.error()) {
            case INVALID_CLIENT -> oauth(400, INVALID_REQUEST, "Invalid client");
            case INVALID_SCOPE -> oauth(400, OAuthError.INVALID_SCOPE.code(), "Invalid scope");
            case TEMPORARILY_UNAVAILABLE -> unavailable(refusal.publicDescription());
            case UNAUTHORIZED_CLIENT -> withoutProvider();
            default ->
                refusal.missing().isPresent()
                        ? withoutProvider()
                        : oauth(refusal.error().status(), refusal.error().code(), refusal.publicDescription());
        };
    }

    /** The client's entry names none, or the client may not log in by it, or it is off: one answer, as everywhere. */
    private Answer withoutProvider() {
        return oauth(400, INVALID_REQUEST, "Identity provider not found");
    }

    private Answer unavailable(String description) {
        return oauth(503, UNAVAILABLE, description).with(RetryAfter.HEADER, RetryAfter.soon());
    }

    private Answer outcome(String text) {
        return new OperationOutcome(decisionId, List.of(Issue.error("invalid", text))).answer(400);
    }

    private Answer oauth(int status, String error, String description) {
        return Answer.json(status, json -> {
            json.writeStringField("error", error);
            json.writeStringField("error_description", description);
        });
    }
}
