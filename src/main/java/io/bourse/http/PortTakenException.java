package io.bourse.http;

/** A server cannot listen. The message is one line that names the variable to change. */
public final class PortTakenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int port;
    private final String variable;

    public PortTakenException(int port, String variable, Throwable cause) {
        super(variable + ": cannot listen on port " + port + " (" + cause.getMessage() + "); set another", cause);
        this.port = port;
        this.variable = variable;
    }

    public int port() {
        return port;
    }

    public String variable() {
        return variable;
    }
}
