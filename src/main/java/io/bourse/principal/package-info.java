/**
 * Registered principals: who may ask for tokens by signing the request, and with which key. How a signature is checked is
 * for {@code httpsig}, for whom it speaks for {@code grant}.
 */
@NullMarked
package io.bourse.principal;

import org.jspecify.annotations.NullMarked;
