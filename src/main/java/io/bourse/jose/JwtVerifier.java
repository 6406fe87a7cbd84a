package io.bourse.jose;

/** Turns a compact JWS into claims that can be trusted; there is no other way to read one. */
public interface JwtVerifier {

    /**
     * Checks form, header, signature and what is expected, in that order. Pure computation; safe for any thread.
     *
     * @throws InvalidJwtException if any check fails
     */
    VerifiedJwt verify(String compact, JwtExpectations expectations) throws InvalidJwtException;
}
