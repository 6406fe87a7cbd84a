package io.bourse.provider;

import io.bourse.oauth.Actor;
import io.bourse.oauth.MayAct;
import io.bourse.oauth.Scopes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a provider says of a token and its bearer, after everything about it was proved and every condition of the
 * provider's entry was met.
 *
 * @param provider the provider's entry id
 * @param issuer who calls the bearer so: {@link Provider#authority}
 * @param name {@code sub} as the issuer gave it; may differ from the subject, which the entry can take from elsewhere
 * @param subject the provider's own name for the bearer, by the entry's subject mapping; unique within the provider,
 *     never empty
 * @param email null if unknown; no proof of anything
 * @param emailVerified whether the provider says that it has proved the address
 * @param issuedAt {@code iat}; null if the provider does not say
 * @param expiresAt when the proof ends; null if the provider does not say
 * @param ancestor the lineage id of the foreign token: a hash, from which the token cannot be made
 * @param audiences for whom the provider issued it; empty if it does not say
 * @param scopes in the provider's own words; empty if it does not say
 * @param actors who acts for the subject, the newest first; empty unless the entry trusts the provider's {@code act}
 * @param acted whether it says that somebody acts for the subject, trusted with that or not
 * @param mayAct who alone may act for the subject; null if anybody may whom our entries allow
 * @param bound whether the token is bound to a key ({@code cnf}, or {@code jwk} as a session token is), of which its bearer has
 *     proved nothing to us
 * @param attributes what the entry's claim mapping took over, by our name for it; see {@link Provider}
 */
public record ExternalIdentity(
        String provider,
        String issuer,
        String name,
        String subject,
        @Nullable String email,
        boolean emailVerified,
        @Nullable Instant issuedAt,
        @Nullable Instant expiresAt,
        String ancestor,
        List<String> audiences,
        Scopes scopes,
        List<Actor> actors,
        boolean acted,
        @Nullable MayAct mayAct,
        boolean bound,
        Map<String, List<String>> attributes) {

    /** How many characters an e-mail address may have; a longer one counts as unknown. */
    public static final int MAX_EMAIL = 320;

    public ExternalIdentity {
        audiences = List.copyOf(audiences);
        actors = List.copyOf(actors);
        attributes = Map.copyOf(attributes);
    }
}
