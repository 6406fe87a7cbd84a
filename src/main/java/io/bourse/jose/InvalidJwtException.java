package io.bourse.jose;

/** A token that is no good. The message says which check failed and holds nothing of the token. */
public class InvalidJwtException extends Exception {

    private static final long serialVersionUID = 1L;

    public InvalidJwtException(String message) {
        super(message, null, false, false);
    }
}
