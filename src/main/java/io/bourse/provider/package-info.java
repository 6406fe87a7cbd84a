/**
 * Identity providers: how a foreign token is proved to be genuine, current and meant for us.
 */
@NullMarked
package io.bourse.provider;

import org.jspecify.annotations.NullMarked;
