package io.bourse.jose;

/** A key or a set of keys that cannot be used. The message says why and holds nothing of the key. */
public final class InvalidJwkException extends Exception {

    private static final long serialVersionUID = 1L;

    InvalidJwkException(String message) {
        super(message, null, false, false);
    }
}
