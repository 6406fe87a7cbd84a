package io.bourse.service;

/** There are more services than one that is made can exchange with; one that exchanges with none can be made. */
public final class TooManyServicesException extends RuntimeException {

    /** Each of them means two entries, which are read and written at once. */
    public static final int MOST = 50;

    private static final long serialVersionUID = 1L;

    TooManyServicesException() {
        super(
                "there are more than " + MOST
                        + " services with which it would exchange tokens; make it with --no-exchange"
                        + " and add the exchanges that are needed with bourse apply",
                null,
                false,
                false);
    }
}
