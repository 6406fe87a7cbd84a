package io.bourse.user;

import io.bourse.config.Secret;
import io.bourse.user.LoginOutcome.Assumed;
import io.bourse.user.LoginOutcome.Reason;
import io.bourse.user.LoginOutcome.Refused;
import io.vertx.core.Future;
import java.util.function.Function;

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
    public Future<LoginOutcome> login(
            String project, String typedName, Secret password, Function<User, Future<Boolean>> admitted) {
        if (typedName.length() > LoginName.MAX_LENGTH) {
            return Future.succeededFuture(new Refused(Reason.NAME_TOO_LONG));
        }
        return Candidate.find(users, project, LoginName.of(typedName), admitted)
                .compose(candidate -> attempts.isOpen(candidate.account())
                        .map(open -> open ? outcome(candidate) : new Refused(Reason.THROTTLED)));
    }

    private static LoginOutcome outcome(Candidate candidate) {
        if (candidate instanceof Candidate.Hopeless hopeless) {
            return new Refused(hopeless.reason());
        }
        User user = ((Candidate.Possible) candidate).user();
        return user.profile().passwordRequireUpdate() ? new LoginOutcome.Outdated(user) : new Assumed(user);
    }
}
