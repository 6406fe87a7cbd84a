package io.bourse.entry;

/** Something was named that is not there. The message says what may have been meant, and is fit to be shown. */
public final class UnknownNameException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnknownNameException(String message) {
        super(message, null, false, false);
    }
}
