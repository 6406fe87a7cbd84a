/**
 * The rules of the token endpoint. A grant decides and returns an Authorization; it signs nothing.
 */
@NullMarked
package io.bourse.grant;

import org.jspecify.annotations.NullMarked;
