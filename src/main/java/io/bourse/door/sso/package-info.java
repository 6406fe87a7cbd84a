/**
 * The dialect of mojzu/sso: services that call with keys, JSON as grpc-gateway writes it. Translates into requests of the
 * one pipeline and into entries, and holds no rule about who may have what but whom a service may see, and which keys
 * are its users'.
 */
@NullMarked
package io.bourse.door.sso;

import org.jspecify.annotations.NullMarked;
