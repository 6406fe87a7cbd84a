package io.bourse.door.oracle;

import io.bourse.oauth.OAuthException;

/** A signed request that nobody was believed to have signed. Why is for the log: to the caller all of it is one. */
final class NotAuthenticatedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotAuthenticatedException(OAuthException refusal) {
        super(refusal.getMessage(), null, false, false);
    }
}
