/**
 * Services, as mojzu/sso has them: clients that prove themselves by keys. Their keys and those of their users, who is
 * assigned to which, what else is known of them, and what was done by their keys. Knows no dialect.
 */
@NullMarked
package io.bourse.service;

import org.jspecify.annotations.NullMarked;
