package io.bourse.grant;

import io.bourse.client.Client;
import io.bourse.config.Secret;
import io.bourse.grant.Trace.Step;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Reason;
import io.bourse.token.AssignedUsers;
import io.bourse.token.Authorization;
import io.bourse.token.Identity;
import io.bourse.token.Login;
import io.bourse.token.LoginMethod;
import io.bourse.user.LoginOutcome;
import io.bourse.user.Passwords;
import io.bourse.user.User;
import io.vertx.core.Future;
import java.util.List;

/** Resource owner password credentials (RFC 6749 section 4.3), for clients whose entry names it and no other. */
public final class PasswordGrant implements Grant {

    private final Passwords passwords;
    private final AssignedUsers assigned;

    public PasswordGrant(Passwords passwords, AssignedUsers assigned) {
        this.passwords = passwords;
        this.assigned = assigned;
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
        Client client = request.client();
        return passwords
                .login(client.project(), username, password, user -> assigned.mayHave(client, user.subject()))
                .compose(outcome -> authorize(request, outcome));
    }

    private Future<Authorization> authorize(TokenRequest request, LoginOutcome outcome) {
        if (outcome instanceof LoginOutcome.Refused refused) {
            throw refusal(request, refused.reason());
        }
        if (outcome instanceof LoginOutcome.Outdated) {
            throw mustBeReplaced();
        }
        if (outcome instanceof LoginOutcome.Assumed assumed) {
            request.trace().hear(Step.PROOF, () -> notLookedAt(assumed.user()));
            return login(request, assumed.user());
        }
        return login(request, ((LoginOutcome.Proved) outcome).user());
    }

    /** A client that may not have the user must not learn whether the password was right. */
    private static OAuthException refusal(TokenRequest request, LoginOutcome.Reason reason) {
        boolean unassigned = reason == LoginOutcome.Reason.NOT_ASSIGNED;
        request.trace().at(unassigned ? Step.SUBJECT : Step.PROOF);
        String why = unassigned
                ? "the user is not assigned to client " + request.client().id()
                : reason.text();
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

    private Future<Authorization> login(TokenRequest request, User user) {
        return assigned.admit(request.client(), Identity.of(user.subject()))
                .map(admitted -> Logins.authorize(request, admitted, List.of(), "client")
                        .as(new Login(LoginMethod.PASSWORD, request.begun(), null)));
    }
}
