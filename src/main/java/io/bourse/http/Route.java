package io.bourse.http;

/**
 * What answers one method at one address.
 *
 * @param maxBytes the most that the body may have
 * @param cors whether configured browser origins may call it
 */
record Route(String method, Accepts accepts, int maxBytes, Endpoint endpoint, boolean cors) {}
