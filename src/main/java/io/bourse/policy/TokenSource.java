package io.bourse.policy;

import io.bourse.oauth.TokenType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens an entry takes as subject or as actor.
 *
 * @param origin whose they are
 * @param audience what they must be meant for; null takes every audience that the client may see
 * @param types as what they may be presented; never empty
 */
public record TokenSource(TokenOrigin origin, @Nullable String audience, Set<TokenType> types) {

    public TokenSource {
        types = Set.copyOf(types);
    }

    /** What a source takes unless its entry says otherwise: never a refresh token. */
    public static Set<TokenType> defaultTypes(TokenOrigin origin) {
        return origin instanceof TokenOrigin.Ours
                ? Set.of(TokenType.ACCESS_TOKEN)
                : Set.of(TokenType.ACCESS_TOKEN, TokenType.JWT, TokenType.ID_TOKEN);
    }

    /** Whether it takes refresh tokens and nothing else: the client that has them may hand them on. */
    public boolean isHandedOn() {
        return types.equals(Set.of(TokenType.REFRESH_TOKEN));
    }

    boolean takes(ProvedToken token) {
        return origin.equals(token.origin())
                && types.contains(token.type())
                && (audience == null || token.audiences().contains(audience));
    }

    @Override
    public String toString() {
        List<String> names = types.stream().map(TokenType::shortName).sorted().toList();
        return names + " of " + origin + (audience == null ? "" : " for " + audience);
    }
}
