package io.bourse.entry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * Some entries in the order of their ids, each as the file writes it.
 *
 * @param next the id after which the next page begins; empty if this is the last
 */
public record EntryPage(List<ObjectNode> entries, Optional<String> next) {

    public EntryPage {
        entries = List.copyOf(entries);
    }
}
