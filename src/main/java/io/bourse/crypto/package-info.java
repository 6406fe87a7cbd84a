/**
 * Secrets at rest and in transit: sealing, password hashes, constant-time comparison, random ids. Owns the only
 * blocking computation, password hashing, and the pool that it runs on.
 */
@NullMarked
package io.bourse.crypto;

import org.jspecify.annotations.NullMarked;
