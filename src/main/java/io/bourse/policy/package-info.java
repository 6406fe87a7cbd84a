/**
 * Decides, as a pure function over entries, what may be turned into what.
 */
@NullMarked
package io.bourse.policy;

import org.jspecify.annotations.NullMarked;
