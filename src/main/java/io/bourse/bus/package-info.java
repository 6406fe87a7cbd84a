/**
 * Typed messages on the event bus of this process. Nothing that matters for security depends on one arriving, and none
 * ever leaves the process.
 */
@NullMarked
package io.bourse.bus;

import org.jspecify.annotations.NullMarked;
