/**
 * Ends tokens. The verticle here is the only writer of revocations; callers use the typed client of its bus
 * address.
 */
@NullMarked
package io.bourse.revocation;

import org.jspecify.annotations.NullMarked;
