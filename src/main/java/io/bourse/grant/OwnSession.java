package io.bourse.grant;

import io.bourse.client.Signer;
import io.bourse.token.Identity;
import io.bourse.token.OwnSessionToken;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whoever signs with the key of a session token of ours. */
record OwnSession(OwnSessionToken session) implements Signer {

    @Override
    public String described() {
        return "a session token of ours for client " + session.token().client();
    }

    @Override
    public List<String> ancestors(Instant begun) {
        return session.token().lineage().asAncestors();
    }

    @Override
    public @Nullable Instant notAfter() {
        return session.token().expiresAt();
    }

    @Override
    public Future<Spoken> identify() {
        Identity identity = session.token().identity();
        return Future.succeededFuture(new Spoken(identity.subject(), identity.actors(), identity.attributes()));
    }
}
