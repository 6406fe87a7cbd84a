/**
 * The dialect of drf-social-oauth2: its addresses below {@code /auth/}, its answers and the errors of Django REST framework.
 * Must not know who may have what: each call becomes one of ours, and what comes of it is told in the dialect's words.
 */
@NullMarked
package io.bourse.door.drf;

import org.jspecify.annotations.NullMarked;
