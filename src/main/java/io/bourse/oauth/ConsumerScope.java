package io.bourse.oauth;

import java.util.List;
import java.util.Optional;

/**
 * A scope {@code urn:opc:resource:consumer:<path>::<qualifier>} of Oracle Cloud's identity domains. They form a tree: one
 * that is granted covers those below it with the same qualifier, and with the qualifier {@code all} every other one
 * ({@code paas::read} covers {@code paas:analytics::read}; {@code consumer::all} covers every one).
 *
 * @param path from the top; empty for the whole
 */
public record ConsumerScope(List<String> path, String qualifier) {

    /** All of them at once. Stands alone, or the request is refused ("Accessing All Resources"). */
    public static final String ALL = "urn:opc:resource:consumer::all";

    /** The audience of tokens with such scopes: whatever the account has. */
    public static final String AUDIENCE = "urn:opc:resource:scope:account";

    private static final String PREFIX = "urn:opc:resource:consumer:";
    private static final String ANY = "all";

    public ConsumerScope {
        path = List.copyOf(path);
    }

    /** Empty if the scope is of another kind. */
    public static Optional<ConsumerScope> of(String scope) {
        int end = scope.lastIndexOf("::");
        if (!scope.startsWith(PREFIX) || end < PREFIX.length() - 1) {
            return Optional.empty();
        }
        String path = end < PREFIX.length() ? "" : scope.substring(PREFIX.length(), end);
        String qualifier = scope.substring(end + 2);
        List<String> parts = path.isEmpty() ? List.of() : List.of(path.split(":", -1));
        return qualifier.isEmpty() || parts.contains("")
                ? Optional.empty()
                : Optional.of(new ConsumerScope(parts, qualifier));
    }

    /** Whether whoever has this has that. */
    public boolean covers(ConsumerScope other) {
        boolean above = path.size() <= other.path.size()
                && other.path.subList(0, path.size()).equals(path);
        return above && (qualifier.equals(ANY) || qualifier.equals(other.qualifier));
    }
}
