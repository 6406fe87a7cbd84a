package io.bourse.grant;

import io.bourse.config.Secret;
import io.bourse.grant.Trace.Step;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthException;
import io.bourse.token.Authorization;
import io.bourse.token.Identity;
import io.bourse.user.LoginOutcome;
import io.bourse.user.Passwords;
import io.bourse.user.User;
import io.vertx.core.Future;
import java.util.List;

/** Resource owner password credentials (RFC 6749 section 4.3), for clients whose entry names it and no other. */
public final class PasswordGrant implements Grant {

    private final Passwords passwords;

    public PasswordGrant(Passwords passwords) {
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
        request.trace().at(Step.PROOF);
        return passwords
                .login(request.client().project(), username, password)
                .map(outcome -> authorize(request, outcome));
    }

    private static Authorization authorize(TokenRequest request, LoginOutcome outcome) {
        if (outcome instanceof LoginOutcome.Refused refused) {
            throw OAuthException.invalidGrant(
                    "user name and password refused: " + refused.reason().text());
        }
        if (outcome instanceof LoginOutcome.Assumed assumed) {
            request.trace().hear(Step.PROOF, () -> notLookedAt(assumed.user()));
            return login(request, assumed.user());
        }
        return login(request, ((LoginOutcome.Proved) outcome).user());
    }

    private static String notLookedAt(User user) {
        return "user " + user.id() + " is enabled and has a password; whether the password is right was not looked at";
    }

    private static Authorization login(TokenRequest request, User user) {
        return Logins.authorize(request, Identity.of(user.subject()), List.of(), "client");
    }
}
