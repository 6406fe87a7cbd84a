package io.bourse.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bourse.crypto.Secrets;
import io.bourse.entry.EntryCondition;
import io.bourse.http.Call;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The conditions of a call (RFC 9110 section 13.1): so nobody overwrites what they have not seen, and what a body leaves
 * away is not set back to its default by accident.
 *
 * @param match the tags of {@code If-Match}; empty if there is no such header
 * @param isNew whether {@code If-None-Match: *} asks for an entry that is not there yet
 * @param required whether an entry that is there is changed only under a condition
 */
record Preconditions(Optional<List<String>> match, boolean isNew, boolean required) implements EntryCondition {

    private static final String ANY = "*";
    private static final String SEE = "GET it, and send the ETag of that answer as If-Match";

    /** Of a {@code PUT}, which must not be blind. A dry run may be: it only tells what would change. */
    static Preconditions ofPut(Call call, boolean dryRun) {
        return of(call, !dryRun);
    }

    /** Of a {@code DELETE}, which says all it does. */
    static Preconditions ofDelete(Call call) {
        return of(call, false);
    }

    private static Preconditions of(Call call, boolean required) {
        List<String> noneMatch = call.headers("If-None-Match");
        if (!noneMatch.isEmpty() && !noneMatch.equals(List.of(ANY))) {
            throw AdminFailure.badRequest("If-None-Match must be *: the entry must not be there yet.");
        }
        List<String> match = call.headers("If-Match");
        return new Preconditions(
                match.isEmpty() ? Optional.empty() : Optional.of(tags(match)), !noneMatch.isEmpty(), required);
    }

    private static List<String> tags(List<String> headers) {
        return headers.stream()
                .flatMap(header -> Stream.of(header.split(",", -1)))
                .map(String::strip)
                .toList();
    }

    /** The strong tag of an entry as it is shown (RFC 9110 section 8.8.3). */
    static String tag(ObjectNode shown) {
        return '"' + Secrets.sha256(shown.toString()) + '"';
    }

    /** @throws AdminFailure 412 or 428 */
    @Override
    public void check(Supplier<Optional<ObjectNode>> registered) {
        if (match.isEmpty() && !isNew && !required) {
            return;
        }
        Optional<ObjectNode> shown = registered.get();
        if (isNew && shown.isPresent()) {
            throw AdminFailure.preconditionFailed("There is such an entry already; to change it, " + SEE + ".");
        }
        if (match.isPresent() && shown.isEmpty()) {
            throw AdminFailure.preconditionFailed("There is no such entry; to make it, leave If-Match away.");
        }
        if (match.isPresent() && !match.get().contains(ANY) && !match.get().contains(tag(shown.get()))) {
            throw AdminFailure.preconditionFailed(
                    "The entry is another than the one of If-Match: somebody has changed it. " + SEE + ".");
        }
        if (match.isEmpty() && required && shown.isPresent()) {
            throw AdminFailure.preconditionRequired("There is such an entry already, and what the body leaves away"
                    + " gets its default: " + SEE + "; or send If-Match: * to replace it unseen.");
        }
    }
}
