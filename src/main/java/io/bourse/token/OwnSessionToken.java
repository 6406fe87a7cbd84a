package io.bourse.token;

import io.bourse.jose.InvalidJwkException;
import io.bourse.jose.InvalidJwtException;
import io.bourse.jose.RsaPublicKeys;
import io.bourse.jose.VerifiedJwt;
import java.security.interfaces.RSAPublicKey;

/**
 * A session token of ours whose signature and life were checked. It is worth nothing to who shows it, only to who signs
 * with its key.
 *
 * @param key its claim {@code jwk}
 */
public record OwnSessionToken(OwnToken token, RSAPublicKey key) {

    static OwnSessionToken of(VerifiedJwt jwt) throws InvalidJwtException {
        String key = jwt.string(OwnToken.SESSION_KEY).orElseThrow(() -> new InvalidJwtException("no jwk"));
        try {
            return new OwnSessionToken(OwnToken.of(jwt), RsaPublicKeys.parseJwk(key));
        } catch (InvalidJwkException unusable) {
            throw new InvalidJwtException("its jwk: " + unusable.getMessage());
        }
    }
}
