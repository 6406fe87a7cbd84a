package io.bourse.grant;

import io.bourse.client.Client;
import io.bourse.config.Secret;
import io.bourse.grant.Trace.Step;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Reason;
import io.bourse.token.Authorization;
import io.bourse.token.Identity;
import io.bourse.token.Login;
import io.bourse.token.LoginMethod;
import io.bourse.user.Assignments;
import io.bourse.user.LoginOutcome;
import io.bourse.user.Passwords;
import io.bourse.user.User;
import io.vertx.core.Future;
import java.util.List;

/** Resource owner password credentials (RFC 6749 section 4.3), for clients whose entry names it and no other. */
public final class PasswordGrant implements Grant {

    private final Passwords passwords;
    private final AssignedUsers assigned;

    public PasswordGrant(Passwords passwords, Assignments assignments) {
        this.passwords = passwords;
        this.assigned = new AssignedUsers(assignments);
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
                .compose(outcome -> authorize(request, outcome));
    }

    private Future<Authorization> authorize(TokenRequest request, LoginOutcome outcome) {
        if (outcome instanceof LoginOutcome.Refused refused) {
            throw refusal(refused.reason().text());
        }
        if (outcome instanceof LoginOutcome.Outdated outdated) {
            return requireAssigned(request, outdated.user()).map(user -> {
                throw mustBeReplaced();
            });
        }
        if (outcome instanceof LoginOutcome.Assumed assumed) {
            request.trace().hear(Step.PROOF, () -> notLookedAt(assumed.user()));
            return requireAssigned(request, assumed.user()).map(user -> login(request, user));
        }
        return requireAssigned(request, ((LoginOutcome.Proved) outcome).user()).map(user -> login(request, user));
    }

    /** A client that may not have the user must not learn whether the password was right. */
    private Future<User> requireAssigned(TokenRequest request, User user) {
        Client client = request.client();
        if (AssignedUsers.isAsked(client, user.subject())) {
            request.trace().at(Step.SUBJECT);
        }
        return assigned.mayHave(client, user.subject()).map(may -> {
            if (!may) {
                throw refusal("user " + user.id() + " is not assigned to client " + client.id());
            }
            return user;
        });
    }

    private static OAuthException refusal(String why) {
        return OAuthException.invalidGrant("user name and password refused: " + why)
                .because(Reason.WRONG_PASSWORD);
    }

    private static OAuthException mustBeReplaced() {
        return OAuthException.invalidGrant("user name and password refused: the password has to be replaced first")
                .because(Reason.PASSWORD_REQUIRES_UPDATE);
    }

    private static String notLookedAt(User user) {
        return "user " + user.id() + " is enabled and has a password; whether the password is right was not looked at";
    }

    private static Authorization login(TokenRequest request, User user) {
        return Logins.authorize(request, Identity.of(user.subject()), List.of(), "client")
                .as(new Login(LoginMethod.PASSWORD, request.begun(), null));
    }
}
