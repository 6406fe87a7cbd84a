package io.bourse.fakes;

import io.bourse.changelog.Change;
import io.bourse.changelog.Change.RevokedKind;
import io.bourse.client.Client;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.Subject;
import io.bourse.token.Family;
import io.bourse.token.FamilyStore;
import io.bourse.token.Lineage;
import io.bourse.token.Rotation;
import io.bourse.token.Rotation.Anomaly;
import io.bourse.token.Rotation.Reason;
import io.bourse.token.Rotation.Refused;
import io.bourse.token.Rotation.Reused;
import io.bourse.token.Rotation.Rotated;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Families without a database, by the rules of the contract. */
public final class InMemoryFamilyStore implements FamilyStore {

    private final InstantSource clock;
    private final Duration replayWindow;
    private final Consumer<? super Change> changes;
    private final Map<UUID, Row> rows = new HashMap<>();

    public InMemoryFamilyStore(InstantSource clock, Duration replayWindow, Consumer<? super Change> changes) {
        this.clock = clock;
        this.replayWindow = replayWindow;
        this.changes = changes;
    }

    @Override
    public synchronized Future<Boolean> create(Family family, @Nullable UUID presentedFamily) {
        Row from = presentedFamily == null ? null : rows.get(presentedFamily);
        if (presentedFamily != null && (from == null || over(from, clock.instant()) != null)) {
            return Future.succeededFuture(false);
        }
        rows.put(family.id(), new Row(family, Instant.MIN, false));
        return Future.succeededFuture(true);
    }

    @Override
    public synchronized Future<Optional<Found>> find(UUID id) {
        Instant now = clock.instant();
        return Future.succeededFuture(Optional.ofNullable(rows.get(id))
                .filter(row -> isReadable(row.family))
                .map(row -> new Found(row.family, over(row, now), row.rotatedAt.isAfter(now.minus(replayWindow)))));
    }

    private static boolean isReadable(Family family) {
        try {
            Lineage.of(family.ancestors());
            return true;
        } catch (IllegalArgumentException unknown) {
            return false;
        }
    }

    private static @Nullable Reason over(Row row, Instant now) {
        if (row.revoked) {
            return Reason.REVOKED;
        }
        if (!row.family.endsAt().isAfter(now)) {
            return Reason.ENDED;
        }
        return row.family.idleUntil().isAfter(now) ? null : Reason.IDLE_TOO_LONG;
    }

    @Override
    public synchronized Future<Void> revoke(UUID id) {
        Row row = rows.get(id);
        if (row != null) {
            rows.put(id, new Row(row.family, row.rotatedAt, true));
        }
        Instant now = clock.instant();
        Instant endsAt = row == null ? now.plus(Client.MAX_REFRESH_LIFETIME) : row.family.endsAt();
        Instant until = FamilyStore.rememberedUntil(now, endsAt);
        changes.accept(new Change.Revoked(RevokedKind.FAMILY, id.toString(), now, until));
        return Future.succeededFuture();
    }

    @Override
    public synchronized Future<Void> endLogins(Subject subject, ClientId client) {
        Instant now = clock.instant();
        Set<String> ended = rows.values().stream()
                .filter(row -> row.isOf(subject, client))
                .map(row -> row.family.id().toString())
                .collect(Collectors.toSet());
        rows.replaceAll((id, row) ->
                over(row, now) == null && row.comesFrom(ended) ? new Row(row.family, row.rotatedAt, true) : row);
        return Future.succeededFuture();
    }

    @Override
    public synchronized Future<Rotation> rotate(Redemption redemption) {
        Row row = rows.get(redemption.family());
        if (row == null || !isReadable(row.family)) {
            return refuse(Reason.UNKNOWN_FAMILY);
        }
        Family family = row.family;
        Instant now = clock.instant();
        if (!family.client().equals(redemption.client())) {
            return refuse(Reason.OTHER_CLIENT);
        }
        if (row.revoked) {
            return refuse(Reason.REVOKED);
        }
        if (!family.endsAt().isAfter(now)) {
            return refuse(Reason.ENDED);
        }
        boolean retry =
                redemption.generation() == family.generation() - 1 && row.rotatedAt.isAfter(now.minus(replayWindow));
        if (redemption.generation() < family.generation() && !retry) {
            return revoke(family.id()).map(new Reused(family));
        }
        if (!family.idleUntil().isAfter(now)) {
            return refuse(Reason.IDLE_TOO_LONG);
        }
        if (!family.scopes().containsAll(redemption.scopes())) {
            return refuse(Reason.SCOPE_EXCEEDS_GRANT);
        }
        if (!family.audiences().isEmpty() && !family.audiences().containsAll(redemption.audiences())) {
            return refuse(Reason.TARGET_EXCEEDS_GRANT);
        }
        return Future.succeededFuture(retry ? new Rotated(family, Anomaly.REPLAYED) : advance(family, redemption, now));
    }

    private Rotation advance(Family family, Redemption redemption, Instant now) {
        Instant idleUntil = now.plus(redemption.idle());
        Family next = new Family(
                family.id(),
                redemption.generation() + 1,
                family.client(),
                family.identity(),
                family.scopes(),
                family.audiences(),
                family.ancestors(),
                family.createdAt(),
                idleUntil.isBefore(family.endsAt()) ? idleUntil : family.endsAt(),
                family.endsAt(),
                family.method());
        rows.put(family.id(), new Row(next, now, false));
        boolean behind = redemption.generation() > family.generation();
        return new Rotated(next, behind ? Anomaly.ROW_WAS_BEHIND : Anomaly.NONE);
    }

    /** How many families were created. */
    public synchronized int size() {
        return rows.size();
    }

    private static Future<Rotation> refuse(Reason reason) {
        return Future.succeededFuture(new Refused(reason));
    }

    private record Row(Family family, Instant rotatedAt, boolean revoked) {

        boolean comesFrom(Set<String> ids) {
            return ids.contains(family.id().toString())
                    || family.ancestors().stream().anyMatch(ids::contains);
        }

        boolean isOf(Subject subject, ClientId client) {
            return family.identity().subject().equals(subject)
                    && family.client().equals(client);
        }
    }
}
