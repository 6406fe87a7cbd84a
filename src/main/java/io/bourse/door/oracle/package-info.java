/**
 * The dialect of Oracle Cloud's identity domains: two-legged token exchange by signed requests, and the standard grants at
 * the same address.
 */
@NullMarked
package io.bourse.door.oracle;

import org.jspecify.annotations.NullMarked;
