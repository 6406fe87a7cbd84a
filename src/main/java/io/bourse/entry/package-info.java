/**
 * The registry as a file: parses, validates, compares and applies projects, clients, users, providers, exchanges and
 * targets.
 */
@NullMarked
package io.bourse.entry;

import org.jspecify.annotations.NullMarked;
