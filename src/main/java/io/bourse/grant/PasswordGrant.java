package io.bourse.grant;

import io.bourse.config.Secret;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthException;
import io.bourse.token.Authorization;
import io.bourse.user.PasswordLogin;
import io.vertx.core.Future;
import java.util.List;

/** Resource owner password credentials (RFC 6749 section 4.3), for clients whose entry names it and no other. */
public final class PasswordGrant implements Grant {

    private final PasswordLogin passwords;

    public PasswordGrant(PasswordLogin passwords) {
        this.passwords = passwords;
    }

    @Override
    public GrantType type() {
        return GrantType.PASSWORD;
    }

    @Override
    public Future<Authorization> authorize(TokenRequest request) {
        String username = request.require("username");
        Secret password = new Secret(request.require("password"));
        Entitlement.check(request);
        return passwords
                .login(request.client().project(), username, password)
                .map(user -> user.map(proved -> Logins.authorize(request, proved.subject(), List.of(), "client"))
                        .orElseThrow(() ->
                                OAuthException.invalidGrant("user name and password do not fit, or are throttled")));
    }
}
