package io.bourse.token;

import io.bourse.crypto.UuidV7;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.Scopes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All tokens that descend from one login by refreshing: one row, however often it is refreshed. Times are the
 * database's clock.
 *
 * @param id a UUIDv7; its time is the time of the login
 * @param generation of the newest refresh token; the first is 0
 * @param scopes what the login was granted; a refresh may ask for less and never for more
 * @param audiences what a refresh may ask for; empty if the login asked for nothing in particular, which leaves all
 *     that the client's entry lists
 * @param ancestors what the login was made from and by which entries, as {@link Lineage#asAncestors} has it; empty
 *     for a plain login
 * @param idleUntil unless refreshed before, it ends then
 * @param endsAt it ends then in any case
 * @param method by what its user logged in; null if it is no user's own login, but was exchanged or signed for
 */
public record Family(
        UUID id,
        int generation,
        ClientId client,
        Identity identity,
        Scopes scopes,
        List<String> audiences,
        List<String> ancestors,
        Instant createdAt,
        Instant idleUntil,
        Instant endsAt,
        @Nullable LoginMethod method) {

    public Family {
        audiences = List.copyOf(audiences);
        ancestors = List.copyOf(ancestors);
    }

    /** When its newest refresh token ends, unless it is refreshed before: idle for too long, or at its end. */
    public Instant expiresAt() {
        return idleUntil.isBefore(endsAt) ? idleUntil : endsAt;
    }

    /** The same at another generation. */
    Family at(int otherGeneration) {
        return new Family(
                id,
                otherGeneration,
                client,
                identity,
                scopes,
                audiences,
                ancestors,
                createdAt,
                idleUntil,
                endsAt,
                method);
    }

    /** What its tokens tell of the user's own login; null if it is none. */
    public @Nullable Login login() {
        return method == null ? null : new Login(method, Instant.ofEpochMilli(UuidV7.timeOf(id)), null);
    }

    /** The id of the entry by which it was exchanged, empty if it was not: the last that the ancestors name. */
    public Optional<String> exchange() {
        return ancestors.stream()
                .filter(Party::isExchange)
                .reduce((earlier, later) -> later)
                .map(party -> Party.parse(party).id());
    }
}
