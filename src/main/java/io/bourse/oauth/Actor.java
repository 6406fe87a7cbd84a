package io.bourse.oauth;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who acts for a token's subject: one level of {@code act} (RFC 8693 section 4.1).
 *
 * @param issuer who calls the actor so ({@code iss}); null for us
 * @param kind what kind of subject of ours it is; null if another issuer names it
 * @param id {@code sub}: the issuer's name for the actor
 * @param client the client that held the actor's token ({@code client_id}); null if there was none or it is the actor
 *     itself
 */
public record Actor(
        @Nullable String issuer,
        Subject.@Nullable Kind kind,
        String id,
        @Nullable String client) {

    public Actor {
        Objects.requireNonNull(id);
        if ((issuer == null) == (kind == null)) {
            throw new IllegalArgumentException("an actor is a subject of ours or of another issuer");
        }
    }

    /** A subject of ours. */
    public static Actor of(Subject subject, @Nullable String client) {
        boolean itself = subject.kind() == Subject.Kind.CLIENT && subject.id().equals(client);
        return new Actor(null, subject.kind(), subject.id(), itself ? null : client);
    }

    /** A subject that another issuer names. */
    public static Actor foreign(String issuer, String id) {
        return new Actor(issuer, null, id, null);
    }

    /** As {@code kind:id}, or {@code issuer id}. */
    @Override
    public String toString() {
        return kind == null ? issuer + " " + id : kind.claim() + ":" + id;
    }
}
