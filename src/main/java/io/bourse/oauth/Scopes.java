package io.bourse.oauth;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A set of scope tokens (RFC 6749 section 3.3). Immutable; keeps the order in which it was written, which has no
 * meaning: two sets with the same tokens are equal.
 */
public final class Scopes {

    /** The scope that asks for a refresh token (OpenID Connect Core section 11). */
    public static final String OFFLINE_ACCESS = "offline_access";

    /** The scope that makes a login one of OpenID Connect, with an id token (OpenID Connect Core section 3.1.2.1). */
    public static final String OPENID = "openid";

    /** The scope that lets the client know the user's name (OpenID Connect Core section 5.4). */
    public static final String PROFILE = "profile";

    /** The scope that lets the client know the user's e-mail address (OpenID Connect Core section 5.4). */
    public static final String EMAIL = "email";

    public static final Scopes NONE = new Scopes(Set.of());

    /** Those that mean something to us, whatever an API knows; all others are between a client and its APIs. */
    public static final Scopes OURS = of(OPENID, PROFILE, EMAIL, OFFLINE_ACCESS);

    private static final int MAX_TOKENS = 100;
    private static final int MAX_TOKEN_LENGTH = 256;

    private final Set<String> tokens;

    private Scopes(Set<String> tokens) {
        this.tokens = tokens;
    }

    public static Scopes of(String... tokens) {
        return of(List.of(tokens));
    }

    /** @throws IllegalArgumentException if a token has a character that RFC 6749 section 3.3 forbids */
    @JsonCreator
    public static Scopes of(Collection<String> tokens) {
        Set<String> checked = new LinkedHashSet<>();
        for (String token : tokens) {
            if (!isScopeToken(token)) {
                throw new IllegalArgumentException("not a scope token");
            }
            checked.add(token);
        }
        return checked.isEmpty() ? NONE : new Scopes(Collections.unmodifiableSet(checked));
    }

    /**
     * Parses a space-delimited list, at most 100 tokens of at most 256 characters.
     *
     * @throws OAuthException {@code invalid_scope} if it is malformed or longer
     */
    public static Scopes parse(String text) {
        Set<String> tokens = new LinkedHashSet<>();
        int start = 0;
        int length = text.length();
        while (start <= length) {
            int end = text.indexOf(' ', start);
            end = end < 0 ? length : end;
            if (end > start) {
                String token = text.substring(start, end);
                if (!isScopeToken(token)) {
                    throw OAuthException.invalidScope("malformed scope token");
                }
                tokens.add(token);
                if (tokens.size() > MAX_TOKENS) {
                    throw OAuthException.invalidScope("more than " + MAX_TOKENS + " scope tokens");
                }
            }
            start = end + 1;
        }
        return tokens.isEmpty() ? NONE : new Scopes(Collections.unmodifiableSet(tokens));
    }

    /** Whether this is one scope token: printable ASCII without space, quote and backslash, at most 256 characters. */
    public static boolean isScopeToken(String token) {
        if (token.isEmpty() || token.length() > MAX_TOKEN_LENGTH) {
            return false;
        }
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            if (c < 0x21 || c > 0x7E || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    public boolean isEmpty() {
        return tokens.isEmpty();
    }

    public boolean contains(String token) {
        return tokens.contains(token);
    }

    public boolean containsAll(Scopes other) {
        return tokens.containsAll(other.tokens);
    }

    /** Whether whoever has this set has that scope: it is one of them, or below one in the tree of {@link ConsumerScope}. */
    public boolean covers(String token) {
        return tokens.contains(token)
                || ConsumerScope.of(token).filter(this::coversBelow).isPresent();
    }

    /** Whether it covers each of these. */
    public boolean covers(Scopes other) {
        return tokens.containsAll(other.tokens) || other.tokens.stream().allMatch(this::covers);
    }

    private boolean coversBelow(ConsumerScope wanted) {
        return tokens.stream()
                .anyMatch(token -> ConsumerScope.of(token)
                        .filter(own -> own.covers(wanted))
                        .isPresent());
    }

    /** The tokens of this set that are also in the other, in this set's order. */
    public Scopes intersect(Scopes other) {
        if (other.tokens.containsAll(tokens)) {
            return this;
        }
        Set<String> both = new LinkedHashSet<>(tokens);
        both.retainAll(other.tokens);
        return both.isEmpty() ? NONE : new Scopes(Collections.unmodifiableSet(both));
    }

    /** This set less one token. */
    public Scopes without(String token) {
        return tokens.contains(token) ? filter(each -> !each.equals(token)) : this;
    }

    /** The tokens of this set that are not in the other, in this set's order. */
    public Scopes without(Scopes other) {
        return filter(each -> !other.contains(each));
    }

    /** The tokens of this set that fulfil the condition, in this set's order. */
    public Scopes filter(Predicate<String> condition) {
        if (tokens.stream().allMatch(condition)) {
            return this;
        }
        Set<String> rest = new LinkedHashSet<>(tokens);
        rest.removeIf(condition.negate());
        return rest.isEmpty() ? NONE : new Scopes(Collections.unmodifiableSet(rest));
    }

    @JsonValue
    public Set<String> tokens() {
        return tokens;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Scopes scopes && tokens.equals(scopes.tokens);
    }

    @Override
    public int hashCode() {
        return tokens.hashCode();
    }

    /** The space-delimited form that travels as {@code scope}. */
    @Override
    public String toString() {
        return String.join(" ", tokens);
    }
}
