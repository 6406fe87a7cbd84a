/**
 * Reads settings from the environment once, at start. Collects every problem before it fails; nothing else in
 * Bourse looks at the environment.
 */
@NullMarked
package io.bourse.config;

import org.jspecify.annotations.NullMarked;
