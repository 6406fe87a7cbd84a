package io.bourse.service;

import io.bourse.config.Secret;
import org.jspecify.annotations.Nullable;

/**
 * What is to become of a user; null leaves it as it is.
 *
 * @param password another one, which ends every login that was made before
 */
public record AccountChange(
        @Nullable String name,
        @Nullable Boolean enabled,
        @Nullable String locale,
        @Nullable String timezone,
        @Nullable Boolean passwordAllowReset,
        @Nullable Boolean passwordRequireUpdate,
        @Nullable Secret password) {

    /** Whether it touches who can log in as the user, beyond that nobody can. */
    boolean isForOwners() {
        return Boolean.TRUE.equals(enabled) || passwordRequireUpdate != null || password != null;
    }

    /** Whether it keeps everybody from logging in as the user. */
    boolean switchesOff() {
        return Boolean.FALSE.equals(enabled);
    }

    @Override
    public String toString() {
        return "AccountChange";
    }
}
