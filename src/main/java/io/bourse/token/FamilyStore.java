package io.bourse.token;

import io.bourse.client.Client;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.Scopes;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Families of refresh tokens. Every method is atomic, and rotation and revocation of one family happen one after the
 * other. Fails with {@link io.bourse.db.StoreException} when the outcome cannot be known; each call may then be
 * repeated.
 */
public interface FamilyStore {

    /**
     * For how long a revoked family must be remembered: the longest life of an access token, and a minute for one that
     * is signed just after the revocation and for the leeway with which expiry is checked.
     */
    Duration REMEMBERED = Client.MAX_ACCESS_TOKEN_LIFETIME.plusMinutes(1);

    /** Stores a new family at generation 0. */
    Future<Void> create(Family family);

    /**
     * Redeems the refresh token of this family and generation. One statement and one round trip when the token is the
     * newest; the table in design.md section 2 says what happens otherwise.
     */
    Future<Rotation> rotate(Redemption redemption);

    /** The family as it is, also when it has ended; empty if unknown. Revoked families are found with {@link Found}. */
    Future<Optional<Found>> find(UUID id);

    /**
     * Revokes the family and says so in the change log, in one transaction. Revoking twice, or what is unknown, is no
     * failure.
     */
    Future<Void> revoke(UUID id);

    /**
     * @param generation the presented token's
     * @param client who presents it, authenticated
     * @param scopes what is asked for; all that was granted if empty
     * @param audiences what it is asked for, all within the family's unless that is empty; nothing in particular if empty
     * @param idle how long the family may now rest
     */
    record Redemption(
            UUID family, int generation, ClientId client, Scopes scopes, List<String> audiences, Duration idle) {}

    /** @param live false if it is revoked, has ended or has been idle too long */
    record Found(Family family, boolean live) {}
}
