/**
 * Signatures of HTTP messages: reads them, and checks them against a message and a key. Knows neither who may sign nor
 * where the key comes from. Does nothing but compute.
 */
@NullMarked
package io.bourse.httpsig;

import org.jspecify.annotations.NullMarked;
