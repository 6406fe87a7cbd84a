package io.bourse.token;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** By what a user logged in. An assertion, a signature and an exchange are none of it: they log nobody in. */
public enum LoginMethod {
    /** A password of ours. */
    PASSWORD,
    /** A token that a provider gave to the user, which the client converted. */
    PROVIDER;

    /** As it stands in tokens and in the database. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty if there is none, and for what only another version writes: to us that is no login. */
    static Optional<LoginMethod> of(@Nullable String text) {
        return Arrays.stream(values())
                .filter(method -> method.text().equals(text))
                .findFirst();
    }
}
