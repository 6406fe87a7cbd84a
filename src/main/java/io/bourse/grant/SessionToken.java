package io.bourse.grant;

import io.bourse.oauth.ClientId;
import io.bourse.oauth.Scopes;
import io.bourse.token.Identity;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.List;

/**
 * What a session token that we issued was proved to say: whoever signs with its key asks for itself.
 *
 * @param client to which it was issued
 * @param identity for whom the signatures speak
 * @param key the public part of the session's key, its claim {@code jwk}
 * @param scopes the most that its signatures may ask for
 * @param audiences whom it may be for
 * @param ancestors its own id and all that it was made from, as {@link io.bourse.token.Lineage#asAncestors} has it
 * @param expiresAt what is made by its signatures does not outlive it
 */
public record SessionToken(
        ClientId client,
        Identity identity,
        RSAPublicKey key,
        Scopes scopes,
        List<String> audiences,
        List<String> ancestors,
        Instant expiresAt) {

    public SessionToken {
        audiences = List.copyOf(audiences);
        ancestors = List.copyOf(ancestors);
    }
}
