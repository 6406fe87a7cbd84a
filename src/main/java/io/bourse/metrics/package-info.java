/**
 * Every meter's name, in one place. Knows what is measured, not what it means; no label names a client, a user or
 * anything else without a bound.
 */
@NullMarked
package io.bourse.metrics;

import org.jspecify.annotations.NullMarked;
