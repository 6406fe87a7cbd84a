package io.bourse.door.oauth;

import io.bourse.http.Answer;
import io.bourse.http.Call;
import io.bourse.jose.KeyRing;
import io.bourse.oauth.OAuthException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;

/** {@code GET /.well-known/jwks.json} (RFC 7517): the keys that sign, that will sign, and whose tokens still live. */
final class JwksEndpoint {

    /** BOURSE_KEY_PREPUBLISH should be at least twice as long, and is by default. */
    private static final Duration MAX_AGE = Duration.ofMinutes(5);

    private final KeyRing keys;

    JwksEndpoint(KeyRing keys) {
        this.keys = keys;
    }

    Future<Answer> answer(Call call) {
        if (keys.isEmpty()) {
            throw OAuthException.unavailable("no signing key is loaded yet");
        }
        return Future.succeededFuture(
                Answer.json(200, Buffer.buffer(keys.publicKeys())).cacheable(MAX_AGE));
    }
}
