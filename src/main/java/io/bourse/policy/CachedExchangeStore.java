package io.bourse.policy;

import io.bourse.changelog.Change;
import io.bourse.changelog.Change.EntryChanged;
import io.bourse.changelog.Change.EntryKind;
import io.bourse.changelog.RegistryCache;
import io.bourse.oauth.ClientId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Remembers each client's exchange entries until a change says otherwise. Register it as a listener of changes. */
public final class CachedExchangeStore implements ExchangeStore, Consumer<Change> {

    private static final EntryChanged ANY_EXCHANGE = new EntryChanged(EntryKind.EXCHANGE, EntryChanged.ANY);

    private final RegistryCache<ClientId, List<Exchange>> exchanges;

    /**
     * @param maxSize clients whose entries are kept
     * @param fresh whether this node hears of changes in time; while it does not, every call fails
     */
    public CachedExchangeStore(ExchangeStore store, long maxSize, BooleanSupplier fresh) {
        this.exchanges = new RegistryCache<>(maxSize, Set.of(EntryKind.EXCHANGE), ClientId::new, store::of, fresh);
    }

    @Override
    public Future<List<Exchange>> of(ClientId client) {
        return exchanges.get(client);
    }

    /** A change names the entry and not its clients, of which it may have had another before: all are forgotten. */
    @Override
    public void accept(Change change) {
        boolean exchange = change instanceof EntryChanged entry && entry.kind() == EntryKind.EXCHANGE;
        exchanges.accept(exchange ? ANY_EXCHANGE : change);
    }
}
