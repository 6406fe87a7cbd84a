/**
 * Users, their passwords and the foreign identities that are linked to them.
 */
@NullMarked
package io.bourse.user;

import org.jspecify.annotations.NullMarked;
