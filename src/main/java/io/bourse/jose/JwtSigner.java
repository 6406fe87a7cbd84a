package io.bourse.jose;

import io.bourse.oauth.OAuthException;

/** Signs with the key that is current now. */
public interface JwtSigner {

    /**
     * The compact JWS of these claims, with the {@code kid} and {@code alg} of the key that signed it. Pure
     * computation; safe for any thread, no lock.
     *
     * @param type the value of {@code typ}, such as {@code at+jwt}; empty for a header without one
     * @param claims a JSON object in UTF-8
     * @throws OAuthException {@code temporarily_unavailable} if no key is there yet
     */
    String sign(String type, byte[] claims);
}
