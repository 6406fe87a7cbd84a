package io.bourse.token;

import java.util.List;

/** Whether a refresh token goes with the access token, and which. */
public sealed interface RefreshPlan {

    RefreshPlan NONE = new None();

    /** No refresh token. */
    record None() implements RefreshPlan {}

    /**
     * The first token of a family that does not exist yet; the issuer stores it.
     *
     * @param audiences what its refresh tokens may be turned into; empty for all that the client's entry lists
     */
    record NewFamily(List<String> audiences) implements RefreshPlan {

        public NewFamily {
            audiences = List.copyOf(audiences);
        }
    }

    /** The newest token of a family that was just redeemed. */
    record Successor(Family family) implements RefreshPlan {}
}
