package io.bourse.admin;

import io.bourse.http.Call;
import io.bourse.http.JsonBody;
import java.util.Set;
import java.util.TreeSet;

/** The JSON object of a call, read strictly: a misspelt member must not be one that is left away. */
final class AdminBody {

    private AdminBody() {}

    /** @throws AdminFailure if it holds anything else than these */
    static JsonBody of(Call call, Set<String> known) {
        JsonBody body = call.json();
        if (!known.containsAll(body.names())) {
            throw AdminFailure.badRequest("The body holds a member that is not known here; known are: "
                    + String.join(", ", new TreeSet<>(known)) + ".");
        }
        return body;
    }
}
