package io.bourse.grant;

import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.SaneText;
import io.bourse.token.Authorization;
import io.bourse.token.Login;
import io.bourse.token.RefreshPlan;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What OpenID Connect adds to a decision, the same for every grant: an id token for a user's own login with the scope
 * {@code openid}. A client, a workload and whoever acts for another get none, nor does what was exchanged.
 */
final class OpenId {

    private static final String NONCE = "nonce";
    private static final int MAX_NONCE_LENGTH = 512;

    /** Of which a user's own login may come, so that a nonce which it will not say is refused before anything is spent. */
    private static final Set<GrantType> LOGINS = Set.of(GrantType.PASSWORD, GrantType.CONVERT_TOKEN);

    private OpenId() {}

    /** @throws OAuthException {@code invalid_request} if the request asks for what no id token of ours will say */
    static void check(TokenRequest request) {
        if (LOGINS.contains(request.grant())) {
            nonce(request);
        }
    }

    /** The authorization, whose id token says the nonce again; after a refresh, none (OpenID Connect Core section 12.2). */
    static Authorization telling(TokenRequest request, Authorization authorization) {
        Login login = authorization.login();
        return login == null || authorization.refresh() instanceof RefreshPlan.Successor
                ? authorization
                : authorization.as(login.with(nonce(request)));
    }

    private static @Nullable String nonce(TokenRequest request) {
        String nonce = request.optional(NONCE).orElse(null);
        if (nonce != null && !SaneText.is(nonce, MAX_NONCE_LENGTH)) {
            request.trace().at(Trace.Step.REQUEST);
            throw OAuthException.parameter(NONCE, "is too long or holds a forbidden character");
        }
        return nonce;
    }
}
