package io.bourse.revocation;

import io.bourse.bus.BusMessage;
import java.time.Instant;
import java.util.UUID;

/** What is to be ended. Names ids, never tokens: a command may be logged. */
public sealed interface RevokeCommand extends BusMessage {

    /**
     * One access token and all that was exchanged from it.
     *
     * @param id its {@code jti}
     * @param expiresAt when it would have ended anyway
     */
    record Token(String id, Instant expiresAt) implements RevokeCommand {}

    /** A login: its refresh tokens, its access tokens and all that was exchanged from them. */
    record Family(UUID id) implements RevokeCommand {}
}
