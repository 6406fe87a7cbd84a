/**
 * Registered clients and projects, and how a client proves that it is itself (RFC 6749 section 2.3, RFC 7523).
 */
@NullMarked
package io.bourse.client;

import org.jspecify.annotations.NullMarked;
