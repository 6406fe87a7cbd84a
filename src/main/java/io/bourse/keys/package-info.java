/**
 * The life of signing keys: made, published, signing, retired, removed; stored sealed under the master key.
 */
@NullMarked
package io.bourse.keys;

import org.jspecify.annotations.NullMarked;
