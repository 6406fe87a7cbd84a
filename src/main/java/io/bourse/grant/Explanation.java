package io.bourse.grant;

import io.bourse.grant.Trace.Step;
import io.bourse.oauth.OAuthError;
import io.bourse.token.Authorization;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the token endpoint would answer to a request, and why: for operators, since it tells what a client is not told.
 * Holds no token and no secret.
 *
 * @param lines what was seen, in the order in which it was looked at; the last line of a refusal says what refused it
 */
public record Explanation(List<Line> lines, Outcome outcome) {

    public Explanation {
        lines = List.copyOf(lines);
    }

    /**
     * One comparison.
     *
     * @param passed false if it was found wanting
     */
    public record Line(Step step, boolean passed, String seen) {}

    /** What it comes to. */
    public sealed interface Outcome {}

    /**
     * This would be issued.
     *
     * @param expiresAt when the access token would end, if it were issued now; whole seconds, as tokens have them
     */
    public record Allowed(Authorization authorization, Instant expiresAt) implements Outcome {}

    /**
     * It would be refused.
     *
     * @param step at which
     * @param error what the client would be told, with the description
     * @param detail what it would not be told
     * @param remedy what in the entries would have to be changed; null if that is not plain
     */
    public record Refused(
            Step step,
            OAuthError error,
            String description,
            String detail,
            @Nullable String remedy) implements Outcome {}

    public boolean isAllowed() {
        return outcome instanceof Allowed;
    }
}
