/**
 * What every dialect needs: where the client's credentials stand, the id of a decision, the audit of endpoints that issue
 * nothing. Holds no rule about who may have what.
 */
@NullMarked
package io.bourse.door;

import org.jspecify.annotations.NullMarked;
