/**
 * The identity provider of the demo: hands out external tokens, so that there is something to exchange. Plays a
 * stranger, so nothing in Bourse calls it but over HTTP; never part of a real server.
 */
@NullMarked
package io.bourse.app.demo;

import org.jspecify.annotations.NullMarked;
