/**
 * What callers read: one OpenAPI document of all open doors, and Swagger UI to look at it and try it out. Everything is
 * read into memory at start and served from there.
 */
@NullMarked
package io.bourse.door.docs;

import org.jspecify.annotations.NullMarked;
