package io.bourse.client;

import io.bourse.oauth.Actor;
import io.bourse.oauth.Subject;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whose key signed a request; the signature was checked, and is used up. */
public interface Signer {

    /** What it is called in the audit, and where a decision is explained: {@code principal ci with an API key}. */
    String described();

    /**
     * Everything that had a part in the proof, as lineage has ancestors.
     *
     * @param begun when the request came in
     */
    List<String> ancestors(Instant begun);

    /** What it is given may not outlive this; null if its key has no end. */
    @Nullable
    Instant notAfter();

    /**
     * For whom it speaks; may make or link a user, as the entry of whoever vouches for it says, but none for whom the client
     * may have no tokens. Fails with {@code invalid_client} or {@code invalid_grant} if that is nobody, or somebody who is
     * switched off.
     */
    Future<Spoken> identify();

    /**
     * For whom a signer speaks.
     *
     * @param subject itself, in our words
     * @param actors who acts for it, the newest first; empty if it acts itself
     * @param attributes what else is said of it, by our names
     */
    record Spoken(Subject subject, List<Actor> actors, Map<String, List<String>> attributes) {

        public Spoken {
            actors = List.copyOf(actors);
            attributes = Map.copyOf(attributes);
        }
    }
}
