package io.bourse.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.bourse.oauth.OAuthException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a provider says about a token's user, from a token or an answer that was proved to be the provider's. All kinds
 * of proof end here, so this is where an entry's conditions and claim mapping apply.
 *
 * @param claims a JSON object
 */
record ProvedClaims(Provider provider, JsonNode claims) {

    private static final int MAX_SUBJECT = 255;
    private static final int MAX_EMAIL = 320;
    private static final int MAX_TOKEN_ID = 1024;

    /**
     * @param ancestor see {@link #ancestor}
     * @param expiresAt null if the provider does not say
     * @throws OAuthException {@code invalid_grant} if {@code sub} is no sane text
     */
    ExternalIdentity identity(String ancestor, @Nullable Instant expiresAt) {
        return new ExternalIdentity(provider.id(), subject(), email(), expiresAt, ancestor);
    }

    /**
     * The lineage id of the token that these claims are about: by its {@code jti} if they have one, so that two
     * spellings of one token are one, else by the token itself.
     *
     * @param issuer the space in which a {@code jti} is unique
     */
    String ancestor(ForeignToken token, String issuer) {
        return text("jti", MAX_TOKEN_ID)
                .map(id -> ForeignToken.ancestor(issuer, id))
                .orElseGet(token::ancestor);
    }

    /** {@code sub}, exact, 1 to 255 characters without control characters (OpenID Connect Core section 2). */
    String subject() {
        return text("sub", MAX_SUBJECT)
                .orElseThrow(() -> OAuthException.invalidGrant("the provider names no usable subject"));
    }

    private @Nullable String email() {
        return text("email", MAX_EMAIL).orElse(null);
    }

    /** Whether the claim, a string or an array of strings, holds one of these. */
    boolean holdsAny(String name, Set<String> accepted) {
        return strings(name).stream().anyMatch(accepted::contains);
    }

    /** The claim's strings; empty if it is absent or anything but a string or an array of strings. */
    List<String> strings(String name) {
        JsonNode value = claims.path(name);
        if (value.isTextual()) {
            return List.of(value.textValue());
        }
        List<String> strings = new ArrayList<>();
        for (JsonNode item : value) {
            if (!value.isArray() || !item.isTextual()) {
                return List.of();
            }
            strings.add(item.textValue());
        }
        return strings;
    }

    /** Whether the claim is there at all, null included. */
    boolean has(String name) {
        return claims.has(name);
    }

    private Optional<String> text(String name, int max) {
        JsonNode value = claims.path(name);
        return value.isTextual() && isSane(value.textValue(), max) ? Optional.of(value.textValue()) : Optional.empty();
    }

    private static boolean isSane(String text, int max) {
        return !text.isBlank() && text.length() <= max && text.codePoints().noneMatch(ProvedClaims::isControl);
    }

    /** Also what breaks lines or displays, and half surrogates, which no database stores. */
    private static boolean isControl(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            default -> false;
        };
    }
}
