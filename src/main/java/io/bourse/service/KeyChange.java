package io.bourse.service;

import org.jspecify.annotations.Nullable;

/**
 * What is to become of a key.
 *
 * @param name null leaves it, as do the others
 */
public record KeyChange(
        @Nullable String name,
        @Nullable Boolean enabled,
        @Nullable Boolean revoked) {

    /** Ends it for good. */
    public static final KeyChange REVOKED = new KeyChange(null, false, true);
}
