package io.bourse.changelog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.bourse.changelog.Change.EntryChanged;
import io.bourse.changelog.Change.EntryKind;
import io.bourse.db.StoreException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Remembers what was read from the registry until a change says otherwise. A key that many want at once is read once;
 * failures are not remembered, nor what was read before a change that has been heard of. Register it as a listener.
 * Safe for use by several threads.
 */
public final class RegistryCache<K, V> implements Consumer<Change> {

    private final Cache<K, CompletableFuture<V>> values;
    private final Set<EntryKind> kinds;
    private final Function<String, K> keyOf;
    private final Function<K, Future<V>> loader;
    private final BooleanSupplier fresh;

    /**
     * @param maxSize entries kept; what was not used for long goes first
     * @param kinds changes of these discard the value of the entry's id. A changed project discards all
     * @param keyOf the key under which an entry's id is kept
     * @param loader reads one value; must not complete with null
     * @param fresh whether this node hears of changes in time
     */
    public RegistryCache(
            long maxSize,
            Set<EntryKind> kinds,
            Function<String, K> keyOf,
            Function<K, Future<V>> loader,
            BooleanSupplier fresh) {
        this.values = Caffeine.newBuilder()
                .maximumSize(maxSize)
                .executor(Runnable::run)
                .build();
        this.kinds = Set.copyOf(kinds);
        this.keyOf = keyOf;
        this.loader = loader;
        this.fresh = fresh;
    }

    /**
     * The value, remembered or read; completes on the caller's context. Fails as the loader does, and with
     * {@link StoreException} while this node does not hear of changes.
     */
    public Future<V> get(K key) {
        if (!fresh.getAsBoolean()) {
            return Future.failedFuture(new StoreException("changes of the registry cannot be followed"));
        }
        CompletableFuture<V> value = values.getIfPresent(key);
        if (value == null) {
            value = load(key);
        }
        if (value.isDone() && !value.isCompletedExceptionally()) {
            return Future.succeededFuture(value.getNow(null));
        }
        Context context = Vertx.currentContext();
        return context == null ? Future.fromCompletionStage(value) : Future.fromCompletionStage(value, context);
    }

    @Override
    public void accept(Change change) {
        if (change instanceof EntryChanged entry) {
            if (entry.kind() == EntryKind.PROJECT || (kinds.contains(entry.kind()) && isAny(entry))) {
                values.invalidateAll();
            } else if (kinds.contains(entry.kind())) {
                values.invalidate(keyOf.apply(entry.id()));
            }
        }
    }

    private static boolean isAny(EntryChanged entry) {
        return entry.id().equals(EntryChanged.ANY);
    }

    /** Whoever puts the first promise reads for all; a change takes it away, so that its value is remembered by none. */
    private CompletableFuture<V> load(K key) {
        CompletableFuture<V> mine = new CompletableFuture<>();
        CompletableFuture<V> first = values.asMap().putIfAbsent(key, mine);
        if (first != null) {
            return first;
        }
        Future.succeededFuture(key).compose(loader).onSuccess(mine::complete).onFailure(failure -> {
            values.asMap().remove(key, mine);
            mine.completeExceptionally(failure);
        });
        return mine;
    }
}
