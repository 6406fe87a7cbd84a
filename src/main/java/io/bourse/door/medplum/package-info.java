/**
 * The dialect of Medplum: logins by the token of another identity provider, and what its client {@code @medplum/core} asks
 * afterwards. Translates; holds no rule about who may have what.
 */
@NullMarked
package io.bourse.door.medplum;

import org.jspecify.annotations.NullMarked;
