/**
 * Wires everything and runs it: the commands, the configuration as a whole, the demo.
 */
@NullMarked
package io.bourse.app;

import org.jspecify.annotations.NullMarked;
