package io.bourse.http;

import io.bourse.db.StoreException;
import io.bourse.oauth.OAuthError;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What a caller may know of a failure, before a door gives it its shape.
 *
 * @param status the HTTP status that the standards ask for
 * @param error the nearest OAuth code; {@code invalid_request} for what HTTP itself refuses
 * @param description fixed public text in ASCII, free of anything from the request
 * @param headers to be added to the answer, such as {@code Allow}, {@code Retry-After}, {@code WWW-Authenticate}
 * @param decisionId of the decision that it is; null if nothing was decided, as for what HTTP itself refuses
 * @param cause the failure itself, for a door that has failures of its own; never to be rendered as it is
 */
public record Problem(
        int status,
        OAuthError error,
        String description,
        Map<String, String> headers,
        @Nullable String decisionId,
        Throwable cause) {

    public Problem {
        headers = Map.copyOf(headers);
    }

    /** Whether the failure says no more than that something is away or late, so that trying again may help: 503. */
    public static boolean isPassing(Throwable failure) {
        return failure instanceof StoreException || failure instanceof TimeoutException;
    }
}
