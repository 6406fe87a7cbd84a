package io.bourse.door.xoxoday;

/** The call brings no bearer token, or brings it in no way that can be read: apart from one that is no good. */
final class NoBearerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoBearerException(int headers) {
        super(headers + " Authorization headers, no bearer token", null, false, false);
    }
}
