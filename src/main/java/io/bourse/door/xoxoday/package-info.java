/**
 * Token management as Xoxoday's platform (Plum, Compass, Empuls) has it. Parses, calls, renders; holds no rule about who
 * may have what.
 */
@NullMarked
package io.bourse.door.xoxoday;

import org.jspecify.annotations.NullMarked;
