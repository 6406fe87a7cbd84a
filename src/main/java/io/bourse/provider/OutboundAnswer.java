package io.bourse.provider;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * What a provider answered, complete and within the limits. Never a redirect, 429 or 5xx: those are failures of the
 * call.
 *
 * @param contentType the header as it came; null if absent
 * @param cacheControl the header as it came; null if absent
 */
record OutboundAnswer(
        int status, @Nullable String contentType, @Nullable String cacheControl, Buffer body) {

    /** Without the body, which may name a user. */
    @Override
    public String toString() {
        return "OutboundAnswer[" + status + "]";
    }
}
