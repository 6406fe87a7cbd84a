package io.bourse.entry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Supplier;

/** What must be so of an entry for it to be changed or removed, judged in the transaction that does it. */
@FunctionalInterface
public interface EntryCondition {

    /** Whatever is registered. */
    EntryCondition NONE = registered -> {};

    /**
     * Throws whatever its maker likes if the condition does not hold; then nothing is changed.
     *
     * @param registered the entry as {@link PgCatalog#find} shows it; empty if there is none
     */
    void check(Supplier<Optional<ObjectNode>> registered);
}
