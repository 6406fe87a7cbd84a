package io.bourse.service;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bourse.db.StoreException;
import io.bourse.entry.Apply;
import io.bourse.entry.EntryCompanion;
import io.bourse.entry.EntryCondition;
import io.bourse.entry.PgCatalog;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The entries of one project, one by one. What somebody else changes meanwhile is never lost. */
final class ProjectEntries {

    private static final int ATTEMPTS = 5;

    private final Apply apply;
    private final PgCatalog catalog;
    private final String project;

    /** @param apply must take no secret from outside of the text, and keep those that are left away */
    ProjectEntries(Apply apply, PgCatalog catalog, String project) {
        this.apply = apply;
        this.catalog = catalog;
        this.project = project;
    }

    /** The entry as the file writes it; empty if this project has none. */
    Future<Optional<ObjectNode>> find(String section, String id) {
        return catalog.find(section, id)
                .map(found ->
                        found.filter(entry -> entry.path("project").asText().equals(project)));
    }

    /**
     * Adds an entry unless the condition throws, to which goes what is registered under its name; gives what the companion
     * gives.
     */
    <T> Future<T> add(
            String section, ObjectNode entry, Consumer<Optional<ObjectNode>> condition, EntryCompanion<T> companion) {
        ObjectNode text = JsonNodeFactory.instance.objectNode();
        text.putArray(section).add(entry);
        EntryCondition check = registered -> condition.accept(registered.get());
        return apply.run(section + ".json", text.toString(), check, companion);
    }

    /**
     * Makes of an entry what the change makes of it, and gives what the companion gives; empty if there is no such entry.
     * Begins again if somebody else changed it meanwhile. Fails with {@link io.bourse.entry.EntryProblems} if the registry
     * refuses it.
     *
     * @param change may be asked several times; changes and returns the node that it is given
     */
    <T> Future<Optional<T>> edit(
            String section, String id, UnaryOperator<ObjectNode> change, EntryCompanion<T> companion) {
        return edit(section, id, change, companion, ATTEMPTS);
    }

    private <T> Future<Optional<T>> edit(
            String section, String id, UnaryOperator<ObjectNode> change, EntryCompanion<T> companion, int attempts) {
        if (attempts == 0) {
            return Future.failedFuture(new StoreException("the entry changes all the time"));
        }
        return find(section, id)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
                        : replace(section, found.get(), change, companion)
                                .map(Optional::of)
                                .recover(failure -> failure instanceof ChangedMeanwhile
                                        ? edit(section, id, change, companion, attempts - 1)
                                        : Future.failedFuture(failure)));
    }

    private <T> Future<T> replace(
            String section, ObjectNode before, UnaryOperator<ObjectNode> change, EntryCompanion<T> companion) {
        return add(
                section,
                change.apply(before.deepCopy()),
                now -> {
                    if (!now.equals(Optional.of(before))) {
                        throw new ChangedMeanwhile();
                    }
                },
                companion);
    }
}
