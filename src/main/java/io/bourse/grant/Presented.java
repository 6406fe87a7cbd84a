package io.bourse.grant;

import io.bourse.policy.ProvedToken;
import io.bourse.provider.ExternalIdentity;
import io.bourse.provider.Provider;
import io.bourse.token.Identity;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A token that was presented for an exchange, and proved. */
sealed interface Presented {

    /** What the policy decides by. */
    ProvedToken token();

    /** What a token made from it names as its ancestors; see {@link io.bourse.token.Lineage#asAncestors}. */
    List<String> ancestors();

    /**
     * Ours.
     *
     * @param presentedFamily whose refresh token it is; null if it is none
     */
    record Own(
            ProvedToken token,
            List<String> ancestors,
            Identity identity,
            @Nullable UUID presentedFamily) implements Presented {}

    /** A provider's; whom of ours it speaks for is found once it is allowed. */
    record Foreign(ProvedToken token, List<String> ancestors, Provider provider, ExternalIdentity identity)
            implements Presented {}
}
