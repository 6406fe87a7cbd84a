package io.bourse.entry;

import io.bourse.changelog.Change.EntryKind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one entry.
 *
 * @param name its id or user name, as the file has it
 * @param fields what changes, in words: {@code scopes [read] → [read write]}; of a secret only that it does
 */
record EntryChange(Kind kind, EntryKind of, String name, List<String> fields) {

    enum Kind {
        CREATED,
        CHANGED,
        UNCHANGED
    }

    EntryChange {
        fields = List.copyOf(fields);
    }

    /** A new entry of which the file does not say all: what it becomes is told in full. */
    static EntryChange expanded(EntryKind of, String name, Map<String, String> after) {
        List<String> fields = after.entrySet().stream()
                .filter(field -> !field.getValue().isEmpty() && !Shown.HIDDEN.contains(field.getKey()))
                .map(field -> field.getKey() + " " + field.getValue())
                .toList();
        return new EntryChange(Kind.CREATED, of, name, fields);
    }

    /** @param before null if there is no such entry yet */
    static EntryChange between(
            EntryKind of, String name, @Nullable Map<String, String> before, Map<String, String> after) {
        if (before == null) {
            return new EntryChange(Kind.CREATED, of, name, List.of());
        }
        Set<String> keys = new LinkedHashSet<>(after.keySet());
        keys.addAll(before.keySet());
        List<String> fields = new ArrayList<>();
        for (String key : keys) {
            String old = before.getOrDefault(key, "");
            String now = after.getOrDefault(key, "");
            if (!old.equals(now)) {
                fields.add(Shown.HIDDEN.contains(key) ? key + " changed" : key + " " + shown(old) + " → " + shown(now));
            }
        }
        return new EntryChange(fields.isEmpty() ? Kind.UNCHANGED : Kind.CHANGED, of, name, fields);
    }

    private static String shown(String text) {
        return text.isEmpty() ? "(none)" : text;
    }

    boolean isWritten() {
        return kind != Kind.UNCHANGED;
    }

    /** One line for people: {@code + client demo}. */
    String line() {
        String sign = kind == Kind.CREATED ? "+ " : "~ ";
        String entry = sign + Choice.name(of) + " " + name;
        return fields.isEmpty() ? entry : entry + ": " + String.join(", ", fields);
    }
}
