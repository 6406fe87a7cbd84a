package io.bourse.token;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A user's own login at a client, as its tokens tell of it, also after refreshes.
 *
 * @param at when it began
 * @param nonce what the client wants to find in the id token again (OpenID Connect Core section 2); null if nothing
 */
public record Login(
        LoginMethod method, Instant at, @Nullable String nonce) {

    /** The same, with what the client wants to find again. */
    public Login with(@Nullable String wanted) {
        return new Login(method, at, wanted);
    }

    /** When the user proved to us who they are; null if we only have a provider's word. */
    @Nullable
    Instant authenticatedAt() {
        return method == LoginMethod.PASSWORD ? at : null;
    }
}
