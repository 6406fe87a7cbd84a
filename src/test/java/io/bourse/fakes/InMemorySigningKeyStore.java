package io.bourse.fakes;

import io.bourse.keys.NewKey;
import io.bourse.keys.SigningKeyStore;
import io.bourse.keys.StoredKey;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Signing keys in memory. The clock is the store's. */
public final class InMemorySigningKeyStore implements SigningKeyStore {

    private record Row(StoredKey key, Instant removedAfter) {}

    private final InstantSource clock;
    private final List<Row> rows = new ArrayList<>();

    public InMemorySigningKeyStore(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized Future<List<StoredKey>> all() {
        return Future.succeededFuture(rows.stream()
                .filter(row -> row.removedAfter.isAfter(clock.instant()))
                .map(Row::key)
                .sorted(Comparator.comparing(StoredKey::signsFrom).reversed())
                .toList());
    }

    @Override
    public synchronized Future<Boolean> add(NewKey key) {
        return newest().map(StoredKey::id).orElse("").equals(key.follows())
                ? insert(key)
                : Future.succeededFuture(false);
    }

    private Future<Boolean> insert(NewKey key) {
        Instant signsFrom = clock.instant().plus(key.prepublish());
        rows.replaceAll(
                row -> row.key.retiredAt() == null || row.key.retiredAt().isAfter(signsFrom)
                        ? retired(row.key, signsFrom, key.keepRetired())
                        : row);
        rows.add(new Row(
                new StoredKey(key.id(), key.algorithm(), key.sealedPrivate(), key.publicJwk(), signsFrom, null),
                Instant.MAX));
        return Future.succeededFuture(true);
    }

    private static Row retired(StoredKey key, Instant at, Duration keep) {
        StoredKey retired =
                new StoredKey(key.id(), key.algorithm(), key.sealedPrivate(), key.publicJwk(), key.signsFrom(), at);
        return new Row(retired, at.plus(keep));
    }

    private Optional<StoredKey> newest() {
        return rows.stream()
                .map(Row::key)
                .filter(key -> key.retiredAt() == null)
                .findFirst();
    }

    @Override
    public synchronized Future<Boolean> isNewestOlderThan(Duration age) {
        return Future.succeededFuture(
                newest().map(key -> !key.signsFrom().isAfter(clock.instant().minus(age)))
                        .orElse(true));
    }

    @Override
    public synchronized Future<Void> reseal(String id, String sealedBefore, String sealedNow) {
        rows.replaceAll(row -> {
            StoredKey key = row.key;
            boolean same = key.id().equals(id) && key.sealedPrivate().equals(sealedBefore);
            return same
                    ? new Row(
                            new StoredKey(
                                    id, key.algorithm(), sealedNow, key.publicJwk(), key.signsFrom(), key.retiredAt()),
                            row.removedAfter)
                    : row;
        });
        return Future.succeededFuture();
    }

    @Override
    public synchronized Future<Void> revoke(String id, NewKey replacement, Duration remembered) {
        Instant now = clock.instant();
        rows.removeIf(row -> row.key.id().equals(id));
        if (newest().isEmpty()) {
            rows.stream()
                    .map(Row::key)
                    .filter(key -> signs(key, now))
                    .max(Comparator.comparing(StoredKey::signsFrom))
                    .ifPresent(key -> replace(key, key.signsFrom()));
        }
        if (rows.stream().noneMatch(row -> signs(row.key, now))) {
            newest().ifPresent(key -> replace(key, now));
        }
        return (newest().isPresent() ? Future.succeededFuture(false) : insert(replacement)).mapEmpty();
    }

    private static boolean signs(StoredKey key, Instant now) {
        return !key.signsFrom().isAfter(now)
                && (key.retiredAt() == null || key.retiredAt().isAfter(now));
    }

    /** The same key, which retires for nobody. */
    private void replace(StoredKey key, Instant signsFrom) {
        rows.removeIf(row -> row.key.equals(key));
        rows.add(new Row(
                new StoredKey(key.id(), key.algorithm(), key.sealedPrivate(), key.publicJwk(), signsFrom, null),
                Instant.MAX));
    }

    @Override
    public synchronized Future<List<String>> removeEnded() {
        List<Row> ended = rows.stream()
                .filter(row -> !row.removedAfter.isAfter(clock.instant()))
                .toList();
        rows.removeAll(ended);
        return Future.succeededFuture(ended.stream().map(row -> row.key.id()).toList());
    }
}
