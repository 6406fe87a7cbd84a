/**
 * Access and refresh tokens, families and their rotation, and the index of what is revoked. The only package
 * that mints.
 */
@NullMarked
package io.bourse.token;

import org.jspecify.annotations.NullMarked;
