/**
 * Vert.x Web plumbing that all doors share: servers, parsing under caps, deadlines, error rendering, request
 * log, health, metrics.
 */
@NullMarked
package io.bourse.http;

import org.jspecify.annotations.NullMarked;
