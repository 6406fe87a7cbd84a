package io.bourse.policy;

import io.bourse.changelog.Change;
import io.bourse.changelog.Change.EntryChanged;
import io.bourse.changelog.Change.EntryKind;
import io.bourse.changelog.RegistryCache;
import io.vertx.core.Future;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Remembers the targets until a change says otherwise. Register it as a listener of changes. */
public final class CachedTargetStore implements TargetStore, Consumer<Change> {

    private static final EntryChanged ANY_TARGET = new EntryChanged(EntryKind.TARGET, EntryChanged.ANY);
    private static final String ALL = "all";

    private final RegistryCache<String, TargetRegistry> targets;

    /** @param fresh whether this node hears of changes in time; while it does not, every call fails */
    public CachedTargetStore(TargetStore store, BooleanSupplier fresh) {
        this.targets = new RegistryCache<>(1, Set.of(EntryKind.TARGET), id -> ALL, all -> store.all(), fresh);
    }

    @Override
    public Future<TargetRegistry> all() {
        return targets.get(ALL);
    }

    @Override
    public void accept(Change change) {
        boolean target = change instanceof EntryChanged entry && entry.kind() == EntryKind.TARGET;
        targets.accept(target ? ANY_TARGET : change);
    }
}
