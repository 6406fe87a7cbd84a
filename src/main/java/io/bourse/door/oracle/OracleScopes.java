package io.bourse.door.oracle;

import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Scopes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The scopes of a request, less those that are not about what may be done.
 *
 * @param asked empty only if everything is meant that there is to have: of the client's, or in a refresh of its login's
 * @param longest for how long the token may live; null if it does not say
 */
record OracleScopes(Scopes asked, @Nullable Duration longest) {

    /** Whatever the client may have. */
    private static final String MINE = "urn:opc:idm:__myscopes__";

    private static final String EXPIRY = "urn:opc:resource:expiry=";

    /** In seconds, as the original takes it: a year at most. */
    private static final String SECONDS = "[1-9][0-9]{1,7}";

    private static final int LEAST = 60;
    private static final int MOST = 31_556_952;

    /** Of a request that names no scope at all. */
    static final OracleScopes UNSAID = new OracleScopes(Scopes.NONE, null);

    /**
     * Reads them. A refresh alone need name none, because that can widen nothing.
     *
     * @throws OAuthException {@code invalid_scope} if it is malformed, names no scope, or the expiry is none
     */
    static OracleScopes parse(String text, GrantType grant) {
        Scopes all = Scopes.parse(text);
        List<String> expiries =
                all.tokens().stream().filter(scope -> scope.startsWith(EXPIRY)).toList();
        if (expiries.size() > 1) {
            throw OAuthException.invalidScope("several expiries");
        }
        Scopes rest = all.filter(scope -> !scope.startsWith(EXPIRY));
        if (rest.isEmpty() && !grant.equals(GrantType.REFRESH_TOKEN)) {
            throw OAuthException.invalidScope("names no scope");
        }
        return new OracleScopes(
                rest.tokens().equals(Set.of(MINE)) ? Scopes.NONE : rest,
                expiries.isEmpty() ? null : seconds(expiries.get(0).substring(EXPIRY.length())));
    }

    private static Duration seconds(String text) {
        int seconds = text.matches(SECONDS) ? Integer.parseInt(text) : 0;
        if (seconds < LEAST || seconds > MOST) {
            throw OAuthException.invalidScope("an expiry that is no number of seconds from a minute to a year");
        }
        return Duration.ofSeconds(seconds);
    }
}
