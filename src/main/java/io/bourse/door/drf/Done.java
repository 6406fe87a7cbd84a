package io.bourse.door.drf;

import io.bourse.http.Answer;

/** What a call that gives nothing back is answered with. */
final class Done {

    private Done() {}

    /** The type is that of the original, without a body too: simple-oauth2 takes no answer that is not called JSON. */
    static Answer answer() {
        return Answer.empty(204).with("Content-Type", "application/json");
    }
}
