/**
 * JSON Web Signatures: signs our tokens, verifies ours and foreign ones. Knows keys and claims, but not what a
 * token means.
 */
@NullMarked
package io.bourse.jose;

import org.jspecify.annotations.NullMarked;
