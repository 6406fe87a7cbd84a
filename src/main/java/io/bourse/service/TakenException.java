package io.bourse.service;

/** Another user has the e-mail address already. */
public final class TakenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TakenException() {
        super("another user has this e-mail address", null, false, false);
    }
}
