package io.bourse.token;

import io.bourse.oauth.Scopes;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whether a refresh token goes with the access token, and which. */
public sealed interface RefreshPlan {

    RefreshPlan NONE = new None();

    /** No refresh token. */
    record None() implements RefreshPlan {}

    /**
     * The first token of a family that does not exist yet; the issuer stores it.
     *
     * @param scopes the most that a refresh may ask for; the first access token may have less
     * @param audiences what its refresh tokens may be turned into; empty for all that the client's entry lists
     * @param notAfter the login may not outlive this; null if only the client's entry limits it
     * @param presentedFamily the login whose refresh token it is made from and which must not have ended when it begins; null if
     *     it is made from none
     */
    record NewFamily(
            Scopes scopes,
            List<String> audiences,
            @Nullable Instant notAfter,
            @Nullable UUID presentedFamily) implements RefreshPlan {

        public NewFamily {
            audiences = List.copyOf(audiences);
        }

        /** Made from no refresh token. */
        public NewFamily(Scopes scopes, List<String> audiences, @Nullable Instant notAfter) {
            this(scopes, audiences, notAfter, null);
        }
    }

    /** The newest token of a family that was just redeemed. */
    record Successor(Family family) implements RefreshPlan {}
}
