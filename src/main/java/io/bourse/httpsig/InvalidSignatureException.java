package io.bourse.httpsig;

/** A signature that proves nothing. The message says why, is for the log alone, and holds nothing of the request. */
public final class InvalidSignatureException extends Exception {

    private static final long serialVersionUID = 1L;

    InvalidSignatureException(String message) {
        super(message, null, false, false);
    }
}
