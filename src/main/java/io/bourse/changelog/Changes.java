package io.bourse.changelog;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Whom this node tells about changes. Safe for use by several threads.
 */
public final class Changes implements Consumer<Change> {

    private final List<Consumer<? super Change>> listeners = new CopyOnWriteArrayList<>();

    /**
     * Adds a listener. It is called on any thread, event loops among them, by several at once, with the same change
     * more than once and in any order: it must be cheap, safe for that, and indifferent to it.
     */
    public void register(Consumer<? super Change> listener) {
        listeners.add(listener);
    }

    /** Tells every listener before it returns. If one throws, the others hear of it all the same. */
    @Override
    public void accept(Change change) {
        RuntimeException first = null;
        for (Consumer<? super Change> listener : listeners) {
            try {
                listener.accept(change);
            } catch (RuntimeException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
