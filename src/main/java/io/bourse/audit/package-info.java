/**
 * One line for every decision: who, what, outcome, lineage; never a token.
 */
@NullMarked
package io.bourse.audit;

import org.jspecify.annotations.NullMarked;
