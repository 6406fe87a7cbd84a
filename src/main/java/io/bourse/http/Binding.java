package io.bourse.http;

/**
 * Where a server listens.
 *
 * @param port 0 lets the system choose
 * @param variable the setting that names the port, for the message when it is taken
 */
public record Binding(String host, int port, String variable) {}
