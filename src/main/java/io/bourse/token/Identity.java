package io.bourse.token;

import io.bourse.oauth.Actor;
import io.bourse.oauth.Subject;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whom a token speaks for.
 *
 * @param subject for whom
 * @param actors who acts for the subject, the newest first; empty if the subject acts itself
 * @param attributes what else is said of the subject, by the names in {@link #ATTRIBUTES}; no value is empty
 */
public record Identity(Subject subject, List<Actor> actors, Map<String, List<String>> attributes) {

    /** The claims of RFC 9068 section 2.2.3.1; each a list of texts. */
    public static final Set<String> ATTRIBUTES = Set.of("groups", "roles", "entitlements");

    public Identity {
        actors = List.copyOf(actors);
        attributes = Map.copyOf(attributes);
    }

    /** Whether it is a user for whom nobody acts. */
    public boolean isUserAlone() {
        return subject.isUser() && actors.isEmpty();
    }

    /** A subject that acts itself, of whom nothing else is said. */
    public static Identity of(Subject subject) {
        return new Identity(subject, List.of(), Map.of());
    }
}
