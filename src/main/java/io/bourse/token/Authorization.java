package io.bourse.token;

import io.bourse.client.Client;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.Subject;
import io.bourse.oauth.TokenType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a grant decided: the product of every grant, and all that the issuer needs to know.
 *
 * @param subject whom the token will speak for
 * @param scopes never empty unless the client has none; within the client's
 * @param audiences what the token is for, never empty
 * @param notAfter the token may not outlive this; null if only the client's lifetime limits it
 * @param ancestors lineage ids of what this was made from, the newest first; empty for a login
 * @param refresh whether a refresh token goes with it
 * @param issuedTokenType what to say it is (RFC 8693 section 2.2.1); null outside token exchange
 * @param rule the entry that allowed it, for the audit
 */
public record Authorization(
        Client client,
        Subject subject,
        Scopes scopes,
        List<String> audiences,
        @Nullable Instant notAfter,
        List<String> ancestors,
        RefreshPlan refresh,
        @Nullable TokenType issuedTokenType,
        String rule) {

    public Authorization {
        audiences = List.copyOf(audiences);
        ancestors = List.copyOf(ancestors);
    }
}
