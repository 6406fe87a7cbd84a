package io.bourse.admin;

import io.bourse.entry.PgCatalog;
import io.bourse.http.Call;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a call of the API does, as its endpoint says it for the audit: before it begins, and again when it knows more.
 *
 * @param entry the entry that the address names; null if it names none, or nothing that an entry can be called
 * @param user the id of the user whom the entry is; null if it is none, or not known
 * @param dryRun whether nothing is to be changed
 * @param changes a line for each entry that was changed, or would be
 */
record Deed(@Nullable String entry, @Nullable String user, boolean dryRun, List<String> changes) {

    private static final int MAX_CHANGES = 100;
    private static final int MAX_LINE = 500;

    Deed {
        changes = List.copyOf(changes);
    }

    /** Something with the entry of the address. */
    static Deed on(String section, Call call, boolean dryRun) {
        String id = call.pathParameter("id");
        return new Deed(PgCatalog.isName(section, id) ? line(id) : null, null, dryRun, List.of());
    }

    /** Something with whatever the body names. */
    static Deed of(boolean dryRun) {
        return new Deed(null, null, dryRun, List.of());
    }

    /** The same with the entry of this id. */
    Deed to(String section, String id) {
        return new Deed(entry, PgCatalog.areUsers(section) ? id : user, dryRun, changes);
    }

    /** The same, now that it is done; very many and very long lines are cut. */
    Deed done(List<String> lines) {
        List<String> kept = new ArrayList<>();
        lines.stream().limit(MAX_CHANGES).map(Deed::line).forEach(kept::add);
        if (lines.size() > MAX_CHANGES) {
            kept.add("and " + (lines.size() - MAX_CHANGES) + " more");
        }
        return new Deed(entry, user, dryRun, kept);
    }

    /** Names of people are in any script; what would break a line, or turn it around, is not part of any. */
    private static String line(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().limit(MAX_LINE).map(c -> isShown(c) ? c : '?').forEach(line::appendCodePoint);
        return line.toString();
    }

    private static boolean isShown(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
