package io.bourse.user;

import io.bourse.config.Secret;
import io.bourse.user.LoginOutcome.Assumed;
import io.bourse.user.LoginOutcome.Reason;
import io.bourse.user.LoginOutcome.Refused;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * Says what {@link PasswordLogin} would if the password were right. It is never looked at: whoever may ask here could
 * guess otherwise, past the count of guesses, and take the hashing from those who log in.
 */
public final class ReadOnlyPasswords implements Passwords {

    private final UserStore users;
    private final LoginAttempts attempts;

    public ReadOnlyPasswords(UserStore users, LoginAttempts attempts) {
        this.users = users;
        this.attempts = attempts;
    }

    @Override
    public Future<LoginOutcome> login(String project, String typedName, Secret password) {
        if (typedName.length() > LoginName.MAX_LENGTH) {
            return Future.succeededFuture(new Refused(Reason.NAME_TOO_LONG));
        }
        LoginName login = LoginName.of(typedName);
        return users.findByLogin(project, login)
                .compose(found -> attempts.isOpen(PasswordLogin.account(project, login, found))
                        .map(open -> open ? outcome(found) : new Refused(Reason.THROTTLED)));
    }

    private static LoginOutcome outcome(Optional<User> found) {
        if (found.isEmpty()) {
            return new Refused(Reason.UNKNOWN_USER);
        }
        User user = found.get();
        if (!user.enabled()) {
            return new Refused(Reason.DISABLED_USER);
        }
        if (user.password().isEmpty()) {
            return new Refused(Reason.NO_PASSWORD);
        }
        return user.profile().passwordRequireUpdate() ? new LoginOutcome.Outdated(user) : new Assumed(user);
    }
}
