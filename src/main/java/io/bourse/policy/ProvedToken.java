package io.bourse.policy;

import io.bourse.oauth.Actor;
import io.bourse.oauth.MayAct;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.TokenType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an exchange is decided by: a token of ours or of a provider's, whose proof is done.
 *
 * @param origin whose it is
 * @param type as what it was presented and proved
 * @param issuer {@code iss}, in whose words the name is
 * @param name {@code sub} as the issuer gave it
 * @param client {@code client_id}; null if it has none
 * @param audiences for whom it was issued
 * @param scopes of ours, or in the provider's own words
 * @param expiresAt when it ends
 * @param actors who acts for its subject as far as its issuer is trusted to say so, the newest first
 * @param acted whether it says that somebody acts for its subject, trusted or not
 * @param mayAct who alone may act for its subject, its issuer spelled out; null if it does not say
 * @param bound whether it is bound to a key of which its bearer has proved nothing
 */
public record ProvedToken(
        TokenOrigin origin,
        TokenType type,
        String issuer,
        String name,
        @Nullable String client,
        List<String> audiences,
        Scopes scopes,
        Instant expiresAt,
        List<Actor> actors,
        boolean acted,
        @Nullable MayAct mayAct,
        boolean bound) {

    public ProvedToken {
        audiences = List.copyOf(audiences);
        actors = List.copyOf(actors);
        acted = acted || !actors.isEmpty();
    }

    boolean isOurs() {
        return origin instanceof TokenOrigin.Ours;
    }
}
