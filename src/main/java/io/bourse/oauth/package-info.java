/**
 * The vocabulary of OAuth 2.0: grant types, token types, scopes, errors. Plain values; knows no HTTP, no SQL,
 * no Vert.x.
 */
@NullMarked
package io.bourse.oauth;

import org.jspecify.annotations.NullMarked;
