package io.bourse.user;

import io.bourse.oauth.Subject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A person, or whoever a provider vouches for.
 *
 * @param id a UUID; the {@code sub} of this user's tokens
 * @param username null for users that came from a provider
 * @param email null if unknown; no proof of anything
 * @param passwordHash Argon2id PHC string, null if the user cannot log in with a password
 * @param enabled false if the user or the project is switched off
 * @param profile what else is known
 */
public record User(
        String id,
        String project,
        @Nullable String username,
        @Nullable String email,
        @Nullable String passwordHash,
        boolean enabled,
        Profile profile) {

    /** A user of whom nothing else is known. */
    public User(
            String id,
            String project,
            @Nullable String username,
            @Nullable String email,
            @Nullable String passwordHash,
            boolean enabled) {
        this(id, project, username, email, passwordHash, enabled, Profile.EMPTY);
    }

    public Subject subject() {
        return Subject.user(id);
    }

    public Optional<String> password() {
        return Optional.ofNullable(passwordHash);
    }

    @Override
    public String toString() {
        return "User[" + id + "]";
    }
}
