package io.bourse.e2e;

import io.bourse.fakes.TestKeys;
import io.bourse.jose.SigningAlgorithm;
import io.bourse.jose.SigningKey;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.UUID;

/** Keys of clients and providers of the tests, and claims that such a key signs. */
final class Keys {

    static final SigningKey CLIENT = TestKeys.foreign(SigningAlgorithm.ES256, "e2e-client");
    static final SigningKey PROVIDER = TestKeys.foreign(SigningAlgorithm.RS256, "e2e-provider");
    static final SigningKey STRANGER = TestKeys.foreign(SigningAlgorithm.ES256, "e2e-stranger");

    private Keys() {}

    /** The claims of RFC 7523 section 3, as they should be. */
    static JsonObject assertion(String client, String issuer) {
        return claims(client, client, issuer).put("jti", UUID.randomUUID().toString());
    }

    static JsonObject claims(String issuer, String subject, String audience) {
        return new JsonObject()
                .put("iss", issuer)
                .put("sub", subject)
                .put("aud", audience)
                .put("iat", now())
                .put("exp", now() + 60);
    }

    static long now() {
        return Instant.now().getEpochSecond();
    }

    static String sign(SigningKey key, JsonObject claims) {
        return TestKeys.sign(key, "JWT", claims.encode());
    }
}
