package io.bourse.token;

import com.fasterxml.jackson.core.JsonGenerator;
import io.bourse.oauth.Scopes;
import io.bourse.user.User;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a client may know of a user (OpenID Connect Core sections 5.1 and 5.4): the name and what goes with it by the scope
 * {@code profile}, the address by {@code email}. Each is null if it is unknown or its scope is missing.
 */
public record UserClaims(
        @Nullable String name,
        @Nullable String username,
        @Nullable String locale,
        @Nullable String timezone,
        @Nullable String email) {

    public static final UserClaims NONE = new UserClaims(null, null, null, null, null);

    /** What these scopes let a client know of this user. */
    public static UserClaims of(User user, Scopes scopes) {
        String email = scopes.contains(Scopes.EMAIL) ? user.email() : null;
        return scopes.contains(Scopes.PROFILE)
                ? new UserClaims(
                        user.profile().name(),
                        user.username(),
                        user.profile().locale(),
                        user.profile().timezone(),
                        email)
                : new UserClaims(null, null, null, null, email);
    }

    /** Whether these scopes let a client know anything beside the subject. */
    public static boolean isAskedFor(Scopes scopes) {
        return scopes.contains(Scopes.PROFILE) || scopes.contains(Scopes.EMAIL);
    }

    /** As people call the user: by the name, else by the user name. */
    public Optional<String> shownName() {
        return Optional.ofNullable(name == null ? username : name);
    }

    /** Writes the claims that are there. No address is one that the user has proved to us. */
    public void write(JsonGenerator json) throws IOException {
        writeIfKnown(json, "name", name);
        writeIfKnown(json, "preferred_username", username);
        writeIfKnown(json, "locale", locale);
        writeIfKnown(json, "zoneinfo", timezone);
        if (email != null) {
            json.writeStringField("email", email);
            json.writeBooleanField("email_verified", false);
        }
    }

    private static void writeIfKnown(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }
}
