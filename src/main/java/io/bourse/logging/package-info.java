/**
 * How log lines leave the process: their format, their queue, the request they belong to. Knows nothing of what is
 * logged.
 */
@NullMarked
package io.bourse.logging;

import org.jspecify.annotations.NullMarked;
