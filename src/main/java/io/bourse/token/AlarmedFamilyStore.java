package io.bourse.token;

import io.bourse.oauth.ClientId;
import io.bourse.oauth.Subject;
import io.bourse.token.Rotation.Anomaly;
import io.bourse.token.Rotation.Reused;
import io.bourse.token.Rotation.Rotated;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what only a theft or a restored database brings about; everything is done by the store behind it. */
public final class AlarmedFamilyStore implements FamilyStore {

    private static final Logger LOG = LoggerFactory.getLogger(AlarmedFamilyStore.class);

    private final FamilyStore store;

    public AlarmedFamilyStore(FamilyStore store) {
        this.store = store;
    }

    @Override
    public Future<Boolean> create(Family family, @Nullable UUID presentedFamily) {
        return store.create(family, presentedFamily);
    }

    @Override
    public Future<Rotation> rotate(Redemption redemption) {
        return store.rotate(redemption).onSuccess(AlarmedFamilyStore::look);
    }

    private static void look(Rotation rotation) {
        if (rotation instanceof Reused reused) {
            LOG.warn(
                    "a replaced refresh token was used: family {} is revoked",
                    reused.family().id());
        } else if (rotation instanceof Rotated rotated && rotated.anomaly() == Anomaly.ROW_WAS_BEHIND) {
            LOG.error(
                    "family {} had lost rotations: was the database restored?",
                    rotated.family().id());
        }
    }

    @Override
    public Future<Optional<Found>> find(UUID id) {
        return store.find(id);
    }

    @Override
    public Future<Void> revoke(UUID id) {
        return store.revoke(id);
    }

    @Override
    public Future<Void> endLogins(Subject subject, ClientId client) {
        return store.endLogins(subject, client);
    }
}
