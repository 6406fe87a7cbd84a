package io.bourse.token;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bourse.db.JsonColumn;
import io.bourse.oauth.Actor;
import io.bourse.oauth.Subject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a family's row holds of an {@link Identity} besides its subject. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record StoredIdentity(
        @Nullable List<Actor> actors, @Nullable Map<String, List<String>> attributes) {

    /** Null if there is nothing but the subject, as there seldom is. */
    static @Nullable String write(Identity identity) {
        return identity.actors().isEmpty() && identity.attributes().isEmpty()
                ? null
                : JsonColumn.write(new StoredIdentity(identity.actors(), identity.attributes()));
    }

    static Identity read(Subject subject, @Nullable String json) {
        if (json == null) {
            return Identity.of(subject);
        }
        return JsonColumn.read(
                        "identity of " + subject,
                        json,
                        StoredIdentity.class,
                        stored -> new Identity(
                                subject,
                                stored.actors == null ? List.of() : stored.actors,
                                stored.attributes == null ? Map.of() : stored.attributes))
                .orElseThrow(() -> new IllegalStateException("a login whose actors cannot be read"));
    }
}
