package io.bourse.service;

import io.bourse.config.Secret;
import io.bourse.user.Profile;
import org.jspecify.annotations.Nullable;

/**
 * A user to be made, who logs in by e-mail address.
 *
 * @param password null for a user who cannot log in with one
 */
public record NewAccount(
        String email,
        boolean enabled,
        Profile profile,
        @Nullable Secret password) {

    @Override
    public String toString() {
        return "NewAccount";
    }
}
