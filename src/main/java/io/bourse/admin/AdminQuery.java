package io.bourse.admin;

import io.bourse.http.Call;
import io.bourse.http.Form;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The query of a call, read strictly: a misspelt {@code dry_run} must not become the real thing. */
final class AdminQuery {

    static final String DRY_RUN = "dry_run";

    private final Form query;

    private AdminQuery(Form query) {
        this.query = query;
    }

    /** @throws AdminFailure if it holds anything else than these */
    static AdminQuery of(Call call, Set<String> known) {
        Form query = call.query();
        if (!known.containsAll(query.names())) {
            String names = known.isEmpty() ? "none" : String.join(", ", new TreeSet<>(known));
            throw AdminFailure.badRequest(
                    "The query holds a parameter that is not known here; known are: " + names + ".");
        }
        return new AdminQuery(query);
    }

    Optional<String> text(String name) {
        return query.optional(name);
    }

    boolean dryRun() {
        String value = text(DRY_RUN).orElse("false");
        if (!value.equals("true") && !value.equals("false")) {
            throw AdminFailure.badRequest("dry_run must be true or false.");
        }
        return value.equals("true");
    }

    /** A whole number from 1 to {@code max}. */
    int number(String name, int fallback, int max) {
        Optional<String> value = text(name);
        if (value.isEmpty()) {
            return fallback;
        }
        if (value.get().matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(value.get());
            if (number >= 1 && number <= max) {
                return number;
            }
        }
        throw AdminFailure.badRequest(name + " must be a whole number from 1 to " + max + ".");
    }
}
