package io.bourse.token;

import io.bourse.oauth.ClientId;
import io.bourse.oauth.Subject;
import io.bourse.token.Rotation.Reason;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Answers as the store behind it would, and changes nothing there: a rotation is the one that would be made, a reuse
 * names the family that would be ended.
 */
public final class ReadOnlyFamilyStore implements FamilyStore {

    private final FamilyStore store;

    public ReadOnlyFamilyStore(FamilyStore store) {
        this.store = store;
    }

    @Override
    public Future<Boolean> create(Family family, @Nullable UUID presentedFamily) {
        return Future.succeededFuture(true);
    }

    /** The family rests until the time that it did before. */
    @Override
    public Future<Rotation> rotate(Redemption redemption) {
        return store.find(redemption.family())
                .map(found -> found.map(family -> family.redeemed(redemption))
                        .orElseGet(() -> new Rotation.Refused(Reason.UNKNOWN_FAMILY)));
    }

    @Override
    public Future<Optional<Found>> find(UUID id) {
        return store.find(id);
    }

    @Override
    public Future<Void> revoke(UUID id) {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> endLogins(Subject subject, ClientId client) {
        return Future.succeededFuture();
    }
}
