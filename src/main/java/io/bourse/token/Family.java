package io.bourse.token;

import io.bourse.oauth.ClientId;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.Subject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * All tokens that descend from one login by refreshing: one row, however often it is refreshed. Times are the
 * database's clock.
 *
 * @param id a UUIDv7; its time is the time of the login
 * @param generation of the newest refresh token; the first is 0
 * @param scopes what the login was granted; a refresh may ask for less and never for more
 * @param audiences what a refresh may ask for; empty if the login asked for nothing in particular, which leaves all
 *     that the client's entry lists
 * @param ancestors lineage ids of the tokens that the login was made from, the newest first; empty for a plain login
 * @param idleUntil unless refreshed before, it ends then
 * @param endsAt it ends then in any case
 */
public record Family(
        UUID id,
        int generation,
        ClientId client,
        Subject subject,
        Scopes scopes,
        List<String> audiences,
        List<String> ancestors,
        Instant createdAt,
        Instant idleUntil,
        Instant endsAt) {

    public Family {
        audiences = List.copyOf(audiences);
        ancestors = List.copyOf(ancestors);
    }
}
