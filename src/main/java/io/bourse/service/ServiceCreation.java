package io.bourse.service;

import java.util.List;

/**
 * A service that was made with its first key.
 *
 * @param changes for people: a line for each entry
 */
public record ServiceCreation(ServiceProfile service, CreatedKey key, List<String> changes) {

    public ServiceCreation {
        changes = List.copyOf(changes);
    }
}
