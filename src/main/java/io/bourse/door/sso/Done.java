package io.bourse.door.sso;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bourse.http.Answer;
import org.jspecify.annotations.Nullable;

/**
 * What came of a call that was not refused.
 *
 * @param subject what was made, changed or removed; null if nothing was
 * @param user the id of the user who is meant; null if none is
 * @param userKey the id of that user's key; null if it was none
 * @param data what the deed of it tells
 */
record Done(
        Answer answer,
        @Nullable String subject,
        @Nullable String user,
        @Nullable String userKey,
        ObjectNode data) {

    static Done of(Answer answer) {
        return new Done(answer, null, null, null, JsonNodeFactory.instance.objectNode());
    }

    /** Something was done to what has this id. */
    Done to(String id) {
        return new Done(answer, id, user, userKey, data);
    }

    /** It was about this user. */
    Done about(@Nullable String userId, @Nullable String keyId) {
        return new Done(answer, subject, userId, keyId, data);
    }

    /** The deed tells what was before and is now. */
    Done telling(ObjectNode diff) {
        return new Done(answer, subject, user, userKey, diff);
    }
}
