package io.bourse.crypto;

/** A sealed text that cannot be opened. The message says why and how to mend it, and holds nothing of the text. */
public final class CannotOpenException extends Exception {

    private static final long serialVersionUID = 1L;

    CannotOpenException(String message) {
        super(message, null, false, false);
    }
}
