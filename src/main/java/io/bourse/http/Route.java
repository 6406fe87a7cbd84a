package io.bourse.http;

/**
 * What answers one method at one address.
 *
 * @param cors whether configured browser origins may call it
 */
record Route(String method, Accepts accepts, Endpoint endpoint, boolean cors) {}
