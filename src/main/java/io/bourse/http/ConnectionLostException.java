package io.bourse.http;

/** The caller went away before its request was whole: there is nobody to answer. */
final class ConnectionLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ConnectionLostException(Throwable cause) {
        super("the connection was lost", cause, false, false);
    }
}
