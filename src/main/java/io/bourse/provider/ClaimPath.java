package io.bourse.provider;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** How an entry names a claim: by its name, or by a JSON pointer (RFC 6901), which begins with a slash. */
public final class ClaimPath {

    private static final int MAX_LENGTH = 255;

    private ClaimPath() {}

    /** Why it can name no claim, in words of ours; empty if it can. */
    public static Optional<String> problem(String path) {
        boolean sane = !path.isBlank()
                && path.length() <= MAX_LENGTH
                && path.codePoints().noneMatch(Character::isISOControl);
        if (!sane) {
            return Optional.of("must be a claim's name or a JSON pointer of at most 255 characters");
        }
        // An escape that RFC 6901 does not know would be taken for a part of the name.
        if (path.startsWith("/") && path.matches(".*~(?![01]).*")) {
            return Optional.of("is no JSON pointer: ~ is written ~0, and / within a name ~1");
        }
        return Optional.empty();
    }

    /** @throws IllegalArgumentException if it can name no claim; the message is that of {@link #problem} */
    static void check(String path) {
        problem(path).ifPresent(text -> {
            throw new IllegalArgumentException(text);
        });
    }

    /** What stands there; a missing node if nothing does. */
    static JsonNode find(JsonNode claims, String path) {
        return path.startsWith("/") ? claims.at(JsonPointer.compile(path)) : claims.path(path);
    }
}
