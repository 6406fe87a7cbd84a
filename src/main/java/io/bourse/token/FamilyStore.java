package io.bourse.token;

import io.bourse.client.Client;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.Subject;
import io.bourse.token.Rotation.Anomaly;
import io.bourse.token.Rotation.Reason;
import io.bourse.token.Rotation.Refused;
import io.bourse.token.Rotation.Reused;
import io.bourse.token.Rotation.Rotated;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Families of refresh tokens. Every method is atomic, and rotation and revocation of one family happen one after the
 * other. Fails with {@link io.bourse.db.StoreException} when the outcome cannot be known; each call may then be
 * repeated.
 */
public interface FamilyStore {

    /** For what is signed just after a revocation, and for the leeway with which expiry is checked. */
    Duration MARGIN = Duration.ofMinutes(1);

    /**
     * Until when a revoked family must be remembered: as long as its last access token can live, and until the family
     * would have ended by itself, since what was made from its refresh token ends by then.
     */
    static Instant rememberedUntil(Instant revokedAt, Instant endsAt) {
        Instant lastToken = revokedAt.plus(Client.MAX_ACCESS_TOKEN_LIFETIME);
        return (lastToken.isAfter(endsAt) ? lastToken : endsAt).plus(MARGIN);
    }

    /**
     * Stores a new family at generation 0, unless the login has ended whose refresh token it was made from: whoever ends that
     * at the same time comes before, and nothing is stored, or after, and finds the new family too. One statement.
     *
     * @param presentedFamily the id of that login; null if the new one was made from no refresh token
     * @return whether it was stored
     */
    Future<Boolean> create(Family family, @Nullable UUID presentedFamily);

    /**
     * Redeems the refresh token of this family and generation. One statement and one round trip when the token is the
     * newest; the table in design.md section 2 says what happens otherwise.
     */
    Future<Rotation> rotate(Redemption redemption);

    /**
     * The family as it is, also when it has ended or was revoked; {@link Found#over} tells. Empty if it is unknown, or its
     * lineage is of a form that this version cannot read.
     */
    Future<Optional<Found>> find(UUID id);

    /**
     * Revokes the family and says so in the change log, in one transaction. Revoking twice, or what is unknown, is no
     * failure.
     */
    Future<Void> revoke(UUID id);

    /**
     * Ends all logins that this subject has at this client, and those that anybody exchanged from them, however often: none of
     * their refresh tokens is good for anything any more. Their access tokens live on, for nothing is said in the change log.
     * Of a login that is being refreshed meanwhile, the successor is dead too, and what is being exchanged from its refresh
     * token; one that begins later is not touched, nor one that is exchanged later from an access token that lives on. What has
     * ended by itself is left as it is.
     */
    Future<Void> endLogins(Subject subject, ClientId client);

    /**
     * @param generation the presented token's
     * @param client who presents it, authenticated
     * @param scopes what is asked for; all that was granted if empty
     * @param audiences what it is asked for, all within the family's unless that is empty; nothing in particular if empty
     * @param idle how long the family may now rest
     */
    record Redemption(
            UUID family, int generation, ClientId client, Scopes scopes, List<String> audiences, Duration idle) {}

    /**
     * A family as it is.
     *
     * @param over why nothing can be redeemed any more: {@code REVOKED}, {@code ENDED} or {@code IDLE_TOO_LONG}; null if
     *     it is alive
     * @param retriable whether the newest token's predecessor would be answered again
     */
    record Found(Family family, @Nullable Reason over, boolean retriable) {

        public boolean live() {
            return over == null;
        }

        /** What a redemption comes to, by the table in design.md section 2; nothing is changed here. */
        Rotation redeemed(Redemption redemption) {
            if (!family.client().equals(redemption.client())) {
                return new Refused(Reason.OTHER_CLIENT);
            }
            if (over == Reason.REVOKED || over == Reason.ENDED) {
                return new Refused(over);
            }
            boolean replaced = redemption.generation() < family.generation();
            if (replaced && !(retriable && redemption.generation() == family.generation() - 1)) {
                return new Reused(family);
            }
            if (over != null) {
                return new Refused(over);
            }
            if (!family.scopes().containsAll(redemption.scopes())) {
                return new Refused(Reason.SCOPE_EXCEEDS_GRANT);
            }
            if (!family.audiences().isEmpty() && !family.audiences().containsAll(redemption.audiences())) {
                return new Refused(Reason.TARGET_EXCEEDS_GRANT);
            }
            return replaced ? new Rotated(family, Anomaly.REPLAYED) : advanced(redemption);
        }

        private Rotation advanced(Redemption redemption) {
            boolean behind = redemption.generation() > family.generation();
            return new Rotated(family.at(redemption.generation() + 1), behind ? Anomaly.ROW_WAS_BEHIND : Anomaly.NONE);
        }
    }
}
