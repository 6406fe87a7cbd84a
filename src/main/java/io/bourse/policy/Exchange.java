package io.bourse.policy;

import io.bourse.oauth.ClientId;
import io.bourse.oauth.Scopes;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry that lets one client turn one kind of token into others. Without one, nothing can be exchanged.
 *
 * @param client who may exchange
 * @param subjectClient whose tokens: the {@code client_id} of the subject token
 * @param subjectAudience what the subject token must be meant for; null accepts any audience that the client may see
 * @param targets what the new token may be meant for, the default first
 * @param scopes the most that the new token may carry
 * @param lifetime ceiling for the new token; null leaves the client's own
 * @param refresh whether the exchange may give a refresh token
 */
public record Exchange(
        String id,
        boolean enabled,
        ClientId client,
        ClientId subjectClient,
        @Nullable String subjectAudience,
        List<String> targets,
        Scopes scopes,
        @Nullable Duration lifetime,
        boolean refresh) {

    public Exchange {
        targets = List.copyOf(targets);
    }
}
