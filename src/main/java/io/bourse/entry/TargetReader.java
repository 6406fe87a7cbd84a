package io.bourse.entry;

import io.bourse.oauth.Scopes;
import io.bourse.policy.Target;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a target's entry and refuses what cannot be safe. */
final class TargetReader {

    static final Set<String> KEYS = Set.of("id", "enabled", "resources", "scopes");

    private TargetReader() {}

    static Declared<Target> read(EntryFields fields) {
        Optional<String> id = fields.text("id");
        id.flatMap(Syntax::audience).ifPresent(text -> fields.problem("id", text));
        Target draft = new Target(
                id.orElse(""),
                fields.flag("enabled", true),
                fields.list("resources", Syntax::resource),
                fields.has("scopes") ? scopes(fields) : null);
        return new Declared<>(fields.place(), null, List.of(), draft);
    }

    private static Scopes scopes(EntryFields fields) {
        Scopes scopes = ClientReader.scopes(fields);
        if (scopes.contains(Scopes.OFFLINE_ACCESS)) {
            fields.problem("scopes", "holds offline_access, which is about refresh tokens and known to no API");
        } else if (scopes.isEmpty()) {
            fields.problem("scopes", "is empty, so no token could be meant for it; leave the key away for no limit");
        }
        return scopes;
    }
}
