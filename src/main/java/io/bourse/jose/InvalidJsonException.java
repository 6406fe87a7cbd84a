package io.bourse.jose;

/** A text that is not JSON as we accept it. The message says what is wrong and holds nothing of the text. */
public final class InvalidJsonException extends Exception {

    private static final long serialVersionUID = 1L;

    InvalidJsonException(String message) {
        super(message, null, false, false);
    }
}
