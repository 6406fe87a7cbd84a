/**
 * The standard dialect: RFC 6749, 7009, 7662, 8414, 8693. Parses, calls, renders; holds no rule about who may
 * have what.
 */
@NullMarked
package io.bourse.door.oauth;

import org.jspecify.annotations.NullMarked;
