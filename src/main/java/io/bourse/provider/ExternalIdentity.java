package io.bourse.provider;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who a provider says the bearer of a token is, after everything about the token was proved.
 *
 * @param provider the provider's entry id
 * @param subject the provider's own name for the user; unique within the provider, never empty
 * @param email null if unknown; no proof of anything
 * @param expiresAt when the proof ends; null if the provider does not say
 * @param ancestor the lineage id of the foreign token: a hash, from which the token cannot be made
 */
public record ExternalIdentity(
        String provider,
        String subject,
        @Nullable String email,
        @Nullable Instant expiresAt,
        String ancestor) {}
