/**
 * The admin API of the management port: one key opens all of it. Parses, calls and renders; which entries are good is
 * decided where files are applied.
 */
@NullMarked
package io.bourse.admin;

import org.jspecify.annotations.NullMarked;
